public import Parameters

/// What a lane-batch costs, as integers in the source alone.
///
/// Shard boundaries follow from it, so it never depends on a measurement, a machine or a clock.
public struct CostModel: Sendable {
  /// The uniform parameters that the cost depends on, and those that they follow from.
  public let paths: Set<String>
  /// The parameters that the cost depends on also where they vary within a lane-batch, each with the
  /// choice of the value that stands for all of its values.
  public let representatives: [String: @Sendable (ParameterValues) -> Value]
  /// Predicted nanoseconds of one lane-batch: its parameters, and how many lanes are filled,
  /// 1…``Grid/laneCount``.
  public let nanoseconds: @Sendable (_ value: Lookup, _ lanes: Int) -> Int
  /// Bytes of one lane-batch that a worker keeps until its shard is whole; of as many lanes.
  public let bytes: @Sendable (_ lanes: Int) -> Int

  /// Gives a parameter's value by path; nil where it is not set.
  public typealias Lookup = (String) -> Value?

  /// A cost that depends on the parameters in `paths` only.
  public init(
    paths: Set<String>, representatives: [String: @Sendable (ParameterValues) -> Value] = [:],
    nanoseconds: @escaping @Sendable (_ value: Lookup, _ lanes: Int) -> Int,
    bytes: @escaping @Sendable (_ lanes: Int) -> Int = { _ in 0 }
  ) {
    self.paths = paths
    self.representatives = representatives
    self.nanoseconds = nanoseconds
    self.bytes = bytes
  }

  /// The values that stand for those of varying parameters in a sub-grid, by path.
  func representatives(in subgrid: Subgrid) -> [String: Value] {
    var values: [String: Value] = [:]
    for parameter in subgrid.varyingAxes.flatMap(\.components) {
      values[parameter.path] = representatives[parameter.path]?(parameter.values)
    }
    return values
  }
}

extension CostModel {
  /// The predicted cost of one lane-batch of a grid on one core, in nanoseconds.
  public func nanoseconds(ofLaneBatch index: Int, of grid: Grid) -> Double {
    let runs = grid.runs(ofLaneBatch: index)
    let point = grid[runs.lowerBound]
    let representatives = representatives(in: point.subgrid)
    return Double(nanoseconds({ representatives[$0] ?? point[$0] }, runs.count))
  }

  /// The predicted cost of consecutive lane-batches of a grid on one core, in nanoseconds.
  ///
  /// Very many lane-batches are taken to be copies of their first.
  public func nanoseconds(ofLaneBatches batches: Range<Int>, of grid: Grid) -> Double {
    guard batches.count <= 256 else {
      return Double(batches.count) * nanoseconds(ofLaneBatch: batches.lowerBound, of: grid)
    }
    return batches.reduce(0) { $0 + nanoseconds(ofLaneBatch: $1, of: grid) }
  }
}
