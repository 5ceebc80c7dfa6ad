internal import Parameters

/// Sums of lane-batch weights over one sub-grid, without walking it.
///
/// The weight of a lane-batch depends on few of the uniform axes. For each axis, slowest first,
/// the tree keeps the weight of everything below for each assignment of the weighing axes above and
/// each node of the run tree; the other axes multiply. Finding the lane-batch at a given cumulative
/// weight is then one walk down the axes.
struct CostTree {
  private let tree: RunTree
  /// Whether the weight depends on an axis, slowest first.
  private let weighing: [Bool]
  /// Assignments of the weighing axes before each level.
  private let widths: [Int]
  /// Weight below a node of each level: index is node · width + index of the weighing axes before.
  private let below: [[UInt128]]
  /// Weight of one lane-batch, indexed like the last level.
  private let leaves: [UInt128]

  /// The weight of all lane-batches.
  var total: UInt128 { below[0][0] }

  /// Beyond this many different costs all lane-batches count the same.
  private static let leafLimit = 1_000_000

  /// The sums of predicted nanoseconds.
  init(part: Grid.Part, model: CostModel) { self.init(part, model) { weight, _ in weight } }

  /// The sums for the shards of a sweep.
  ///
  /// A shard weighs `cap`, and a lane-batch at most as much. What a worker may keep of a shard, `bytes`,
  /// weighs `cap` at least.
  init(part: Grid.Part, model: CostModel, cap: UInt128, bytes: UInt128) {
    self.init(part, model) { weight, lanes in
      min(cap, max(weight, UInt128(model.bytes(lanes)) * cap / bytes))
    }
  }

  private init(
    _ part: Grid.Part, _ model: CostModel,
    _ weight: (_ nanoseconds: UInt128, _ lanes: Int) -> UInt128
  ) {
    tree = part.tree
    let axes = part.subgrid.uniformAxes
    let paths = model.paths
    var weighing = axes.map { $0.components.contains { paths.contains($0.path) } }
    let leafCount = zip(axes, weighing).reduce(1.0) { $1.1 ? $0 * Double($1.0.count) : $0 }
    let mostNodes = tree.levels.prefix(axes.count + 1).map(\.count).max() ?? 1
    if leafCount * Double(mostNodes) > Double(Self.leafLimit) { weighing = axes.map { _ in false } }
    self.weighing = weighing

    var widths = [1]
    for (axis, isWeighing) in zip(axes, weighing) {
      widths.append(widths[widths.count - 1] * (isWeighing ? axis.count : 1))
    }
    self.widths = widths
    leaves = Self.leaves(part, weighing, model, weight, count: widths[axes.count])
    below = Self.sums(tree, weighing, widths, leaves)
  }

  /// The weight of one lane-batch for each node after the uniform axes and each of `count`
  /// assignments of the weighing ones; 0 where all runs are excluded.
  private static func leaves(
    _ part: Grid.Part, _ weighing: [Bool], _ model: CostModel,
    _ weight: (_ nanoseconds: UInt128, _ lanes: Int) -> UInt128, count: Int
  ) -> [UInt128] {
    let axes = part.subgrid.uniformAxes
    // An axis that does not weigh stands at its first value.
    let others = zip(axes, weighing).filter { !$0.1 }.flatMap(\.0.components)
      .map { Subgrid.Parameter(path: $0.path, values: .constant($0.values[0])) }
    let weighed = Subgrid(
      constants: part.subgrid.constants + others,
      uniformAxes: zip(axes, weighing).filter(\.1).map(\.0), varyingAxes: [])
    let representatives = model.representatives(in: part.subgrid)
    return part.tree.levels[axes.count].flatMap { node in
      // The last lane-batch of a uniform assignment may have fewer lanes; it counts like the others.
      let lanes = min(node.runs.total, Grid.laneCount)
      return (0..<count).map { index -> UInt128 in
        guard lanes > 0 else { return 0 }
        let point = Point(subgrid: weighed, uniformIndex: index, varyingIndex: 0)
        let nanoseconds = model.nanoseconds({ representatives[$0] ?? point[$0] }, lanes)
        return weight(UInt128(max(nanoseconds, 1)), lanes)
      }
    }
  }

  /// The weights below, level by level, from the leaves up.
  private static func sums(
    _ tree: RunTree, _ weighing: [Bool], _ widths: [Int], _ leaves: [UInt128]
  ) -> [[UInt128]] {
    let width = widths[weighing.count]
    let last = tree.levels[weighing.count].enumerated().flatMap { index, node in
      (0..<width).map { leaves[index * width + $0] * UInt128(node.batches.total) }
    }
    var sums = [last]
    for level in weighing.indices.reversed() {
      let (size, deeper, width) = (tree.sizes[level], sums[sums.count - 1], widths[level + 1])
      sums.append(
        tree.levels[level].flatMap { node in
          (0..<widths[level]).map { index -> UInt128 in
            guard weighing[level] else {
              let other = deeper[node.other * width + index]
              return node.children.reduce(other * UInt128(size - node.named.count)) {
                $0 + deeper[$1 * width + index]
              }
            }
            return (0..<size).reduce(0) {
              $0 + deeper[node.child(at: $1) * width + index * size + $1]
            }
          }
        })
    }
    return sums.reversed()
  }

  /// The lane-batch, counted from 0 in this sub-grid, that holds weight unit `unit` in 0..<total.
  func laneBatch(atWeight unit: UInt128) -> Int {
    var (rest, index, leaf, batch) = (unit, 0, 0, 0)
    for level in weighing.indices {
      let node = tree.levels[level][index]
      let (deeper, width) = (below[level + 1], widths[level + 1])
      var digit = 0
      if weighing[level] {
        leaf *= tree.sizes[level]
        while case let weight = deeper[node.child(at: digit) * width + leaf + digit], rest >= weight
        {
          rest -= weight
          digit += 1
        }
        leaf += digit
      } else {
        let other = deeper[node.other * width + leaf]
        var isFound = false
        for (named, child) in zip(node.named, node.children) {
          let gap = other * UInt128(named - digit)
          guard rest >= gap else { break }
          rest -= gap
          digit = named
          let weight = deeper[child * width + leaf]
          isFound = rest < weight
          if isFound { break }
          rest -= weight
          digit += 1
        }
        if !isFound {
          digit += Int(rest / other)
          rest %= other
        }
      }
      batch += node.batches.count(before: digit, named: node.named)
      index = node.child(at: digit)
    }
    return batch + Int(rest / leaves[index * widths[weighing.count] + leaf])
  }
}
