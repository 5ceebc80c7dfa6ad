/// Makes the rule of an optimizer, for vectors whose lanes hold one thing or another.
protocol RuleMaker<Lanes> {
  associatedtype Lanes: LaneVector

  /// The varying numbers of the runs.
  var values: LaneValues<Lanes> { get }
  /// The blocks of θ.
  var layout: ParameterLayout { get }
  /// Vectors of θ.
  var vectorCount: Int { get }

  /// Adam with one second moment for each of some ranges of parameters, which cover them in order.
  func blockwiseAdam<Bias: BiasCorrection<Lanes>>(
    _ blocks: [Range<Int>], _: Bias.Type
  ) -> Rule<Lanes>
}

extension RuleMaker {
  /// One parameter after the other.
  func elementwise(_ rule: some Preconditioner<Lanes>) -> Rule<Lanes> {
    Rule(ElementwiseRule(rule, values, parameterCount: vectorCount))
  }

  /// One parameter after the other, in one pass with a diagonal net where that is possible; it costs
  /// another specialization of the pass for every vector type.
  func fusable<P: Preconditioner<Lanes>>(_ rule: P) -> Rule<Lanes> {
    let elementwise = ElementwiseRule(rule, values, parameterCount: vectorCount)
    return Rule(elementwise) { diagonal, predictor, residuals in
      Step(FusedDiagonalStep(elementwise, diagonal, predictor, residuals))
    }
  }

  /// Adam with one second moment for each of some ranges of parameters, which cover them in order.
  func blockwiseAdam(_ blocks: [Range<Int>], correctsBias: Bool) -> Rule<Lanes> {
    correctsBias
      ? blockwiseAdam(blocks, Corrected<Lanes>.self)
      : blockwiseAdam(blocks, Uncorrected<Lanes>.self)
  }
}

/// For runs side by side, one in each lane.
struct LaneRuleMaker<Lanes: LaneVector>: RuleMaker {
  let values: LaneValues<Lanes>
  let layout: ParameterLayout

  var vectorCount: Int { layout.parameterCount }

  func blockwiseAdam<Bias: BiasCorrection<Lanes>>(
    _ blocks: [Range<Int>], _: Bias.Type
  ) -> Rule<Lanes> {
    Rule(BlockwiseAdam<Bias>(values, blocks: blocks))
  }
}

/// For a run by itself, whose parameters lie in the lanes.
struct LoneRuleMaker<Scalar: LookupScalar>: RuleMaker {
  typealias Lanes = SIMD16<Scalar>

  let values: LaneValues<Lanes>
  let layout: ParameterLayout
  let places: LoneLayout

  var vectorCount: Int { places.vectorCount }

  func blockwiseAdam<Bias: BiasCorrection<Lanes>>(
    _ blocks: [Range<Int>], _: Bias.Type
  ) -> Rule<Lanes> {
    Rule(LoneBlockwiseAdam<Bias>(values, blocks: blocks, places))
  }
}
