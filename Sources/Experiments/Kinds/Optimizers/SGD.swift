internal import Parameters
internal import Training

/// Plain gradient descent.
struct SGD: OptimizerKind {
  static let name = "sgd"
  static let parameters: [Parameter] = [.stepSize]
  static let exponent: Double? = 0
  static let work = RuleWork(alone: 500, inLanes: 4_000)

  let optimizer = Optimizer.sgd
  let correctsBias = false

  init(_: borrowing Values) {}
}
