public import Parameters

// λ of weight decay: a number, or w · η^power.

extension Parameter {
  /// λ of weight decay, 0 where the sweep file does not say.
  public static let weightDecay = weightDecay(0)

  /// λ of weight decay.
  ///
  /// - Parameter standard: What it is where the sweep file does not say.
  /// - Returns: The key.
  static func weightDecay(_ standard: Double) -> Parameter {
    Parameter(
      weightDecayKey, .real(.nonNegative), .varying, longName: "weight decay λ", symbol: "λ_wd",
      role: .tuned, default: .real(standard)
    ).with {
      $0.synonyms = ["wd", "l2"]
      $0.mayFollow = true
      $0.column = nil
      $0.law = Law(
        [decayOfWeightsRate, decayOfWeightsPower],
        meaning: "{rate: 5, power: 1} means weight_decay = 5 · η")
      $0.since = 3
    }
  }

  fileprivate static let weightDecayKey = LaneParameters.Name.weightDecay

  fileprivate static let decayOfWeightsRate = Parameter(
    "rate", .real(.nonNegative), .varying, longName: "w of λ = w η^p", symbol: "w", role: .tuned,
    isRequired: true
  ).with {
    $0.mayFollow = true
    $0.column = Column(
      "weight_decay_rate", absence: .label(.real(-1)), otherwise: "where the sweep gives no law",
      alsoFollows: [WeightDecayPaths.decay])
    $0.since = 3
  }

  fileprivate static let decayOfWeightsPower = Parameter(
    "power", .real(.any), .varying, longName: "p of λ = w η^p", symbol: "p", role: .tuned,
    isRequired: true
  ).with {
    $0.mayFollow = true
    $0.column = Column(
      "weight_decay_power", absence: .label(.real(0)), otherwise: "where the sweep gives no law",
      alsoFollows: [WeightDecayPaths.decay])
    $0.since = 3
  }

  /// Whether weights decay beside the gradient, and not in it.
  static let decoupled = Parameter(
    "decoupled", .flag, longName: "whether weights decay beside the gradient, 0 or 1",
    symbol: "decoupled", role: .method, default: .text("false")
  ).with {
    $0.synonyms = ["decoupled_weight_decay"]
    $0.mayFollow = true
    $0.column = Column(absence: .value(.integer(0)))
    $0.since = 3
  }
}

extension [Parameter] {
  /// The keys of weight decay, of an optimizer that leaves the choice between its two forms.
  static func weightDecay() -> [Parameter] { [.weightDecay, .decoupled] }
}

private enum WeightDecayPaths {
  static let decay = "\(Block.optimizer).\(Parameter.weightDecayKey)"
  static let rate = Parameter.decayOfWeightsRate.path(in: decay)
  static let power = Parameter.decayOfWeightsPower.path(in: decay)
  static let stepSize = Parameter.stepSize.path(in: Block.optimizer)
}

extension Derived {
  /// λ, whichever way the sweep gives it.
  static let weightDecay: [Derived] = [
    Derived(of: .weightDecay).with {
      @Sendable func decay(_ value: Values.Lookup) -> Double? {
        if let given = value(WeightDecayPaths.decay)?.asReal { return given }
        if let followed = PowerLaw.value(
          value, WeightDecayPaths.rate, WeightDecayPaths.power, of: WeightDecayPaths.stepSize)
        {
          return followed
        }
        let entry = Registry.optimizers.entry(named: value(Block.kind(of: Block.optimizer)))
        return entry?.kind.parameters.first { $0.key == Parameter.weightDecayKey }?
          .defaultValue?.asReal
      }
      $0.mayFollow = true
      $0.follows = [
        Block.kind(of: Block.optimizer), WeightDecayPaths.decay, WeightDecayPaths.rate,
        WeightDecayPaths.power,
      ]
      $0.followsWhere = [WeightDecayPaths.rate: [WeightDecayPaths.stepSize]]
      $0.owner = WeightDecayPaths.decay
      $0.needs = [WeightDecayPaths.decay, WeightDecayPaths.rate]
      $0.path = WeightDecayPaths.decay
      $0.computed = { value in decay(value).map(Value.real) }
      $0.label = { value in
        .real(
          value(WeightDecayPaths.decay)?.asReal ?? decay(value)?.derivedLabel ?? 0)
      }
      $0.otherwise = "0 of optimizers without"
      $0.since = 3
    }
  ]
}
