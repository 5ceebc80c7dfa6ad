internal import Parameters
public import Sweeps
internal import Training

/// Predicted cost of a lane-batch, as integers in the source alone.
///
/// They shape the shards and start the estimates. Shard boundaries follow from them, so they change
/// with the format version only.
///
/// The constants were fitted to the processor time of a step, many steps minus few, least of three,
/// over the shapes of `Benchmarks/costs.py`, on one core of an AVX-512 server processor at 3.7 GHz;
/// with a few exceptions below 1 µs they are within a factor of 1.6.
public enum TrainingCost {
  /// The cost model of the lane-batches of a sweep, with all that they record.
  public static func model(of specification: Specification) -> CostModel {
    let runCost = RunCost(specification)
    // Sizes that the sweep file names itself.
    let named = specification.subgrids.flatMap(\.parameters).map(\.path).filter {
      Language.schema.key(at: $0)?.parameter.entersCost ?? false
    }
    return CostModel(
      paths: steps.paths.union(named), representatives: steps.representatives,
      nanoseconds: { value, lanes in
        let (sum, overflow) = steps.nanoseconds(value, lanes)
          .addingReportingOverflow(integer(runCost.nanoseconds(value, lanes: lanes)))
        return overflow ? .max : sum
      }, bytes: { lanes in runCost.bytes(lanes: lanes) })
  }

  /// The shards of a sweep that this program starts.
  public static func shards(of grid: Grid) -> ShardTable {
    ShardTable(grid, model: model(of: grid.specification))
  }

  private static func integer(_ nanoseconds: Double) -> Int {
    nanoseconds < 0x1p62 ? Int(nanoseconds) : .max
  }

  /// The cost model of the steps alone, or of the slow equations in their place.
  static let steps = CostModel(
    paths: Set(
      Language.schema.allKeys.filter(\.parameter.entersCost).map(\.path)
        + Language.schema.clock.gainPaths),
    // What one run of a lane-batch takes, a power or two roots, is taken for all.
    representatives: [
      Parameter.lambda.path(in: Block.optimizer): { values in
        let few = (0..<min(values.count, 16)).map { values[$0] }
        return few.first { !rootExponents.contains($0) } ?? few.first { $0 != .real(0.5) }
          ?? values[0]
      },
      ascentPaths[0]: largest, ascentPaths[1]: largest,
    ],
    nanoseconds: nanoseconds)

  /// Where the radius of an ascent is given, or its law.
  fileprivate static let ascentPaths: [String] = {
    let radius = Parameter.ascentRadius.path(in: Block.ascent)
    return [radius, radius + ".rate"]
  }()

  private static let largest: @Sendable (ParameterValues) -> Value = { values in
    let (first, last) = (values[0], values[values.count - 1])
    return (first.asReal ?? 0) == 0 ? last : first
  }

  /// Whether a step takes a second gradient.
  fileprivate static func ascends(_ value: Values.Lookup) -> Bool {
    ascentPaths.contains { (value($0)?.asReal ?? 0) != 0 }
  }

  /// The exponents that take square roots in the place of a power.
  fileprivate static let rootExponents: [Value] = [.real(0.25), .real(0.5), .real(0.75)]

  private static func nanoseconds(_ value: Values.Lookup, _ lanes: Int) -> Int {
    withoutActuallyEscaping(value) { value in
      let run = Values(Resolution(value).lookup)
      if run.value(.dynamics) == .text(Run.Dynamics.gradientFlow.rawValue) {
        return flowNanoseconds(run, value) * lanes
      }
      if run.value(.dynamics) != .text(Run.Dynamics.training.rawValue) {
        return slowNanoseconds(run, value) * lanes
      }
      let steps = run.integer(ifGiven: .steps) ?? 1
      let step = (StepCost(value, lanes: lanes).picoseconds + 999) / 1000
      let (product, overflow) = step.multipliedReportingOverflow(by: steps)
      return overflow ? .max : product
    }
  }

  /// One run of the gradient flow, which takes some thousand products with the Hessian.
  private static func flowNanoseconds(
    _ run: borrowing Values, _ value: Values.Lookup
  ) -> Int {
    let samples = run.of(Block.data).integer(ifGiven: .samples) ?? 1
    let (product, overflow) = (10_000 * samples).multipliedReportingOverflow(
      by: CostedSize(value).parameters)
    return 10_000_000 + (overflow ? 1 << 53 : min(product, 1 << 53))
  }

