private import Algorithms

/// Counts the runs and lane-batches of a sub-grid that no exclusion takes, without walking them.
///
/// A level stands for an axis, slowest first, and holds one node for each set of exclusions that
/// may still take a run there. All values that no exclusion names share one node below, so the
/// tree is as large as the exclusions are, not as the grid.
struct RunTree: Sendable {
  /// Runs or lane-batches below a node.
  struct Tally: Sendable {
    var total = 0
    /// Below each named value.
    var named: [Int] = []
    /// Before each named value.
    var before: [Int] = []
    /// Below any other value.
    var other = 0
  }

  /// What is below one value of all the axes before, given the exclusions still met.
  struct Node: Sendable {
    /// Values with a node of their own below, by index, ascending.
    var named: [Int] = []
    /// Those nodes, by index in the next level.
    var children: [Int] = []
    /// The node below all other values.
    var other = 0
    var runs = Tally()
    var batches = Tally()

    /// The node below value `digit`.
    func child(at digit: Int) -> Int {
      let index = named.partitioningIndex { $0 >= digit }
      return index < named.count && named[index] == digit ? children[index] : other
    }
  }

  /// Values of each axis, slowest first.
  let sizes: [Int]
  /// How many of the axes separate lane-batches.
  let uniformAxisCount: Int
  /// Nodes of each axis, and after them those of whole runs: one run each, or none.
  let levels: [[Node]]

  var runCount: Int { levels[0][0].runs.total }
  var laneBatchCount: Int { levels[0][0].batches.total }

  /// More nodes than exclusions that make sense have.
  private static let nodeLimit = 200_000

  /// The tree of a sub-grid; nil when the exclusions combine in more ways than it can hold.
  init?(_ subgrid: Subgrid, _ exclusions: [Exclusion]) {
    self.init(
      constants: subgrid.constants, outer: subgrid.uniformAxes, inner: subgrid.varyingAxes,
      exclusions, batchSize: Grid.laneCount)
  }

  /// The tree of a product whose `inner` axes fill batches of at most `batchSize` runs.
  init?(
    constants: [Subgrid.Parameter], outer: [Subgrid.Axis], inner: [Subgrid.Axis],
    _ exclusions: [Exclusion], batchSize: Int
  ) {
    let axes = outer + inner
    sizes = axes.map(\.count)
    uniformAxisCount = outer.count
    let masks = ExclusionMasks(exclusions, constants: constants, axes: axes)
    guard let (levels, ends) = Self.nodes(masks) else { return nil }
    self.levels = Self.counted(
      levels, ends: ends, sizes: sizes, boundary: outer.count, batchSize: batchSize)
  }

  // MARK: Building

  /// The nodes from the slowest axis to the fastest, and what each whole run still meets.
  private static func nodes(_ masks: ExclusionMasks) -> ([[Node]], ends: [UInt64])? {
    // The exclusions that an axis after this one may still rule out.
    var open: [UInt64] = [0]
    for axis in masks.axes.reversed() { open.append(open[open.count - 1] | axis.caring) }
    open.reverse()

    var levels: [[Node]] = []
    var states = [masks.initial]
    var nodeCount = 1
    for (level, axis) in masks.axes.enumerated() {
      var next: [UInt64] = []
      var indices: [UInt64: Int] = [:]
      func index(of mask: UInt64) -> Int {
        // An exclusion that nothing can rule out any more takes all runs below.
        let met = mask & ~open[level + 1]
        let state = met == 0 ? mask : met & (~met + 1)
        if let index = indices[state] { return index }
        indices[state] = next.count
        next.append(state)
        return next.count - 1
      }
      var nodes: [Node] = []
      for state in states {
        var node = Node()
        node.other = index(of: state & axis.other)
        if state & axis.caring != 0 {
          for (digit, mask) in zip(axis.named, axis.masks) where state & mask != state & axis.other
          {
            node.named.append(digit)
            node.children.append(index(of: state & mask))
          }
        }
        nodes.append(node)
        nodeCount += 1 + node.named.count
        guard nodeCount <= nodeLimit else { return nil }
      }
      levels.append(nodes)
      states = next
    }
    return (levels, states)
  }

