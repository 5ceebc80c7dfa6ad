internal import Parameters
internal import Training

/// One second moment a layer.
struct Adalayer: OptimizerKind {
  static let name = "adalayer"
  static let parameters: [Parameter] = .adaptive()
  static let derived = Derived.decay
  static let constraints: [Constraint] = [.powerLaw]
  static let work = RuleWork(alone: 1_900, isBlockwise: true)

  let optimizer = Optimizer.adalayer
  let correctsBias: Bool

  init(_ values: borrowing Values) {
    correctsBias = values.flag(.biasCorrection)
  }
}
