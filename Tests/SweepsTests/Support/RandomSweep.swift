import Sweeps
import TestSupport

/// A random small sweep, with its runs enumerated by nested loops in the documented order.
struct RandomSweep {
  /// The sweep file.
  let yaml: String
  /// What each run assigns to the axes, in the order of the runs.
  let runs: [[String: String]]

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
    let seed = Axis(
      path: "seed", isVarying: false,
      values: Array(["9", "4", "7"].prefix(Int.random(in: 1...3, using: &generator))))
    let isSeedFirst = Bool.random(using: &generator)

    var lines = ["name: t", "steps: 1000"]
    if isSeedFirst { lines.append(seed.yaml) }
    for block in blocks {
      lines.append("\(block.name):")
      for variant in block.variants {
        lines.append("  - {" + variant.map(\.yaml).joined(separator: ", ") + "}")
      }
    }
    if !isSeedFirst { lines.append(seed.yaml) }
    yaml = lines.joined(separator: "\n") + "\n"

    // The product of the lists, the block first in the file slowest.
    var subgrids: [[Axis]] = [isSeedFirst ? [seed] : []]
    for block in blocks {
      subgrids = subgrids.flatMap { subgrid in block.variants.map { subgrid + $0 } }
    }
    if !isSeedFirst { subgrids = subgrids.map { $0 + [seed] } }
    runs = subgrids.flatMap { axes in
      Self.product(axes.filter { !$0.isVarying } + axes.filter(\.isVarying))
    }
  }

  /// Every assignment, the first axis slowest.
  private static func product(_ axes: [Axis]) -> [[String: String]] {
    guard let first = axes.first else { return [[:]] }
    let rest = product(Array(axes.dropFirst()))
    return first.values.flatMap { value in
      rest.map { $0.merging([first.path: value]) { one, _ in one } }
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