  /// The nodes with their tallies, from the fastest axis to the slowest.
  private static func counted(
    _ levels: [[Node]], ends: [UInt64], sizes: [Int], boundary: Int, batchSize: Int
  ) -> [[Node]] {
    func batches(_ runs: Int) -> Tally { Tally(total: runs == 0 ? 0 : (runs - 1) / batchSize + 1) }
    var below = ends.map { mask in
      var node = Node()
      node.runs.total = mask == 0 ? 1 : 0
      if levels.count == boundary { node.batches = batches(node.runs.total) }
      return node
    }
    var result = [below]
    for (level, nodes) in levels.enumerated().reversed() {
      below = nodes.map { node in
        var node = node
        let (named, other) = (node.children.map { below[$0] }, below[node.other])
        func tally(_ count: (Node) -> Int) -> Tally {
          Tally(node.named, named.map(count), other: count(other), size: sizes[level])
        }
        node.runs = tally { $0.runs.total }
        if level < boundary {
          node.batches = tally { $0.batches.total }
        } else if level == boundary {
          node.batches = batches(node.runs.total)
        }
        return node
      }
      result.append(below)
    }
    return result.reversed()
  }

  // MARK: Finding

  /// The indices over the uniform and over the varying axes of run `run`, counted from 0.
  func indices(ofRun run: Int) -> (uniform: Int, varying: Int) {
    var (uniform, varying) = (0, 0)
    var (unit, index) = (run, 0)
    for (level, size) in sizes.enumerated() {
      let node = levels[level][index]
      let (digit, rest) = node.runs.digit(of: unit, named: node.named)
      if level < uniformAxisCount {
        uniform = uniform * size + digit
      } else {
        varying = varying * size + digit
      }
      (unit, index) = (rest, node.child(at: digit))
    }
    return (uniform, varying)
  }

  /// The runs of lane-batch `batch`, both counted from 0 in this tree.
  func runs(ofLaneBatch batch: Int) -> Range<Int> {
    var (start, unit, index) = (0, batch, 0)
    for level in 0..<uniformAxisCount {
      let node = levels[level][index]
      let (digit, rest) = node.batches.digit(of: unit, named: node.named)
      start += node.runs.count(before: digit, named: node.named)
      (unit, index) = (rest, node.child(at: digit))
    }
    let lower = unit * Grid.laneCount
    let count = levels[uniformAxisCount][index].runs.total
    return start + lower..<start + min(lower + Grid.laneCount, count)
  }

  /// The lane-batch that run `run` is in, both counted from 0 in this tree.
  func laneBatch(ofRun run: Int) -> Int {
    var (start, unit, index) = (0, run, 0)
    for level in 0..<uniformAxisCount {
      let node = levels[level][index]
      let (digit, rest) = node.runs.digit(of: unit, named: node.named)
      start += node.batches.count(before: digit, named: node.named)
      (unit, index) = (rest, node.child(at: digit))
    }
    return start + unit / Grid.laneCount
  }
}

extension RunTree.Tally {
  /// The tally of a node with `size` values, the named ones at the indices `digits`.
  fileprivate init(_ digits: [Int], _ counts: [Int], other: Int, size: Int) {
    (named, self.other) = (counts, other)
    var sum = 0
    for (index, digit) in digits.enumerated() {
      before.append(sum + (digit - index) * other)
      sum += counts[index]
    }
    total = sum + (size - digits.count) * other
  }

  /// The value below which unit `unit` of 0..<total is found, and its place there.
  func digit(of unit: Int, named digits: [Int]) -> (digit: Int, rest: Int) {
    // The last named value that starts at or before the unit.
    let index = before.partitioningIndex { $0 > unit } - 1
    guard index >= 0 else { return divided(unit) }
    let rest = unit - before[index]
    guard rest >= named[index] else { return (digits[index], rest) }
    let (steps, place) = divided(rest - named[index])
    return (digits[index] + 1 + steps, place)
  }

  private func divided(_ unit: Int) -> (Int, Int) {
    unit.quotientAndRemainder(dividingBy: other)
  }

  /// How many units come before value `digit`.
  func count(before digit: Int, named digits: [Int]) -> Int {
    let index = digits.partitioningIndex { $0 >= digit }
    if index < digits.count, digits[index] == digit { return before[index] }
    guard index > 0 else { return digit * other }
    return before[index - 1] + named[index - 1] + (digit - digits[index - 1] - 1) * other
  }
}
