internal import Parameters
internal import Training

/// Two moments of each parameter.
struct Adam: OptimizerKind {
  static let name = "adam"
  static let parameters: [Parameter] = .adaptive()
  static let derived = Derived.decay
  static let constraints: [Constraint] = [.powerLaw]

  let optimizer = Optimizer.adam
  let correctsBias: Bool

  init(_ values: borrowing Values) {
    correctsBias = values.flag(.biasCorrection)
  }
}
