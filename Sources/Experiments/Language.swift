internal import Parameters
public import Sweeps
internal import Training

/// The language of sweep files: the kinds of training, and what is said of runs beside them.
public enum Language {
  /// The keys at the top level.
  static let parameters: [Parameter] = [
    .steps, .seed, .dataSeed, .initSeed, .noiseSeed, .precision, .dynamics, .slowSteps,
    .flowTolerance,
  ]

  /// What follows from parameters whichever the kinds are.
  static let derived: [Derived] = [.design, .steps, .slowSteps, .exponent, .seed]

  /// All that follows, each once.
  static let allDerived: [Derived] = {
    var names: Set<String> = []
    return (derived + families.flatMap { $0.kinds.flatMap { $0.derived } }).filter {
      names.insert($0.name).inserted
    }
  }()

  static let families: [Family] = [
    Family(
      Block.model, role: .problem, column: Column("model", place: 1, followsKind: false),
      kinds: Registry.models.map(\.kind), refusals: samplesOfModels, part: .model,
      entersCost: true),
    Family(
      Block.data, role: .problem, column: nil, owners: Derived.design.name,
      defaultKind: Registry.data[0].kind, kinds: Registry.data.map(\.kind)),
    Family(
      Block.loss, longName: "what is minimized", role: .problem,
      column: Column("loss", followsKind: false), defaultKind: Registry.losses[0].kind,
      kinds: Registry.losses.map(\.kind), refusals: targetsOfLosses, since: 3),
    Family(
      Block.batches, longName: "which samples a step sees", role: .method, column: nil,
      defaultKind: BatchKeys.self, kinds: [BatchKeys.self], since: 3),
    Family(
      Block.noise, longName: "what perturbs a step", role: .method,
      column: Column("noise", place: 4, followsKind: false), kinds: Registry.noises.map(\.kind),
      refusals: labelsOfNoises, entersCost: true),
    Family(
      Block.optimizer, role: .method, column: Column("optimizer", place: 2, followsKind: false),
      parameters: [.clip], kinds: Registry.optimizers.map(\.kind), part: .optimizer,
      entersCost: true),
    Family(
      Block.schedule, longName: "what multiplies the step size", role: .method,
      column: Column("schedule", followsKind: false), defaultKind: Registry.schedules[0].kind,
      kinds: Registry.schedules.map(\.kind), since: 3),
    Family(
      Block.ascent, longName: "where the gradient is taken", role: .method, column: nil,
      defaultKind: AscentKeys.self, kinds: [AscentKeys.self], since: 3),
  ]

  /// Entries of a matrix are the samples of models that take these.
  private static let samplesOfModels: [Parameter.Refusal] = {
    let kinds = Registry.models.map(\.kind)
    let takers = kinds.filter { $0.features.contains(.entries) }.map { $0.name }
    return kinds.map { $0.name }.filter { !takers.contains($0) }.map { name in
      Parameter.Refusal(
        of: .text(name), beside: ProblemSummary.entries,
        message: "model '\(name)' takes a design, and "
          + "\(takers.joined(separator: " or ")) takes entries")
    }
  }()

  /// Losses of signs do not go with other targets, losses of classes with what is none, and losses of
  /// numbers not with probabilities.
  private static let targetsOfLosses = Registry.losses.flatMap { entry in
    let (datasets, takes) =
      if entry.takesSigns {
        (
          [ProblemSummary.otherTargets, ProblemSummary.testProbabilities], "targets of −1 and 1"
        )
      } else if entry.takesClasses {
        ([ProblemSummary.signProbabilities, ProblemSummary.otherThanClasses], "classes 0, 1, …")
      } else {
        (
          [
            ProblemSummary.probabilities, ProblemSummary.signProbabilities,
            ProblemSummary.testProbabilities,
          ], "one target of a sample"
        )
      }
    return datasets.map {
      Parameter.Refusal(
        of: .text(entry.kind.name), beside: $0,
        message: "loss '\(entry.kind.name)' takes \(takes)")
    }
  }

  /// Labels that are flipped are known, and those that are drawn are not.
  private static let labelsOfNoises = Registry.noises.map(\.kind).filter {
    $0.features.contains(.drawnLabels)
  }.flatMap { kind in
    let (datasets, does) =
      kind.features.contains(.softLabels)
      ? ([ProblemSummary.noProbabilities], "draws labels from probabilities")
      : (
        [ProblemSummary.probabilities, ProblemSummary.signProbabilities],
        "turns labels that are known"
      )
    return datasets.map {
      Parameter.Refusal(
        of: .text(kind.name), beside: $0, message: "noise '\(kind.name)' \(does)")
    }
  }

  /// Every key of a sweep file.
  public static let schema = Schema(
    families: families, parameters: parameters,
    constraints: [
      .dynamicsFollowANoise, .slowStepsCount, .labelsAreNotPerturbed,
      .drawnLabelsAreOfClasses, .drawsAreFromAFile, .deviatesFromTheFullBatch, .toleranceIsOfAFlow,
    ] + Constraint.dynamicsAreKnown + Constraint.flowsAreOfTheLoss, clock: .ofRuns,
    quantities: RecordedQuantities.words,
    foreignWords: foreignWords.subtracting(
      families.flatMap(\.kinds).map { $0.name.filter { $0 != "-" } }),
    faults: { FileFaults.of($0) + RecordFaults.of($0) + SlowFaults.of($0) + OptimizerFaults.of($0) }
  )
}

extension Specification {
  /// Decodes a sweep file of this program; see ``Sweeps/Specification``.
  ///
  /// - Throws: All mistakes of the file at once.
  public init(
    yaml text: String, source: String, overrides: [Override] = [],
    problem: (_ path: String) -> Result<ProblemSummary, ProblemFileMistake> = Self.noFile
  ) throws(SpecificationError) {
    try self.init(
      yaml: text, source: source, overrides: overrides, schema: Language.schema, problem: problem)
  }
}
