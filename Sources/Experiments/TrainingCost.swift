public import Sweeps

/// Predicted cost of training, as integers in the source alone.
///
/// Picoseconds measured once on one core of an AVX-512 server processor for a full lane-batch of
/// 16 float64 runs. They shape the shards and start the estimates; they need not be right, but
/// they must never change without a new format version, because shard boundaries follow from them.
public enum TrainingCost {
  /// The cost model of a lane-batch.
  public static let model = CostModel(
    paths: [
      "model.dimension", "data.design", "data.samples", "optimizer.kind", "precision", "steps",
    ],
    nanoseconds: nanoseconds)

  private static func nanoseconds(_ value: (String) -> Value?) -> Int {
    let dimension = value("model.dimension")?.asInteger ?? 1
    let samples = value("data.samples")?.asInteger ?? 1
    let steps = value("steps")?.asInteger ?? 1
    // Both products touch every entry of the design; the update touches every parameter.
    let perEntry = value("data.design") == .text("sign") ? 170 : 640
    let perParameter =
      switch value("optimizer.kind") {
      case .text("sgd"): 3_000
      case .text("adam"): 14_000
      default: 24_000
      }
    let perStep = 100_000
    let picoseconds =
      perStep + perEntry * dimension * samples + perParameter * 2 * dimension + 6_000 * samples
    let halved = value("precision") == .text("float32") ? picoseconds / 2 : picoseconds
    let (product, overflow) = (halved / 1_000 + 1).multipliedReportingOverflow(by: steps)
    return overflow ? .max : product
  }
}

extension Value {
  fileprivate var asInteger: Int? {
    if case .integer(let value) = self { value } else { nil }
  }
}
