import Parameters

/// A formula that the sweep file writes itself.
struct WrittenFormula: FormulaSource {
  static let name = "formula"
  static let parameters: [Parameter] = [.blocks, .sizes, .constants, .prediction]

  static func wording(_ values: borrowing Values) -> ModelWording { ModelWording(values) }
}
