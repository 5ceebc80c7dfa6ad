import Formulas
import Parameters

/// A kind that the sweep file writes as a formula: a loss, a schedule, an optimizer.
///
/// Two are equal where they mean the same, as their descriptions say.
protocol TextKind: Kind, CustomStringConvertible {
  /// The key of the text.
  static var textKey: Parameter { get }
  /// The blocks of names that the text may use.
  static var nameBlocks: [Parameter] { get }
  /// Names that mean something in the text, beside those that do everywhere.
  static var takenNames: Set<String> { get }

  /// Reads it, as the values of its block have it.
  static func read(_ values: borrowing Values) throws(FormulaError) -> Self
}

extension TextKind {
  /// None.
  static var nameBlocks: [Parameter] { [] }
  /// None.
  static var takenNames: Set<String> { [] }

  init(_ values: borrowing Values) throws(KindError) {
    do throws(FormulaError) {
      self = try Self.read(values)
    } catch {
      throw KindError(error.mistakes[0], at: [Self.textKey.key])
    }
    values.note("formula", .text(description))
  }

  static func faults(in values: borrowing Values) -> [KindError] {
    let faults = values.nameFaults(nameBlocks, taken: takenNames)
    if !faults.isEmpty { return faults }
    do throws(FormulaError) {
      _ = try read(values)
      return []
    } catch {
      return error.mistakes.map { KindError($0, at: [textKey.key]) }
    }
  }

  static func == (a: Self, b: Self) -> Bool { a.description == b.description }

  func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
