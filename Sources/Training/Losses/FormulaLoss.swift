import Formulas
public import Parameters

/// ℓ(f, y) as a formula over a prediction f and its target y: `log(1 + exp(-y * f))`.
///
/// Its derivatives are those of the formula, operation by operation as docs/formulas.md has them. Whether it
/// has minimizers is not known: nothing is projected and no slow equation follows it.
struct FormulaLoss: ScalarLoss, TextKind {
  static let name = "formula"
  static let shorthands = [Shorthand(nil, textKey.key, .given(as: textKey.key))]
  static let parameters: [Parameter] = [.lossValue]
  static let textKey = Parameter.lossValue
  static let since = 3

  /// What it means: its operations, without white space and names of lines.
  let description: String
  /// What was written.
  private let text: String
  /// ℓ, ∂ℓ/∂f and ∂²ℓ/∂f², of f and y.
  private let program: ElementProgram

  private enum Output: Int { case value, residual, curvature }

  init(_ text: String) throws(FormulaError) {
    self.text = text
    let formula = try Formula(text, in: .loss(outputs: 1))
    description = "formula\n" + formula.graph.canonicalText(of: formula.outputs)
    var derivatives = Derivatives(
      of: formula.result, in: formula.graph, blocks: ["f"], role: .predictions)
    // A loss that does not look at f has the derivatives 0.
    let slope = derivatives.jacobianRow(ofOutput: 0).first ?? derivatives.graph.constant(0)
    var second = Derivatives(
      of: slope, in: derivatives.graph, blocks: ["f"], role: .predictions)
    let curvature = second.jacobianRow(ofOutput: 0).first ?? second.graph.constant(0)
    program = ElementProgram(
      second.graph, outputs: [derivatives.prediction, slope, curvature], inputs: ["f", "y"])
  }

  static func read(_ values: borrowing Values) throws(FormulaError) -> FormulaLoss {
    try FormulaLoss(values.peek(.lossValue)?.asText ?? "")
  }

  private func evaluate<Lanes: LaneVector>(_ output: Output, _ f: Lanes, _ y: Lanes) -> Lanes {
    program.evaluate(output: output.rawValue) { registers in
      registers[0] = f
      registers[1] = y
    }
  }

  private func evaluate(_ output: Output, _ f: Double, _ y: Double) -> Double {
    evaluate(output, SIMD2<Double>(repeating: f), SIMD2<Double>(repeating: y))[0]
  }

  func residual<Lanes: LaneVector>(_ f: Lanes, _ y: Lanes) -> Lanes { evaluate(.residual, f, y) }

  func python() -> PythonText { PythonText(text) }

  func value(_ f: Double, _ y: Double) -> Double { evaluate(.value, f, y) }

  func residual(_ f: Double, _ y: Double) -> Double { evaluate(.residual, f, y) }

  func curvature(_ f: Double, _ y: Double) -> Double { evaluate(.curvature, f, y) }

  func minimizer(_: Double) -> Double? { nil }

  func noiseVariance(_: Double, _: Double) -> Double { .nan }
}

extension Parameter {
  /// ℓ over f and y.
  public static let lossValue = Parameter(
    "value", .formula, longName: "loss over a prediction f and its target y", symbol: "ℓ(f, y)",
    role: .problem, isRequired: true
  ).with {
    $0.column = Column("loss_value", absence: .label(.text("none")))
    $0.mayFollow = true
    $0.since = 3
  }
}
