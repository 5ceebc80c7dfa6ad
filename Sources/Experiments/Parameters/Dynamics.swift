internal import Parameters
internal import Sweeps
internal import Training

extension Parameter {
  static let dynamics = Parameter(
    "dynamics", .choice(Run.Dynamics.allCases.map(\.rawValue)), longName: "dynamics",
    role: .method, default: .text(Run.Dynamics.training.rawValue)
  ).with {
    $0.entersCost = true
    $0.part = .dynamics
    $0.column = Column(place: 3)
  }

  /// Steps of the stochastic equation; the default follows the stiffness of each run's equation.
  static let slowSteps = Parameter(
    "slow_steps", .integer(1...Schema.maximumSteps),
    longName: "steps of the slow stochastic equation", symbol: "slow steps", role: .tuned
  ).with {
    $0.entersCost = true
    $0.mayFollow = true
    // Only runs of that equation have them.
    $0.column = nil
  }
}

extension Derived {
  /// The steps of a run of the stochastic equation under gradient noise.
  static let slowSteps = Derived(
    Parameter.slowSteps.key, longName: Parameter.slowSteps.longName,
    symbol: Parameter.slowSteps.symbol, role: Parameter.slowSteps.role
  ).with {
    let (path, dynamics) = (Parameter.slowSteps.path(in: nil), Parameter.dynamics.path(in: nil))
    let noise = Block.kind(of: Block.noise)
    @Sendable func steps(_ value: Values.Lookup) -> Value? {
      let isSolved =
        value(dynamics) == .text(Run.Dynamics.slowSDE.rawValue)
        && Registry.noises.entry(named: value(noise))?.kind.features.contains(.gradientNoise)
          ?? false
      return isSolved ? value(path) : nil
    }
    $0.place = 18
    $0.otherwise = "−1 but under gradient noise, where the sweep gives them"
    $0.mayFollow = true
    $0.follows = [path, dynamics, noise]
    $0.missing = .integer(-1)
    $0.needs = [path]
    $0.path = path
    $0.computed = steps
    $0.label = { value in steps(value) ?? .integer(-1) }
  }
}

extension Constraint {
  /// The slow equations follow a noise; the ordinary one that of labels.
  static let dynamicsFollowANoise = Constraint(
    [Parameter.dynamics.path(in: nil), Block.kind(of: Block.noise)]
  ) { corners in
    corners.compactMap { corner -> Mistake? in
      guard let word = corner[0].asText, word != Run.Dynamics.training.rawValue else { return nil }
      let features = Registry.noises.entry(named: corner[1])?.kind.features ?? []
      if features.isDisjoint(with: [.labelNoise, .gradientNoise]) {
        return Mistake(
          "\(word) has nothing to follow without noise", hint: "noise: {kind: label, alpha: …}")
      }
      guard word == Run.Dynamics.slowODE.rawValue, !features.contains(.labelNoise) else {
        return nil
      }
      return Mistake(
        "\(word) follows label noise only",
        hint: "\(Run.Dynamics.slowSDE.rawValue) follows gradient noise")
    }
  }

  /// Only the stochastic equation takes a number of steps.
  static let slowStepsCount = Constraint(
    [Parameter.slowSteps.path(in: nil), Parameter.dynamics.path(in: nil)]
  ) { corners in
    let word = Run.Dynamics.slowSDE.rawValue
    guard !corners.contains(where: { $0[1] == .text(word) }) else { return [] }
    return [
      Mistake(
        "\(Parameter.slowSteps.key) counts the steps of \(word)",
        hint: "dynamics: [training, \(word)]")
    ]
  }

  /// Not every optimizer has a slow equation.
  static let dynamicsOfAnOptimizer = slow(beside: Block.kind(of: Block.optimizer)) { _, kind in
    guard let entry = Registry.optimizers.entry(named: kind), entry.exponent == nil else {
      return nil
    }
    return "no slow equation of \(entry.kind.name) is known"
  }

  /// The slow equations are those of the squared loss.
  static let dynamicsOfALoss = slow(beside: Block.kind(of: Block.loss)) { word, kind in
    kind == .text(Registry.losses[0].kind.name)
      ? nil : "\(word) follows the squared loss, and not \(kind)"
  }

  /// The slow equations are those of a constant step size.
  static let dynamicsOfASchedule = slow(beside: Block.kind(of: Block.schedule)) { word, kind in
    kind == .text(Registry.schedules[0].kind.name)
      ? nil : "\(word) follows a constant step size, and not schedule \(kind)"
  }

  /// The slow equations know nothing of these keys.
  static let dynamicsWithout: [Constraint] = {
    let decay = Parameter.weightDecay.path(in: Block.optimizer)
    let radius = Parameter.ascentRadius.path(in: Block.ascent)
    let keys: [(path: String, name: String)] =
      ([.momentum, .weightDecay, .clip, .centered] as [Parameter]).map {
        ($0.path(in: Block.optimizer), $0.key)
      } + [(decay + ".rate", "weight_decay"), (radius, "sam"), (radius + ".rate", "sam")]
    return keys.map { path, name in
      slow(beside: path) { word, value in
        value.asReal == 0 || value == .text("false")
          ? nil : "\(word) follows no optimizer with \(name)"
      }
    }
  }()

  private static func slow(
    beside path: String, _ mistake: @escaping @Sendable (_ word: String, _ kind: Value) -> String?
  ) -> Constraint {
    Constraint([Parameter.dynamics.path(in: nil), path]) { corners in
      corners.compactMap { corner -> Mistake? in
        guard let word = corner[0].asText, word != Run.Dynamics.training.rawValue else {
          return nil
        }
        return mistake(word, corner[1]).map {
          Mistake($0, hint: "\(Parameter.dynamics.key): \(Run.Dynamics.training.rawValue)")
        }
      }
    }
  }

  /// Targets of ±1 and classes take no noise.
  static let labelsAreNotPerturbed = Constraint(
    [Block.kind(of: Block.noise), Block.kind(of: Block.loss)]
  ) { corners in
    corners.compactMap { corner -> Mistake? in
      guard let loss = Registry.losses.entry(named: corner[1]),
        loss.takesSigns || loss.takesClasses,
        let noise = Registry.noises.entry(named: corner[0]),
        noise.kind.features.contains(.labelNoise)
      else { return nil }
      return Mistake(
        "label noise perturbs numbers, and loss '\(loss.kind.name)' takes "
          + (loss.takesSigns ? "targets of −1 and 1" : "classes"),
        hint: "noise: {kind: none}")
    }
  }
}
