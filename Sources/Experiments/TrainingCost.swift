public import Sweeps

/// Predicted cost of training, as integers in the source alone.
///
/// Picoseconds measured once, on one core of an AVX-512 server processor. They shape the shards
/// and start the estimates; they need not be right, but shard boundaries follow from them, so they
/// change with the format version only.
public enum TrainingCost {
  /// The cost model of a lane-batch.
  public static let model = CostModel(
    paths: [
      "model.dimension", "data.design", "data.samples", "optimizer.kind", "precision", "steps",
    ],
    nanoseconds: nanoseconds)

  private static func nanoseconds(_ value: (String) -> Value?, _ lanes: Int) -> Int {
    let dimension = value("model.dimension")?.asInteger ?? 1
    let samples = value("data.samples")?.asInteger ?? 1
    let steps = value("steps")?.asInteger ?? 1
    // For eight float64 lanes. Both products touch every entry of the design, the update touches
    // every parameter.
    let perEntry = value("data.design") == .text("sign") ? 230 : 750
    let perParameter =
      switch value("optimizer.kind") {
      case .text("sgd"): 1_500
      case .text("adam"): 13_000
      default: 30_000
      }
    let perSample = 3_000
    let perStep = 100_000
    let picoseconds =
      perStep + perEntry * dimension * samples + perParameter * 2 * dimension
      + perSample * samples
    let eighths = eighths(ofLanes: lanes, isFloat32: value("precision") == .text("float32"))
    let (product, overflow) = (picoseconds / 8_000 * eighths + 1)
      .multipliedReportingOverflow(by: steps)
    return overflow ? .max : product
  }

  /// Cost of so many lanes, in eighths of that of eight float64 lanes: narrower vectors are used
  /// for few lanes, but a lane alone costs half as much as eight.
  private static func eighths(ofLanes lanes: Int, isFloat32: Bool) -> Int {
    func vector(_ lanes: Int) -> Int {
      switch lanes {
      case ..<1: 0
      case 1...2: 4
      case 3...4: 5
      default: 8
      }
    }
    return isFloat32
      ? vector((lanes + 1) / 2) * 3 / 4 + 1 : vector(min(lanes, 8)) + vector(lanes - 8)
  }
}

extension Value {
  fileprivate var asInteger: Int? {
    if case .integer(let value) = self { value } else { nil }
  }
}
