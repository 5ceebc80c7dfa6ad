internal import Parameters

/// All runs of a sweep, addressed by index and never materialized.
///
/// Run order: sub-grids in file order; within one, uniform axes slowest and varying axes fastest,
/// each in file order. Runs and lane-batches are counted from 0.
public struct Grid: Sendable {
  /// The specification whose runs these are.
  public let specification: Specification
  /// One part a sub-grid, in file order.
  let parts: [Part]

  /// A sub-grid with its place among the runs and lane-batches.
  struct Part: Sendable {
    let subgrid: Subgrid
    let tree: RunTree
    let firstRun: Int
    let firstLaneBatch: Int

    var runCount: Int { tree.runCount }
    var laneBatchCount: Int { tree.laneBatchCount }
  }

  /// The most runs in a lane-batch: one 512-bit vector of float32, two of float64.
  public static let laneCount = 16

  /// The grid of a checked specification.
  ///
  /// - Precondition: The specification has fewer than 2⁶³ runs, and its exclusions do not combine
  ///   in millions of ways, as in every decoded one.
  public init(_ specification: Specification) {
    guard let grid = Grid(checking: specification) else {
      preconditionFailure("a checked specification has few exclusions")
    }
    self = grid
  }

  /// The grid of a specification; nil when its exclusions combine in too many ways.
  init?(checking specification: Specification) {
    self.specification = specification
    var parts: [Part] = []
    var (firstRun, firstLaneBatch) = (0, 0)
    for subgrid in specification.subgrids {
      guard let tree = RunTree(subgrid, specification.exclusions) else { return nil }
      let part = Part(
        subgrid: subgrid, tree: tree, firstRun: firstRun, firstLaneBatch: firstLaneBatch)
      parts.append(part)
      firstRun += part.runCount
      firstLaneBatch += part.laneBatchCount
    }
    self.parts = parts
  }

  /// The number of runs before any is excluded, or nil when it does not fit an `Int`.
  static func checkedRunCount(of specification: Specification) -> Int? {
    var total = 0
    for subgrid in specification.subgrids {
      var product = 1
      for axis in subgrid.axes {
        let (value, overflow) = product.multipliedReportingOverflow(by: axis.count)
        guard !overflow else { return nil }
        product = value
      }
      let (sum, overflow) = total.addingReportingOverflow(product)
      guard !overflow else { return nil }
      total = sum
    }
    return total
  }

  /// The number of runs.
  public var runCount: Int { parts.last.map { $0.firstRun + $0.runCount } ?? 0 }

  /// The number of lane-batches.
  public var laneBatchCount: Int { parts.last.map { $0.firstLaneBatch + $0.laneBatchCount } ?? 0 }

  /// The number of points: runs that differ in more than their seeds.
  public var pointCount: Int {
    parts.reduce(0) { total, part in
      let axes = part.subgrid.axes
      func isSeed(_ axis: Subgrid.Axis) -> Bool {
        axis.components.allSatisfy { component in
          if case .seed = component.values[0] { true } else { false }
        }
      }
      // With all seeds of a point in one batch, the batches are the points.
      let points = RunTree(
        constants: part.subgrid.constants, outer: axes.filter { !isSeed($0) },
        inner: axes.filter(isSeed), specification.exclusions, batchSize: .max)
      // In this order of the axes, too, exclusions that make sense combine in few ways.
      return total + (points?.laneBatchCount ?? part.runCount)
    }
  }

  /// The parameters of run `run`, in O(axes).
  ///
  /// - Precondition: `run` is in `0..<runCount`.
  public subscript(run: Int) -> Point {
    let part = part(containing: run, first: \.firstRun, count: \.runCount)
    let (uniform, varying) = part.tree.indices(ofRun: run - part.firstRun)
    return Point(subgrid: part.subgrid, uniformIndex: uniform, varyingIndex: varying)
  }

  /// The runs of lane-batch `index`: contiguous, equal in every uniform parameter, at most
  /// ``laneCount``.
  ///
  /// - Precondition: `index` is in `0..<laneBatchCount`.
  public func runs(ofLaneBatch index: Int) -> Range<Int> {
    let part = part(containing: index, first: \.firstLaneBatch, count: \.laneBatchCount)
    let runs = part.tree.runs(ofLaneBatch: index - part.firstLaneBatch)
    return part.firstRun + runs.lowerBound..<part.firstRun + runs.upperBound
  }

  /// The lane-batch that run `run` is in.
  ///
  /// - Precondition: `run` is in `0..<runCount`.
  public func laneBatch(ofRun run: Int) -> Int {
    let part = part(containing: run, first: \.firstRun, count: \.runCount)
    return part.firstLaneBatch + part.tree.laneBatch(ofRun: run - part.firstRun)
  }

  /// The runs of consecutive lane-batches.
  public func runs(ofLaneBatches batches: Range<Int>) -> Range<Int> {
    guard let last = batches.last else { return 0..<0 }
    return runs(ofLaneBatch: batches.lowerBound).lowerBound..<runs(ofLaneBatch: last).upperBound
  }

  /// Every path that is an axis in some sub-grid, or differs between sub-grids, in order of
  /// appearance.
  public var variedPaths: [String] {
    var paths: [String] = []
    for axis in parts.flatMap(\.subgrid.axes) {
      for component in axis.components where !paths.contains(component.path) {
        paths.append(component.path)
      }
    }
    let constants = parts.flatMap { $0.subgrid.constants.map(\.path) }
    var seen: Set<String> = []
    for path in constants where seen.insert(path).inserted && !paths.contains(path) {
      let values = parts.map { part in part.subgrid.constants.first { $0.path == path }?.values }
      if Set(values).count > 1 { paths.append(path) }
    }
    return paths
  }

  /// The sub-grids of which not every run is excluded, in file order.
  public var inhabitedSubgrids: [Subgrid] { parts.filter { $0.runCount > 0 }.map(\.subgrid) }

  /// The first run of each of ``inhabitedSubgrids``.
  public var firstRuns: [Int] { parts.filter { $0.runCount > 0 }.map(\.firstRun) }

  /// Whether some run has the parameter at `path`.
  public func hasPath(_ path: String) -> Bool {
    parts.contains { part in
      part.runCount > 0 && part.subgrid.parameters.contains { $0.path == path }
    }
  }

  private func part(
    containing index: Int, first: KeyPath<Part, Int>, count: KeyPath<Part, Int>
  ) -> Part {
    var (low, high) = (0, parts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if parts[middle][keyPath: first] <= index { low = middle } else { high = middle }
    }
    let part = parts[low]
    let local = index - part[keyPath: first]
    precondition(local >= 0 && local < part[keyPath: count], "index beyond the grid")
    return part
  }
}