  /// One run of the slow equations, from the processor time of whole runs with d of 100, 300 and 1000
  /// and n of 20 to 100: the ordinary one takes few steps, the stochastic one some 440, or those
  /// the sweep gives, which each solve a Lyapunov equation.
  private static func slowNanoseconds(
    _ run: borrowing Values, _ value: Values.Lookup
  ) -> Int {
    let samples = run.of(Block.data).integer(ifGiven: .samples) ?? 1
    let parameters = CostedSize(value).parameters
    let square = samples * samples * parameters
    let start = 10_000_000 + 135_000 * parameters
    let noise = value(Block.kind(of: Block.noise))
    guard run.value(.dynamics) == .text(Run.Dynamics.slowSDE.rawValue),
      Registry.noises.entry(named: noise)?.kind.features.contains(.gradientNoise) ?? false
    else {
      // The mean length of the noise, over as many draws as there are, in some 500 evaluations.
      let draws = ascends(value) ? 1 << min(samples - 1, 13) : 0
      return start + 16 * square + 100 * draws * samples * samples
    }
    let (product, overflow) = (200_000 + 3 * square).multipliedReportingOverflow(
      by: run.integer(ifGiven: .slowSteps) ?? 440)
    // Far beyond what anybody waits for, and far enough from where sums overflow.
    return start + (overflow ? 1 << 53 : min(product, 1 << 53))
  }
}

/// The cost of one step of a lane-batch.
private struct StepCost {
  private let size: CostedSize
  private let samples: Int
  private let lanes: Int
  private let isSign: Bool
  /// What the products of a step go through, n · q of most designs.
  private let entries: Int
  private let isFloat32: Bool
  private let rule: RuleWork
  private let takesPower: Bool
  private let takesFourthRoot: Bool
  private let isGradientNoise: Bool
  private let batch: Int?
  /// Samples that a deviation is drawn of.
  private let deviation: Int
  private let drawsLabels: Bool
  private let isGaussianNoise: Bool
  private let ascends: Bool

  init(_ value: Values.Lookup, lanes: Int) {
    size = CostedSize(value)
    samples = value(Parameter.samples.path(in: Block.data))?.asInteger ?? 1
    self.lanes = lanes
    let design = value(Parameter.design.path(in: Block.data))
    isSign = design == .text(DesignKind.sign.rawValue)
    entries =
      design == .text(DesignKind.oneHot.rawValue) ? size.signal + samples : size.signal * samples
    isFloat32 = value(Parameter.precision.path(in: nil)) == .text("float32")
    let word = value(Block.kind(of: Block.optimizer))
    rule = Registry.optimizers.entry(named: word)?.work ?? RuleWork()
    let exponent = value(Parameter.lambda.path(in: Block.optimizer))
    let isAdamE = Registry.optimizers.entry(named: word)?.exponent == .ofRun
    takesPower = isAdamE && !(exponent.map(TrainingCost.rootExponents.contains) ?? false)
    takesFourthRoot = isAdamE && !takesPower && exponent != .real(0.5)
    let noise = Registry.noises.entry(named: value(Block.kind(of: Block.noise)))
    isGradientNoise = noise?.kind.features.contains(.gradientNoise) ?? false
    batch =
      value(Parameter.batch.path(in: Block.noise))?.asInteger
      ?? value(Parameter.batchSize.path(in: Block.batches))?.asInteger
    deviation = value(Parameter.deviationSize.path(in: Block.noise))?.asInteger ?? 0
    drawsLabels = noise?.kind.features.contains(.drawnLabels) ?? false
    isGaussianNoise =
      value(Parameter.noiseDistribution.path(in: Block.noise)) == .text("gaussian")
    ascends = TrainingCost.ascends(value)
  }

  /// Of an ascent there are two gradients in a step.
  var picoseconds: Int { ascends ? 2 * ofOneGradient : ofOneGradient }

  private var ofOneGradient: Int {
    guard lanes <= mostByThemselves else { return ofAllLanes }
    if size.alone == .samples { return lanes * ofOneFormula }
    return lanes * (size.products > 0 ? ofOneFactorization : ofOneRun)
  }

