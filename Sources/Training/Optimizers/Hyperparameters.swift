public import Parameters

extension Parameter {
  /// η.
  public static let stepSize = Parameter(
    "step_size", .real(.positive), .varying, longName: "step size η", symbol: "η", role: .tuned,
    scale: .logarithmic, isRequired: true
  ).with {
    $0.synonyms = ["lr", "learning_rate", "eta"]
    $0.entersCost = true
    $0.isChosen = true
    $0.part = .stepSize
    $0.column = Column(place: 23)
  }

  /// β₁, the decay of the first moment.
  public static let beta1 = Parameter(
    "beta1", .real(.belowOne), .varying, longName: "β₁", symbol: "β₁", role: .tuned,
    default: .real(0.9)
  ).with {
    $0.synonyms = ["momentum"]
    $0.mayFollow = true
    $0.column = Column(place: 24)
  }

  /// ε, added after the power.
  public static let epsilon = Parameter(
    "epsilon", .real(.positive), .varying, longName: "ε", symbol: "ε", role: .tuned,
    scale: .logarithmic, default: .real(1e-6)
  ).with {
    $0.synonyms = ["eps"]
    $0.mayFollow = true
    $0.column = Column(place: 30)
  }

  /// Whether the moments' bias is corrected.
  public static let biasCorrection = Parameter(
    "bias_correction", .flag, longName: "whether the moments' bias is corrected, 0 or 1",
    symbol: "bias correction", role: .method, default: .text("false")
  ).with {
    $0.mayFollow = true
    $0.refusals = [
      Refusal(of: .text("true"), beside: "v0", message: "bias_correction expects v to start at 0")
    ]
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
