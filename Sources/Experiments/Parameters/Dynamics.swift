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
    $0.refusals = Constraint.startsUnderASchedule
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

extension Parameter {
  /// The largest error of a step of the gradient flow.
  static let flowTolerance = Parameter(
    "tolerance", .real(RealRange(lower: .open(0), upper: .open(1))),
    longName: "tolerance of the gradient flow", symbol: "tolerance", role: .tuned,
    scale: .logarithmic, default: .real(1e-8)
  ).with {
    $0.mayFollow = true
    $0.column = Column(absence: .value(.real(1e-8)))
    $0.since = 3
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
      guard let word = corner[0].asText, isSlow(corner[0]) else { return nil }
      let features = Registry.noises.entry(named: corner[1])?.kind.features ?? []
      if features.isDisjoint(with: [.labelNoise, .gradientNoise, .drawnLabels]) {
        guard let entry = Registry.noises.entry(named: corner[1]), let reason = entry.unfollowed
        else { return nil }
        return Mistake(
          "no slow equation of noise '\(entry.kind.name)' is followed: \(reason)",
          hint: "noise: {kind: label, alpha: …}, or \(trainingAlone)")
      }
      guard word == Run.Dynamics.slowODE.rawValue,
        features.isDisjoint(with: [.labelNoise, .drawnLabels])
      else {
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

  /// Only the gradient flow takes a tolerance.
  static let toleranceIsOfAFlow = {
    let word = Run.Dynamics.gradientFlow.rawValue
    var rule = Constraint(
      [Parameter.flowTolerance.path(in: nil), Parameter.dynamics.path(in: nil)]
    ) { corners in
      corners.contains { $0[1] == .text(word) }
        ? []
        : [
          Mistake(
            "\(Parameter.flowTolerance.key) is that of \(word)",
            hint: "dynamics: [training, \(word)]")
        ]
    }
    rule.assumesDefaults = true
    return rule
  }()

  /// What the slow equations ask of an optimizer, a loss, a schedule and the keys beside them.
  static let dynamicsAreKnown: [Constraint] =
    [
      ofAnOptimizer, ofALoss, ofOpenLabels, ofAStart, ofAFilesStart, ofASum, undamped, unclipped,
      uncentered,
    ] + ofAnAscent + ofNoNoise + ofTheStochasticEquation

  /// Not every optimizer has a slow equation.
  private static let ofAnOptimizer = slow(Block.kind(of: Block.optimizer)) { values in
    guard let entry = Registry.optimizers.entry(named: values[0]),
      case .unknown(let reason) = entry.exponent
    else { return nil }
    return Mistake("no slow equation of \(entry.kind.name) is followed: \(reason)")
  }

  /// The slow equations are those of the squared loss, and of likelihoods of labels that are drawn.
  private static let ofALoss = slow(
    Block.kind(of: Block.loss), Block.kind(of: Block.noise)
  ) { values in
    let loss = Registry.losses.entry(named: values[0])
    guard let loss, loss.kind.name != Registry.losses[0].kind.name else { return nil }
    let noise = Registry.noises.entry(named: values[1])?.kind.features ?? []
    if noise.contains(.drawnLabels), loss.kind.features.contains(.logLikelihood) { return nil }
    let reason =
      if loss.takesSigns {
        noise.contains(.drawnLabels)
          ? "the covariance of its slope is not its curvature"
          : "it has no minimizer, and so no manifold, where labels are clean"
      } else if loss.takesClasses {
        "clean classes have no minimizer, and probabilities carry no noise"
      } else if loss.kind.parameters.contains(.lossValue) {
        "whether a formula has minimizers is not known"
      } else {
        "where its slope is bounded, α is not δ²/B"
      }
    let way =
      if noise.contains(.drawnLabels) {
        "loss: logistic, or cross-entropy"
      } else if loss.kind.features.contains(.logLikelihood) {
        "noise: {kind: flips, probability: …}"
      } else {
        "loss: \(Registry.losses[0].kind.name)"
      }
    return Mistake(
      "no slow equation of loss '\(loss.kind.name)' is followed: \(reason)",
      hint: "\(way), or \(trainingAlone)")
  }

  /// Labels that are certain have no minimizer.
  private static let ofOpenLabels = slow(Parameter.flipProbability.path(in: Block.noise)) {
    values in
    values[0].asReal == 0 || values[0].asReal == 1
      ? Mistake(
        "labels that are flipped never or always are certain: the loss has no minimizer",
        hint: "a probability between 0 and 1, or \(trainingAlone)") : nil
  }

  /// Under a schedule a solution must begin where training does.
  private static let ofAStart = slow(
    Block.kind(of: Block.schedule), Block.kind(of: Block.data)
  ) { values in
    let data = Registry.data.entry(named: values[1])
    guard values[0] != constantSchedule, data?.kind.features.contains(.drawnTruth) ?? false else {
      return nil
    }
    return Mistake(
      "under a schedule the slow equations begin at a 'theta0', which generated data have not",
      hint: "data: {kind: file, path: …}, or \(trainingAlone)")
  }

  /// A start that is left aside is none.
  private static let ofAFilesStart = slow(
    Block.kind(of: Block.schedule), Parameter.start.path(in: Block.data)
  ) { values in
    guard values[0] != constantSchedule, values[1].asInteger == nil else { return nil }
    return Mistake(
      "under a schedule the slow equations begin at a 'theta0', which 'start: \(values[1])' leaves aside",
      hint: "data: {…, start: 0}, or \(trainingAlone)")
  }

  private static let constantSchedule = Value.text(Registry.schedules[0].kind.name)

  /// The same of a file.
  static let startsUnderASchedule = Run.Dynamics.allCases.filter(\.isSlow).map {
    Parameter.Refusal(
      of: .text($0.rawValue), beside: ProblemSummary.noStart,
      message: "under a schedule the slow equations begin at a 'theta0'",
      exceptWhere: (Block.kind(of: Block.schedule), constantSchedule))
  }

  private static let radius = Parameter.ascentRadius.path(in: Block.ascent)

  /// Of ascents, only those beside S = I; normalized ones need the law of a gradient's noise.
  private static let ofAnAscent: [Constraint] = [radius, radius + ".rate"].flatMap { radius in
    [
      slow(radius, Block.kind(of: Block.optimizer)) { values in
        guard values[0].asReal != 0, let entry = Registry.optimizers.entry(named: values[1]),
          entry.exponent != .identity
        else { return nil }
        return Mistake(
          "the slow equation of sam is known beside sgd alone, and not beside \(entry.kind.name)")
      },
      ofANormalizedAscent(radius, Block.kind(of: Block.noise)) { noise in
        Registry.noises.entry(named: noise)?.kind.features.contains(.drawnLabels) ?? false
          ? "where labels are drawn: the mean norm of their noise, E‖ξ‖, is not computed" : nil
      },
      ofANormalizedAscent(radius, Parameter.sampling.path(in: Block.batches)) { sampling in
        sampling == Parameter.sampling.defaultValue
          ? nil : "with batches that are drawn by '\(sampling)': E‖ξ‖ is not computed"
      },
    ]
  }

  private static func ofANormalizedAscent(
    _ radius: String, _ path: String, where words: @escaping @Sendable (Value) -> String?
  ) -> Constraint {
    slow(radius, Parameter.normalizesAscent.path(in: Block.ascent), path) { values in
      guard values[0].asReal != 0, values[1] == .text("true") else { return nil }
      return words(values[2]).map {
        Mistake(
          "no slow equation of normalized SAM is followed \($0)",
          hint: "sam: {radius: …, normalized: false}, or \(trainingAlone)")
      }
    }
  }

  /// Without noise only normalized SAM moves along Γ: in full batches, and beside plain sgd.
  private static let ofNoNoise: [Constraint] = {
    let (optimizer, noise) = (Block.optimizer, Block.kind(of: Block.noise))
    let isAbsent: @Sendable (Value) -> Bool = { noise in
      Registry.noises.entry(named: noise).map {
        $0.unfollowed == nil
          && $0.kind.features.isDisjoint(with: [.labelNoise, .gradientNoise, .drawnLabels])
      } ?? false
    }
    let decay = Parameter.weightDecay.path(in: optimizer)
    let others: [(path: String, words: String)] = [
      (Parameter.momentum.path(in: optimizer), "momentum"), (decay, "weight decay"),
      (decay + ".rate", "weight decay"),
    ]
    return [radius, radius + ".rate"].map { path in
      var rule = Constraint(
        [
          Parameter.dynamics.path(in: nil), noise, path,
          Parameter.normalizesAscent.path(in: Block.ascent),
        ]
      ) { corners in
        let words = corners.compactMap { corner -> String? in
          guard let word = corner[0].asText, isSlow(corner[0]), isAbsent(corner[1]) else {
            return nil
          }
          let isFollowed =
            word == Run.Dynamics.slowODE.rawValue && corner[2].asReal != 0
            && corner[3] == .text("true")
          return isFollowed ? nil : word
        }
        return Set(words).sorted().map {
          Mistake(
            "\($0) has nothing to follow without noise", hint: "noise: {kind: label, alpha: …}")
        }
      }
      rule.assumesDefaults = true
      rule.yieldsTo = path == radius ? radius + ".rate" : nil
      return rule
    }
      + others.map { path, words in
        slow(noise, path) { values in
          isAbsent(values[0]) && values[1].asReal != 0 ? ofPlainSGD("with \(words)") : nil
        }
      } + [
        slow(noise, Parameter.batchSize.path(in: Block.batches)) { values in
          isAbsent(values[0]) && values[1].asInteger != nil ? ofPlainSGD("in minibatches") : nil
        }
      ]
  }()

  private static func ofPlainSGD(_ words: String) -> Mistake {
    Mistake(
      """
      the slow equation of normalized SAM without noise is known beside plain sgd in full batches, and \
      not \(words)
      """, hint: "noise: {kind: label, alpha: …}, or \(trainingAlone)")
  }

  /// A sum of squares that starts at 0 has no slow time.
  private static let ofASum = slow(Parameter.initialAccumulator.path(in: Block.optimizer)) {
    values in
    values[0].asReal == 0
      ? Mistake(
        """
        no slow equation of adagrad from an accumulator of 0 is followed: its steps shrink like 1/√k, \
        slow time grows like log k, and no fixed horizon is reached
        """, hint: "initial_accumulator: …, large beside g²") : nil
  }

  /// A buffer that no gradient enters goes nowhere.
  private static let undamped = slow(
    Parameter.dampening.path(in: Block.optimizer), Parameter.momentum.path(in: Block.optimizer)
  ) { values in
    values[0].asReal == 1 && values[1].asReal != 0
      ? Mistake(
        "a dampening of 1 lets no gradient in: slow time stands still",
        hint: "a dampening below 1") : nil
  }

  private static let unclipped = slow(Parameter.clip.path(in: Block.optimizer)) { _ in
    Mistake(
      """
      no slow equation of clip is followed: the mean of clipped noise is not the gradient, and \
      depends on the law of the noise
      """, hint: "remove clip, or \(trainingAlone)")
  }

  private static let uncentered = slow(Parameter.centered.path(in: Block.optimizer)) { values in
    values[0] == .text("true")
      ? Mistake(
        """
        no slow equation of centered rmsprop is followed: what its averaged gradient, a noise itself, \
        takes from v has not been checked
        """, hint: "centered: false, or \(trainingAlone)") : nil
  }

  /// The stochastic equation has been derived for what the first release has.
  private static let ofTheStochasticEquation: [Constraint] = {
    let numbers: [(path: String, words: String)] = [
      (Parameter.momentum.path(in: Block.optimizer), "momentum"),
      (Parameter.weightDecay.path(in: Block.optimizer), "weight decay"),
      (Parameter.weightDecay.path(in: Block.optimizer) + ".rate", "weight decay"),
      (Parameter.ascentRadius.path(in: Block.ascent), "sam"),
      (Parameter.ascentRadius.path(in: Block.ascent) + ".rate", "sam"),
    ]
    func stochastic(
      _ path: String, _ words: @escaping @Sendable (Value) -> String?
    ) -> Constraint {
      slow(path, Block.kind(of: Block.noise)) { values in
        let noise = Registry.noises.entry(named: values[1])?.kind
        guard noise?.features.contains(.gradientNoise) ?? false else { return nil }
        return words(values[0]).map {
          Mistake(
            "the stochastic equation of gradient noise is not known with \($0)",
            hint: "noise: {kind: label, alpha: …}, or \(trainingAlone)")
        }
      }
    }
    return numbers.map { path, words in stochastic(path) { $0.asReal == 0 ? nil : words } } + [
      stochastic(Block.kind(of: Block.schedule)) {
        $0 == constantSchedule ? nil : "schedule '\($0)'"
      },
      stochastic(Block.kind(of: Block.optimizer)) { kind in
        switch Registry.optimizers.entry(named: kind)?.exponent {
        case .accumulated, .ofMatrices: return "\(kind)"
        default: return nil
        }
      },
    ]
  }()

  private static let trainingAlone = "\(Parameter.dynamics.key): \(Run.Dynamics.training.rawValue)"

  /// A rule of what is solved in place of training, over further paths; reported at `dynamics`.
  private static func slow(
    _ paths: String..., mistake: @escaping @Sendable (_ values: [Value]) -> Mistake?
  ) -> Constraint {
    var rule = Constraint([Parameter.dynamics.path(in: nil)] + paths) { corners in
      let found = corners.compactMap { corner in
        isSlow(corner[0]) ? mistake(Array(corner.dropFirst())) : nil
      }
      return Set(found).map { Mistake($0.message, hint: $0.hint ?? trainingAlone) }
        .sorted { $0.message < $1.message }
    }
    rule.assumesDefaults = true
    return rule
  }

  private static func isSlow(_ dynamics: Value) -> Bool {
    dynamics.asText.flatMap(Run.Dynamics.init)?.isSlow ?? false
  }

  /// The gradient flow is that of the loss alone: what else moves θ has no part in it.
  static let flowsAreOfTheLoss: [Constraint] = {
    func flow(_ path: String, _ words: @escaping @Sendable (Value) -> String?) -> Constraint {
      var rule = Constraint([Parameter.dynamics.path(in: nil), path]) { corners in
        let found = corners.compactMap { corner in
          corner[0] == .text(Run.Dynamics.gradientFlow.rawValue) ? words(corner[1]) : nil
        }
        return Set(found).sorted().map {
          Mistake(
            "gradient-flow goes along −∇L, and has no place for \($0)",
            hint: "optimizer: {kind: sgd, step_size: …}, or \(trainingAlone)")
        }
      }
      rule.assumesDefaults = true
      return rule
    }
    let optimizer = Block.optimizer
    let radius = Parameter.ascentRadius.path(in: Block.ascent)
    let decay = Parameter.weightDecay.path(in: optimizer)
    let numbers = [
      (Parameter.momentum.path(in: optimizer), "momentum"), (decay, "weight decay"),
      (decay + ".rate", "weight decay"), (radius, "sam"), (radius + ".rate", "sam"),
    ]
    return numbers.map { path, words in flow(path) { $0.asReal == 0 ? nil : words } } + [
      flow(Block.kind(of: optimizer)) { kind in
        Registry.optimizers.entry(named: kind)?.exponent == .identity ? nil : "\(kind)"
      },
      flow(Parameter.clip.path(in: optimizer)) { _ in "clip" },
      flow(Block.kind(of: Block.schedule)) { $0 == constantSchedule ? nil : "schedule '\($0)'" },
      flow(Block.kind(of: Block.noise)) { kind in
        Registry.noises.entry(named: kind)?.isOnParameters ?? false ? "noise '\(kind)'" : nil
      },
    ]
  }()

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
        hint: "noise: {kind: flips, probability: …}, or {kind: none}")
    }
  }

  /// Labels that are drawn are ±1, or classes.
  static let drawnLabelsAreOfClasses = drawn(beside: Block.kind(of: Block.loss)) { noise, loss in
    guard let loss = Registry.losses.entry(named: loss), !loss.takesSigns, !loss.takesClasses
    else { return nil }
    return Mistake(
      "noise '\(noise)' draws labels of ±1 or classes, and loss '\(loss.kind.name)' takes numbers",
      hint: "loss: logistic, or cross-entropy")
  }

  /// Probabilities that labels are drawn from are those of a file.
  static let drawsAreFromAFile = drawn(beside: Block.kind(of: Block.data)) { noise, data in
    let data = Registry.data.entry(named: data)?.kind
    guard Registry.noises.entry(named: noise)?.kind.features.contains(.softLabels) ?? false,
      data?.features.contains(.drawnTruth) ?? false
    else { return nil }
    return Mistake(
      "noise '\(noise)' draws labels from probabilities, which generated data have not",
      hint: "data: {kind: file, path: …} with 'probabilities', or noise: {kind: flips, …}")
  }

  private static func drawn(
    beside path: String, mistake: @escaping @Sendable (_ noise: Value, _ other: Value) -> Mistake?
  ) -> Constraint {
    var rule = Constraint([Block.kind(of: Block.noise), path]) { corners in
      corners.compactMap { corner -> Mistake? in
        let noise = Registry.noises.entry(named: corner[0])?.kind
        guard noise?.features.contains(.drawnLabels) ?? false else { return nil }
        return mistake(corner[0], corner[1])
      }
    }
    rule.assumesDefaults = true
    return rule
  }
}
