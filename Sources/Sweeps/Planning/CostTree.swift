/// Sums of lane-batch weights over one sub-grid, without walking it.
///
/// The weight of a lane-batch depends on few of the uniform axes. For each axis, slowest first,
/// the tree keeps the weight of everything below for each assignment of the weighing axes above;
/// the other axes multiply. Finding the lane-batch at a given cumulative weight is then one walk
/// down the axes.
struct CostTree {
  private struct Level {
    let size: Int
    let isWeighing: Bool
    /// Weight below one value of this axis, by index of the weighing axes down to this one.
    let below: [UInt128]
  }

  private let levels: [Level]
  private let batchesPerUniform: Int
  /// Weight of one lane-batch, by index over all weighing axes.
  private let leaves: [UInt128]
  let total: UInt128

  /// Beyond this many different costs all lane-batches count the same.
  private static let leafLimit = 1_000_000

  init(part: Grid.Part, model: CostModel, cap: UInt128) {
    let axes = part.subgrid.uniformAxes
    var weighing = axes.map { model.paths.contains($0.path) }
    let leafCount = zip(axes, weighing).reduce(1.0) { $1.1 ? $0 * Double($1.0.values.count) : $0 }
    if leafCount > Double(Self.leafLimit) { weighing = axes.map { _ in false } }

    let leaves = Self.leaves(part, axes, weighing, model).map { min($0, cap) }
    batchesPerUniform = part.batchesPerUniform
    self.leaves = leaves

    var levels: [Level] = []
    var sums = leaves.map { $0 * UInt128(part.batchesPerUniform) }
    for (axis, isWeighing) in zip(axes, weighing).reversed() {
      let size = axis.values.count
      levels.append(Level(size: size, isWeighing: isWeighing, below: sums))
      sums =
        isWeighing
        ? stride(from: 0, to: sums.count, by: size).map { sums[$0..<$0 + size].reduce(0, +) }
        : sums.map { $0 * UInt128(size) }
    }
    self.levels = levels.reversed()
    total = sums[0]
  }

  /// The weight of the heaviest lane-batch.
  var heaviest: UInt128 { leaves.max() ?? 1 }

  private static func leaves(
    _ part: Grid.Part, _ axes: [Subgrid.Axis], _ weighing: [Bool], _ model: CostModel
  ) -> [UInt128] {
    let relevant = zip(axes, weighing).filter(\.1).map(\.0)
    let count = relevant.reduce(1) { $0 * $1.values.count }
    // An axis that does not weigh stands at its first value.
    let others = zip(axes, weighing).filter { !$0.1 }
      .map { Subgrid.Axis(path: $0.0.path, values: .constant($0.0.values[0])) }
    let weighed = Subgrid(
      constants: part.subgrid.constants + others, uniformAxes: relevant, varyingAxes: [])
    // The last lane-batch of a uniform assignment may have fewer lanes; it counts like the others.
    let lanes = min(part.varyingCount, Grid.laneCount)
    return (0..<count).map { index in
      let point = Point(subgrid: weighed, uniformIndex: index, varyingIndex: 0)
      return UInt128(max(model.nanoseconds({ point[$0] }, lanes), 1))
    }
  }

  /// The lane-batch, counted from 0 in this sub-grid, that holds weight unit `unit` in 0..<total.
  func laneBatch(atWeight unit: UInt128) -> Int {
    var rest = unit
    var leaf = 0
    var uniform = 0
    for level in levels {
      var digit = 0
      if level.isWeighing {
        leaf *= level.size
        while rest >= level.below[leaf + digit] {
          rest -= level.below[leaf + digit]
          digit += 1
        }
        leaf += digit
      } else {
        digit = Int(rest / level.below[leaf])
        rest %= level.below[leaf]
      }
      uniform = uniform * level.size + digit
    }
    return uniform * batchesPerUniform + Int(rest / leaves[leaf])
  }
}
