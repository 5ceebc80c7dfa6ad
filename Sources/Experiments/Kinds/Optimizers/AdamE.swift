internal import Parameters
internal import Training

/// S(v) = v^λ + ε in the place of √v + ε.
struct AdamE: OptimizerKind {
  static let name = "adam-e"
  static let lambda = Parameter(
    "exponent", .real(RealRange(lower: .open(0), upper: .open(1))), .varying,
    longName: "exponent λ", symbol: "λ", role: .method, isRequired: true
  ).with {
    $0.synonyms = ["lambda"]
    $0.entersCost = true
    $0.mayFollow = true
    // Every optimizer has one.
    $0.column = nil
  }
  static let parameters: [Parameter] = .adaptive([lambda])
  static let derived = Derived.decay
  static let constraints: [Constraint] = [.powerLaw]
  static let exponent: Double? = nil

  let optimizer = Optimizer.adamE
  let correctsBias: Bool

  init(_ values: borrowing Values) {
    correctsBias = values.flag(.biasCorrection)
  }
}
