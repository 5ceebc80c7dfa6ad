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

  fileprivate static let decayOfWeightsRate = PowerLaw.rate(
    "w", of: "λ = w η^p", column: "weight_decay_rate", follows: [PowerLaw.weightDecay.number]
  ).with { $0.since = 3 }

  fileprivate static let decayOfWeightsPower = PowerLaw.power(
    "p", of: "λ = w η^p", column: "weight_decay_power", follows: [PowerLaw.weightDecay.number]
  ).with { $0.since = 3 }

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

extension PowerLaw {
  fileprivate static let weightDecay = PowerLaw(
    at: "\(Block.optimizer).\(Parameter.weightDecayKey)")
}

extension Derived {
  /// λ, whichever way the sweep gives it.
  static let weightDecay: [Derived] = [
    Derived(of: .weightDecay).with {
      @Sendable func decay(_ value: Values.Lookup) -> Double? {
        if let given = PowerLaw.weightDecay.value(value) { return given }
        let entry = Registry.optimizers.entry(named: value(Block.kind(of: Block.optimizer)))
        return entry?.kind.parameters.first { $0.key == Parameter.weightDecayKey }?
          .defaultValue?.asReal
      }
      let law = PowerLaw.weightDecay
      $0.mayFollow = true
      $0.follows = [Block.kind(of: Block.optimizer)] + law.follows
      $0.followsWhere = [law.rate: [law.stepSize]]
      $0.owner = law.number
      $0.needs = [law.number, law.rate]
      $0.path = law.number
      $0.computed = { value in decay(value).map(Value.real) }
      $0.label = { value in
        .real(value(law.number)?.asReal ?? decay(value)?.derivedLabel ?? 0)
      }
      $0.otherwise = "0 of optimizers without"
      $0.since = 3
    }
  ]
}
