internal import Parameters
internal import Sweeps
internal import Training

extension Parameter {
  static let steps = Parameter(
    "steps", .integer(1...Schema.maximumSteps), longName: "optimizer steps", role: .tuned,
    isRequired: true
  ).with {
    $0.synonyms = ["epochs", "iterations"]
    $0.entersCost = true
    $0.mayFollow = true
    $0.law = Law(
      [slowTime], meaning: "{slow_time: 0.9} means round(0.9/η²) steps", isPresumed: true)
    // They have a label also where a slow time gives them.
    $0.column = nil
  }

  static let slowTime = Parameter(
    "slow_time", .real(.positive), longName: "slow time T of the last step", symbol: "T",
    role: .tuned, isRequired: true
  ).with {
    $0.synonyms = ["horizon"]
    $0.entersCost = true
    $0.part = .slowTime
    $0.mayFollow = true
    $0.column = nil
  }
}

extension Schema.Clock {
  static let ofRuns = Schema.Clock(
    steps: Parameter.steps.path(in: nil),
    slowTime: Parameter.slowTime.path(in: Parameter.steps.path(in: nil)),
    stepSize: Parameter.stepSize.path(in: Block.optimizer),
    gainPaths: [optimizer] + gainKeys,
    gain: { value in Registry.optimizers.entry(named: value(optimizer))?.gain(value) ?? 1 })

  fileprivate static let optimizer = Block.kind(of: Block.optimizer)

  /// The keys from which the gain of some optimizer follows, by path.
  fileprivate static let gainKeys: [String] = {
    let keys = Registry.optimizers.flatMap { $0.gain.keys.map(\.key) }
    return Set(keys).sorted().map { "\(Block.optimizer).\($0)" }
  }()
}

extension Derived {
  /// The number of steps, whichever way the sweep gives it.
  static let steps = Derived(
    Parameter.steps.key, longName: Parameter.steps.longName, role: Parameter.steps.role
  ).with {
    let clock = Schema.Clock.ofRuns
    @Sendable func steps(_ value: Values.Lookup) -> Value? {
      if let steps = value(clock.steps) { return steps }
      guard let time = value(clock.slowTime)?.asReal, let step = clock.effectiveStep(value)
      else { return nil }
      return .integer(SlowTime(time).step(effectiveStep: step))
    }
    $0.place = 17
    $0.otherwise = "also where the sweep gives a slow time"
    $0.mayFollow = true
    $0.follows = [clock.steps, clock.slowTime]
    // Where no run has such a key, every gain is 1.
    $0.followsWhere = [clock.slowTime: [clock.stepSize] + Schema.Clock.gainKeys].merging(
      Schema.Clock.gainKeys.map { ($0, [Schema.Clock.optimizer]) }
    ) { $1 }
    $0.path = clock.steps
    $0.computed = steps
    $0.label = { value in steps(value) ?? .integer(0) }
  }
}
