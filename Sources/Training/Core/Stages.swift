/// What else happens in a step, as passes over whole arrays: they go with every model and every rule.
///
/// Their places, of which a step has those that it is asked for:
///
///     r(f) → pull back → gradient noise                        g at θ
///     → ascent → predict → r(f) → pull back → gradient noise   g at θ + ρ g / ‖g‖, the same noise
///     → clip → weight decay → rule → diffusion → predict
struct Stages<Lanes: LaneVector> {
  /// g ← g + σξ.
  var gradientNoise: GradientPerturbation<Lanes>?
  /// The point at which the gradient is taken.
  var ascent: Ascent<Lanes>?
  /// The gradient of a bounded norm.
  var clip: GradientClip<Lanes>?
  /// What pulls θ to 0.
  var decay: WeightDecay<Lanes>?
  /// θ ← θ + √(2ηT) ξ.
  var diffusion: GradientPerturbation<Lanes>?
  /// The mean loss of predictions, for rules that ask for it.
  var loss: ((_ predictions: borrowing LaneStorage<Lanes>) -> Lanes)?

  /// Whether a step is nothing but its loss, model and rule, so that these may be fused.
  var isEmpty: Bool {
    gradientNoise == nil && ascent == nil && clip == nil && decay == nil && diffusion == nil
      && loss == nil
  }
}

extension Stages {
  /// The stages of a configuration.
  ///
  /// - Parameters:
  ///   - configuration: The lane-batch.
  ///   - maker: Makes what depends on how parameters lie.
  ///   - gradientNoise: The noise on the gradient.
  ///   - diffusion: The noise on θ.
  ///   - loss: The mean loss, for a rule that asks for it.
  init(
    _ configuration: TrainingConfiguration, _ maker: some RuleMaker<Lanes>,
    gradientNoise: GradientPerturbation<Lanes>?, diffusion: GradientPerturbation<Lanes>?,
    loss: ((_ predictions: borrowing LaneStorage<Lanes>) -> Lanes)? = nil
  ) {
    self.gradientNoise = gradientNoise
    self.loss = loss
    self.diffusion = diffusion
    let whole = 0..<maker.layout.parameterCount
    ascent = Ascent(
      maker.values, isNormalized: configuration.normalizesAscent,
      squaredNorm: maker.squaredNorm(of: whole))
    clip = GradientClip(maker.values, squaredNorm: maker.squaredNorm(of: whole))
    decay = WeightDecay(
      maker.values, isDecoupled: configuration.optimizer.decouplesWeightDecay,
      stepSizes: configuration.stepSizes,
      factors: maker.stepFactors ?? StepFactors(ones: maker.vectorCount))
  }
}

extension TrainingConfiguration {
  /// η_k of all runs in double precision.
  var stepSizes: StepSizes { StepSizes(self) }
}

/// η_k of the runs of a lane-batch.
struct StepSizes {
  private let start: SIMD16<Double>
  private let kind: any ScheduleKind
  private let steps: Int
  /// Whether it is the same at all steps.
  let isConstant: Bool

  init(_ configuration: TrainingConfiguration) {
    start = SIMD16<Double>(lanes: configuration.lanes.map(\.stepSize))
    kind = configuration.schedule.kind
    steps = configuration.steps
    isConstant = configuration.schedule.isConstant
  }

  /// η_k of the lanes, η times the schedule's factor at the step of number k, from 1.
  func callAsFunction(_ step: Int) -> SIMD16<Double> {
    isConstant ? start : start * kind.factor(atStep: step, of: steps)
  }
}
