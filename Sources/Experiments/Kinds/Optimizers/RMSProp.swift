internal import Parameters
internal import Training

/// The gradient over the root of its second moment.
struct RMSProp: OptimizerKind {
  static let name = "rmsprop"
  static let parameters: [Parameter] = .adaptive(averages: false)
  static let derived = Derived.decay
  static let constraints: [Constraint] = [.powerLaw]

  let optimizer = Optimizer.rmsprop
  let correctsBias: Bool

  init(_ values: borrowing Values) {
    correctsBias = values.flag(.biasCorrection)
  }
}
