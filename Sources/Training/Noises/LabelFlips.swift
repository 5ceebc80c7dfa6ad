public import Parameters

/// Fresh label flips: at each step every label is turned with probability p, to −y of ±1, or to another
/// class, each of which is as likely.
///
/// The mean loss is that of soft labels: 1 − p on y, and p on −y, or p/(K − 1) on each of the other classes.
struct LabelFlips: NoiseKind {
  static let name = "flips"
  static let synonyms = ["label_flips"]
  static let parameters: [Parameter] = [.flipProbability]
  static let features: Set<Feature> = [.drawnLabels]
  static let strength: Parameter? = .flipProbability
  static let since = 3

  init() {}

  init(_: borrowing Values) {}

  var labels: LabelLaw { .flips }

  func averaging(_ problem: RegressionProblem, strength p: Double) -> RegressionProblem {
    var problem = problem
    if let classes = problem.classes {
      let others = p / Double(classes.count - 1)
      problem.classes = ClassTargets(
        problem.targets.flatMap { y in
          (0..<classes.count).map { Double($0) == y ? 1 - p : others }
        }, count: classes.count)
    } else {
      problem.signProbabilities = problem.targets.map { $0 > 0 ? 1 - p : p }
    }
    return problem
  }

  func checkPreconditions(_ configuration: TrainingConfiguration) {
    precondition(
      configuration.loss.takesSigns || configuration.loss.takesClasses,
      "labels that are flipped are ±1, or classes")
    precondition(
      !configuration.problem.areProbabilities && configuration.problem.signProbabilities == nil,
      "labels that are flipped are known")
  }
}

extension NoiseSource {
  /// Every label turned with probability p at each step, p being the run's
  /// ``LaneParameters/noiseScale``.
  public static let flips = NoiseSource(LabelFlips())
}

extension Parameter {
  /// p of label flips.
  public static let flipProbability = Parameter(
    "probability", .real(RealRange(lower: .closed(0), upper: .closed(1))), .varying,
    longName: "probability p of a label flip", symbol: "p", role: .tuned, isRequired: true
  ).with {
    $0.synonyms = ["p", "rate"]
    $0.mayFollow = true
    $0.column = Column("flip_probability")
    $0.since = 3
  }
}

extension Feature {
  /// Labels that are drawn anew at each step.
  public static let drawnLabels = Feature("drawn labels")
}
