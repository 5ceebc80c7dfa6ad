internal import Parameters
internal import Shards
internal import Sweeps
internal import Theory
internal import Training

/// What runs cost beside their steps: problem, lane-batch, row of the results, snapshots, projections.
///
/// The constants were fitted to the processor time of whole sweeps of few steps, merge included.
/// Products of sizes may be beyond integers, so they are doubles; sums and products of them are the
/// same everywhere.
struct RunCost {
  private let snapshots: Double
  /// Those that are projected.
  private let projections: Double
  /// Those whose signal is kept.
  private let signals: Double
  /// Those whose θ is kept.
  private let states: Double
  /// Quantities that the sweep file writes itself.
  private let formulas: Double
  /// Whether singular values of blocks are found.
  private let findsSingularValues: Bool
  /// Whether the rank of J is found.
  private let findsRank: Bool
  /// How often a snapshot is looked at: at θ, and at its average.
  private let views: Double
  /// Whether the curvature across the manifold is found.
  private let findsCurvature: Bool
  private let bytesPerRun: Int

  init(_ specification: Specification) {
    let plan = specification.record
    let count = Double(plan.snapshotCount)
    let occasions: [RecordPlan.Occasion: Double] = [.never: 0, .last: 1, .all: count]
    snapshots = count
    projections = occasions[plan.projection] ?? 0
    signals = occasions[plan.signal] ?? 0
    states = occasions[plan.parameters ?? .never] ?? 0
    formulas = Double(plan.formulas?.count ?? 0)
    findsSingularValues = RecordedQuantities.norms(of: plan).contains(where: \.isOfMatrices)
    views = plan.averages == nil ? 1 : 2
    findsRank = JacobianRank().quantities.contains(where: plan.records)
    findsCurvature = !RecordedQuantities.chosen(by: plan, among: NormalCurvature.quantities)
      .isEmpty
    bytesPerRun = RecordShape(specification).bytesPerRun
  }

  /// Nanoseconds of a lane-batch without its steps.
  func nanoseconds(_ value: CostModel.Lookup, lanes: Int) -> Double {
    let size = CostedSize(value)
    let isNet = size.products == 0
    let n = Double(value(Parameter.samples.path(in: Block.data))?.asInteger ?? 1)
    let (q, parameters) = (Double(size.signal), Double(size.parameters))
    // A factorization's observables take the gradient of each prediction, and singular values.
    let ofFactors = isNet ? 0 : n * Double(size.products) / 15 + 33 * q * q.squareRoot()
    // A formula is taken to go over samples and parameters a few times, and θ to be a square matrix.
    let ofFormulas = formulas * (2_000 + 20 * (n * q + parameters))
    let ofBlocks = findsSingularValues ? 33 * parameters * parameters.squareRoot() : 0
    let outputs = Double(value(Parameter.outputs.path(in: Block.data))?.asInteger ?? 1)
    let (short, long) = (min(n * outputs, parameters), max(n * outputs, parameters))
    let ofRank = findsRank ? 30 * n * outputs * parameters + 12 * short * short * long : 0
    let snapshot =
      3_200 + 0.3 * n * q + 5 * parameters + ofFactors + ofFormulas + ofBlocks + ofRank
    // J Jᵀ is made and factored some times; on a diagonal net half of J is 0.
    let rows = isNet ? 0.04 * n * n * parameters : 0.7 * n * n * parameters + 30 * n * parameters
    let projection = 15_000 + rows + 0.35 * n * n * n
    // A projection, two spectra and the eigenvectors of each.
    let curvature = findsCurvature ? projection + 2 * rows + 20 * n * n * n : 0
    let run =
      6_000 + 20 * parameters + snapshots * (views * snapshot + curvature)
      + projections * projection
      + 100 * signals * q + 100 * states * parameters
    let problem =
      (value(Parameter.design.path(in: Block.data)) == .text("sign") ? 5 : 20) * n * q
    return 20_000 + problem + Double(lanes) * run
  }

  /// Bytes of a lane-batch that a worker keeps until its shard is whole.
  func bytes(lanes: Int) -> Int { 6_000 + 2 * lanes * bytesPerRun }
}