  /// So many runs go one after the other, their parameters or samples in the lanes.
  private var mostByThemselves: Int {
    switch size.alone {
    case .never: return 0
    case .samples: return rule.isForLanesOnly ? 0 : 3
    case .parameters: break
    }
    let ofSize =
      switch entries {
      case ..<1_000: 1
      case ..<5_000: 2
      case ..<20_000: isFloat32 ? 4 : 3
      default: isFloat32 ? 8 : 4
      }
    if size.products > 0 { return min(ofSize, isFloat32 ? 3 : 2) }
    let ofDesign = isSign ? ofSize : (isFloat32 ? 2 : 1) + (isNear ? 1 : 0)
    let ofKind =
      isGradientNoise ? 2 : rule.isBlockwise || batch != nil ? (isFloat32 ? 4 : 2) : ofSize
    return min(ofSize, ofDesign, ofKind)
  }

  /// Whether a dense design is kept both ways for a run by itself.
  private var isNear: Bool { entries * (isFloat32 ? 4 : 8) <= 2 << 20 }

  private var ofOneRun: Int {
    let perParameter = takesFourthRoot ? 2_100 : rule.alone
    // A large dense design is read from afar.
    let perEntry = isSign ? 31 : isNear ? 200 : 430
    let step = 280_000 + perEntry * entries + perParameter * size.parameters
    return (isFloat32 ? step / 2 : step) + powers(vectors: 1) / (isFloat32 ? 16 : 8) + draws
  }

  /// A dense design is kept both ways, too much for the nearest cache.
  private var ofOneFactorization: Int {
    let perEntry = isSign ? 31 : isFloat32 ? 200 : 185
    let perParameter = takesFourthRoot ? 1_200 : 700
    let step =
      300_000 + perEntry * entries + perParameter * size.parameters
      + 35 * size.products
    return (isFloat32 ? step / 2 : step) + powers(vectors: 1) / (isFloat32 ? 16 : 8) + draws
  }

  /// Samples lie in the lanes.
  private var ofOneFormula: Int {
    let step = 250_000 + rule.alone * size.parameters + 34 * size.products
    return (isFloat32 ? step / 2 : step) + powers(vectors: 1) / (isFloat32 ? 16 : 8) + draws
  }

  /// All lanes of a vector take the same time, filled or not; a dense design that no near cache
  /// holds takes as long as it takes to read.
  private var ofAllLanes: Int {
    let percent =
      switch (isFloat32, lanes) {
      case (false, ...4): 41
      case (false, ...8): 57
      case (false, _): 103
      case (true, ...8): 44
      case (true, _): 57
      }
    let products = (isSign ? 330 : 1_000) * entries / 100 * percent
    let reading = isSign || entries < 250_000 ? 0 : (isFloat32 ? 400 : 680) * entries
    let perParameter = takesFourthRoot ? 25_000 : rule.inLanes
    let rest = 430_000 + perParameter * size.parameters + 350 * size.products
    let vectors = isFloat32 ? 1 : (width + 7) / 8
    return max(products, reading) + rest / 100 * percent + powers(vectors: vectors) + draws
  }

  /// Lanes of the vectors.
  private var width: Int {
    switch lanes {
    case ...2: isFloat32 ? 4 : 2
    case ...4: 4
    case ...8: 8
    default: 16
    }
  }

  /// Powers of as many whole vectors for every parameter.
  private func powers(vectors: Int) -> Int { takesPower ? 10_000 * size.parameters * vectors : 0 }

  /// Normal numbers cost most; a sign costs next to nothing, an index a block of random words.
  private var draws: Int {
    let perNormal = 9_000
    if isGradientNoise { return perNormal * size.parameters }
    let perSample = isGaussianNoise ? perNormal : drawsLabels ? 16_000 : 0
    return ((batch ?? 0) + deviation) * 10_000 + perSample * (batch ?? samples)
  }
}

/// The counts that a model's cost follows from.
struct CostedSize {
  /// q.
  let signal: Int
  /// P.
  let parameters: Int
  /// Multiply-adds between factors, forward and back.
  let products: Int
  /// How a run goes by itself.
  let alone: ModelSize.Alone

  init(_ value: Values.Lookup) {
    let word = value(Block.kind(of: Block.model))
    let model = Registry.models.entry(named: word)?.kind as? any SizedKind.Type
    let dimension = Parameter.dimension.path(in: Block.model)
    let size = model?.size { path in value(path) ?? (path == dimension ? .integer(1) : nil) }
    alone = size?.alone ?? .parameters
    signal = Int(clamping: size?.entries ?? 1)
    parameters = Int(clamping: size?.parameters ?? 1)
    products = Int(clamping: size?.products ?? 0)
  }
}
