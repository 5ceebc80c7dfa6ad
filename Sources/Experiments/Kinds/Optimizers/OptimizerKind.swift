internal import Parameters
internal import Training

/// An optimizer of the sweep file.
protocol OptimizerKind: Kind {
  /// What is trained with.
  var optimizer: Optimizer { get }
  /// Whether it corrects the bias of its moments.
  var correctsBias: Bool { get }
  /// λ of the measure tr(Diag(H)^{1−λ}) that it minimizes; nil where each run has its own.
  static var exponent: Double? { get }
  /// What a step takes for a parameter.
  static var work: RuleWork { get }
}

extension OptimizerKind {
  static var exponent: Double? { 0.5 }
  static var work: RuleWork { RuleWork() }
}

/// What a rule takes for each parameter in a step.
struct RuleWork: Hashable {
  /// Picoseconds of a run by itself.
  var alone = 1_200
  /// Picoseconds of all lanes together.
  var inLanes = 15_000
  /// Whether means over blocks are taken.
  var isBlockwise = false
}

extension Parameter {
  static let stepSize = Parameter(
    "step_size", .real(.positive), .varying, longName: "step size η", symbol: "η", role: .tuned,
    scale: .logarithmic, isRequired: true
  ).with {
    $0.synonyms = ["lr", "learning_rate", "eta"]
    $0.entersCost = true
    $0.isChosen = true
    $0.part = .stepSize
    $0.column = Column(place: 23)
  }

  static let beta1 = Parameter(
    "beta1", .real(.belowOne), .varying, longName: "β₁", symbol: "β₁", role: .tuned,
    default: .real(0.9)
  ).with {
    $0.synonyms = ["momentum"]
    $0.mayFollow = true
    $0.column = Column(place: 24)
  }

  static let epsilon = Parameter(
    "epsilon", .real(.positive), .varying, longName: "ε", symbol: "ε", role: .tuned,
    scale: .logarithmic, default: .real(1e-6)
  ).with {
    $0.synonyms = ["eps"]
    $0.mayFollow = true
    $0.column = Column(place: 30)
  }

  static let biasCorrection = Parameter(
    "bias_correction", .flag, longName: "whether the moments' bias is corrected, 0 or 1",
    symbol: "bias correction", role: .method, default: .text("false")
  ).with {
    $0.mayFollow = true
    $0.refusal = Refusal(
      of: .text("true"), beside: "v0", message: "bias_correction expects v to start at 0")
    $0.column = Column(place: 32, absence: .value(.integer(0)))
  }
}

extension [Parameter] {
  /// The keys of optimizers that divide by a second moment, with those that one of them has beside.
  static func adaptive(averages: Bool = true, _ own: [Parameter] = []) -> [Parameter] {
    [.stepSize] + (averages ? [.beta1] : []) + [.beta2, .oneMinusBeta2]
      + own.filter { $0.binding == .varying } + [.epsilon]
      + own.filter { $0.binding == .uniform } + [.biasCorrection]
  }
}
