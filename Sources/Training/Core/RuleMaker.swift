/// Makes the rule of an optimizer, for vectors whose lanes hold one thing or another.
protocol RuleMaker<Lanes> {
  associatedtype Lanes: LaneVector

  /// The varying numbers of the runs.
  var values: LaneValues<Lanes> { get }
  /// The blocks of θ.
  var layout: ParameterLayout { get }
  /// Vectors of θ.
  var vectorCount: Int { get }
  /// Steps of the run.
  var steps: Int { get }
  /// What the step sizes of blocks are multiplied by; nil where none is.
  var stepFactors: StepFactors? { get }

  /// Adam with one second moment for each of some ranges of parameters, which cover them in order.
  func blockwiseAdam<Bias: BiasCorrection<Lanes>>(
    _ blocks: [Range<Int>], _: Bias.Type
  ) -> Rule<Lanes>

  /// ‖x‖² of a range of parameters, see ``SquaredNorm``.
  func squaredNorm(of parameters: Range<Int>) -> SquaredNorm<Lanes>

  /// Writes a number of each run to the places of a range of parameters, which keeps within a part, and
  /// to the lanes that do what its last one does.
  func fill(
    _ array: borrowing LaneStorage<Lanes>, _ parameters: Range<Int>, with numbers: Lanes)
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
  let steps: Int
  var stepFactors: StepFactors?

  var vectorCount: Int { layout.parameterCount }

  func blockwiseAdam<Bias: BiasCorrection<Lanes>>(
    _ blocks: [Range<Int>], _: Bias.Type
  ) -> Rule<Lanes> {
    Rule(BlockwiseAdam<Bias>(values, blocks: blocks))
  }

  func fill(
    _ array: borrowing LaneStorage<Lanes>, _ parameters: Range<Int>, with numbers: Lanes
  ) {
    for p in parameters { array[p] = numbers }
  }
}

/// For a run by itself, whose parameters lie in the lanes.
struct LoneRuleMaker<Scalar: LookupScalar>: RuleMaker {
  typealias Lanes = SIMD16<Scalar>

  let values: LaneValues<Lanes>
  let layout: ParameterLayout
  let places: LoneLayout
  let steps: Int

  /// Models that have such factors go in lanes.
  var stepFactors: StepFactors? { nil }
  var vectorCount: Int { places.vectorCount }

  func blockwiseAdam<Bias: BiasCorrection<Lanes>>(
    _ blocks: [Range<Int>], _: Bias.Type
  ) -> Rule<Lanes> {
    Rule(LoneBlockwiseAdam<Bias>(values, blocks: blocks, places))
  }

  func fill(
    _ array: borrowing LaneStorage<Lanes>, _ parameters: Range<Int>, with numbers: Lanes
  ) {
    guard let last = parameters.last else { return }
    let (first, end) = (
      places.lane(ofParameter: parameters.lowerBound), places.lane(ofParameter: last)
    )
    for lane in first...end { array.setScalar(lane, numbers[0]) }
    array.repeatLast(of: first..<end + 1)
  }
}
