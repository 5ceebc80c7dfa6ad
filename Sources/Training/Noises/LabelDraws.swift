public import Parameters

/// Labels drawn from soft targets: at each step every sample's label is a draw from its probabilities.
///
/// The mean loss is that of the soft targets themselves, which `none` trains on without noise.
struct LabelDraws: NoiseKind {
  static let name = "draws"
  static let synonyms = ["label_draws"]
  static let features: Set<Feature> = [.drawnLabels, .softLabels]
  static let since = 3

  init() {}

  init(_: borrowing Values) {}

  var labels: LabelLaw { .draws }

  func checkPreconditions(_ configuration: TrainingConfiguration) {
    precondition(
      configuration.problem.classes != nil || configuration.problem.signProbabilities != nil,
      "labels are drawn from probabilities")
  }
}

extension NoiseSource {
  /// Every label drawn from its sample's probabilities at each step.
  public static let draws = NoiseSource(LabelDraws())
}

extension Feature {
  /// Labels that are drawn from probabilities of the data.
  public static let softLabels = Feature("soft labels")
}
