import Parameters
import Sweeps
import TestSupport

/// A random small sweep, with its runs enumerated by nested loops in the documented order.
struct RandomSweep {
  /// The sweep file.
  let yaml: String
  /// What each run assigns to the axes, in the order of the runs.
  let runs: [[String: String]]
  /// How many runs differ in more than their seeds.
  let pointCount: Int

  /// An axis as written in the file.
  private struct Axis {
    var path: String
    var isVarying: Bool
    var values: [String]

    /// `key: [values]`, or the bare value of a constant.
    var yaml: String {
      let key = path.split(separator: ".").last ?? ""
      return "\(key): " + (values.count == 1 ? values[0] : "[\(values.joined(separator: ", "))]")
    }
  }

  init(using generator: inout SplitMix64) {
    // Blocks in file order; each is a list of variants, each variant a list of axes.
    var blocks: [(name: String, variants: [[Axis]])] = []
    for name in ["model", "data", "noise", "optimizer"].shuffled(using: &generator) {
      let count = Int.random(in: 1...2, using: &generator)
      blocks.append((name, (0..<count).map { _ in Self.variant(of: name, using: &generator) }))
    }
    let seeds = [("seed", ["9", "4", "7"], false), ("noise_seed", ["1", "2", "3"], true)]
      .map { path, values, isVarying in
        Axis(
          path: path, isVarying: isVarying,
          values: Array(values.prefix(.random(in: 1...3, using: &generator))))
      }
    let areSeedsFirst = Bool.random(using: &generator)

    var lines = ["name: t", "steps: 1000"]
    if areSeedsFirst { lines += seeds.map(\.yaml) }
    for block in blocks {
      lines.append("\(block.name):")
      for variant in block.variants {
        lines.append("  - {" + variant.map(\.yaml).joined(separator: ", ") + "}")
      }
    }
    if !areSeedsFirst { lines += seeds.map(\.yaml) }

    // The product of the lists, the block first in the file slowest.
    var subgrids: [[Axis]] = [areSeedsFirst ? seeds : []]
    for block in blocks {
      subgrids = subgrids.flatMap { subgrid in block.variants.map { subgrid + $0 } }
    }
    if !areSeedsFirst { subgrids = subgrids.map { $0 + seeds } }

    let zips = Self.zips(of: subgrids, using: &generator)
    if !zips.isEmpty {
      lines.append("zip: [" + zips.map { "[\($0[0]), \($0[1])]" }.joined(separator: ", ") + "]")
    }
    let all = subgrids.map { axes in
      let groups = Self.groups(of: axes, zips)
      return Self.product(
        groups.filter { !$0.allSatisfy(\.isVarying) } + groups.filter { $0.allSatisfy(\.isVarying) }
      )
    }
    var exclusions = Self.exclusions(of: subgrids.joined(), using: &generator)
    func isLeft(_ run: [String: String]) -> Bool {
      !exclusions.contains { exclusion in
        exclusion.allSatisfy { path, values in run[path].map(values.contains) ?? false }
      }
    }
    // Leaving out everything is a mistake.
    while !all.joined().contains(where: isLeft) { exclusions.removeLast() }
    if !exclusions.isEmpty {
      lines.append("exclude:")
      for exclusion in exclusions {
        let conditions = exclusion.map { "\($0): [\($1.joined(separator: ", "))]" }
        lines.append("  - {" + conditions.joined(separator: ", ") + "}")
      }
    }
    yaml = lines.joined(separator: "\n") + "\n"
    let left = all.map { $0.filter(isLeft) }
    runs = Array(left.joined())
    pointCount = left.reduce(0) { count, runs in
      count + Set(runs.map { $0.filter { !$0.key.hasSuffix("seed") } }).count
    }
  }

  /// Pairs of axes that have as many values each wherever they meet.
  private static func zips(
    of subgrids: [[Axis]], using generator: inout SplitMix64
  ) -> [[String]] {
    let pairs = [
      ["model.dimension", "data.samples"], ["noise_seed", "seed"],
      ["noise.alpha", "optimizer.step_size"], ["optimizer.beta2", "model.sparsity"],
      ["data.design", "seed"],
    ]
    var zips: [[String]] = []
    for pair in pairs.shuffled(using: &generator) {
      let order = pair.shuffled(using: &generator)
      guard Bool.random(using: &generator), Set(zips.joined()).isDisjoint(with: pair) else {
        continue
      }
      let fits = subgrids.allSatisfy { axes in
        let counts = axes.filter { pair.contains($0.path) }.map(\.values.count)
        return counts.count == 2 && counts[0] == counts[1] && counts[0] > 1
      }
      if fits { zips.append(order) }
    }
    return zips
  }

  /// Up to four blocks of conditions on values that occur.
  private static func exclusions(
    of axes: some Sequence<Axis>, using generator: inout SplitMix64
  ) -> [[(String, [String])]] {
    var values: [String: Set<String>] = [:]
    for axis in axes { values[axis.path, default: []].formUnion(axis.values) }
    let paths = values.keys.sorted().filter { values[$0, default: []].count > 1 }
    return (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      let chosen = paths.shuffled(using: &generator).prefix(.random(in: 1...3, using: &generator))
      return chosen.map { path in
        let all = values[path, default: []].sorted().shuffled(using: &generator)
        return (path, Array(all.prefix(.random(in: 1...2, using: &generator))))
      }
    }
  }

  /// The axes, those of a zip together at the place of its first.
  private static func groups(of axes: [Axis], _ zips: [[String]]) -> [[Axis]] {
    axes.compactMap { axis in
      guard let zip = zips.first(where: { $0.contains(axis.path) }) else { return [axis] }
      guard zip[0] == axis.path else { return nil }
      return zip.compactMap { path in axes.first { $0.path == path } }
    }
  }

  /// Every assignment, the first group slowest.
  private static func product(_ groups: [[Axis]]) -> [[String: String]] {
    guard let first = groups.first else { return [[:]] }
    let rest = product(Array(groups.dropFirst()))
    return first[0].values.indices.flatMap { index in
      rest.map { run in
        first.reduce(into: run) { $0[$1.path] = $1.values[index] }
      }
    }
  }

  private static func variant(of block: String, using generator: inout SplitMix64) -> [Axis] {
    func axis(_ key: String, varying: Bool = false, _ values: [String], atMost count: Int) -> Axis {
      let most = min(count, values.count)
      let chosen = values.shuffled(using: &generator).prefix(
        .random(in: 1...most, using: &generator))
      return Axis(path: "\(block).\(key)", isVarying: varying, values: Array(chosen))
    }
    let axes =
      switch block {
      case "model":
        [
          Axis(path: "model.kind", isVarying: false, values: ["diagonal-net"]),
          axis("dimension", ["10", "20", "30"], atMost: 3),
          axis("sparsity", ["1", "2"], atMost: 2),
        ]
      case "data":
        [
          axis("samples", ["5", "6", "7"], atMost: 2),
          axis("design", ["sign", "gaussian"], atMost: 2),
        ]
      case "noise":
        [
          Axis(path: "noise.kind", isVarying: false, values: ["label"]),
          axis("alpha", varying: true, ["0", "0.5", "1", "2"], atMost: 4),
        ]
      default:
        [
          Axis(path: "optimizer.kind", isVarying: false, values: ["adam"]),
          axis("step_size", varying: true, ["0.1", "0.2", "0.3"], atMost: 3),
          axis("beta2", varying: true, ["0.5", "0.9", "0.99"], atMost: 3),
        ]
      }
    return axes.shuffled(using: &generator)
  }
}
