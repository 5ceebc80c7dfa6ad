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
      "model.kind", "model.dimension", "model.width", "model.depth", "data.design", "data.samples",
      "data.path", "noise.kind", "noise.distribution", "noise.batch", "optimizer.kind",
      "optimizer.step_size", "precision", "steps", "steps.slow_time",
    ],
    nanoseconds: nanoseconds)

  private static func nanoseconds(_ value: (String) -> Value?, _ lanes: Int) -> Int {
    let steps = value("steps")?.asInteger ?? 1
    let eighths = eighths(ofLanes: lanes, isFloat32: value("precision") == .text("float32"))
    let (product, overflow) = (picoseconds(value) / 8_000 * eighths + 1)
      .multipliedReportingOverflow(by: steps)
    return overflow ? .max : product
  }

  /// Picoseconds of a step of eight float64 lanes.
  private static func picoseconds(_ value: (String) -> Value?) -> Int {
    let samples = value("data.samples")?.asInteger ?? 1
    let size = ModelSize(value)
    // Both products touch every entry of the design, the update touches every parameter.
    let perEntry = value("data.design") == .text("sign") ? 230 : 750
    let perParameter =
      switch value("optimizer.kind") {
      case .text("sgd"): 1_500
      case .text("adam-e"): 30_000
      case .text("adam-mini"), .text("adalayer"): 9_000
      default: 13_000
      }
    return 100_000 + perEntry * size.signal * samples + perParameter * size.parameters
      + 600 * size.products + 3_000 * samples + noise(value, samples: samples, size: size)
  }

  /// Normal numbers cost most; a sign costs next to nothing, and an index a block of random words.
  private static func noise(
    _ value: (String) -> Value?, samples: Int, size: ModelSize
  ) -> Int {
    let perNormal = 25_000
    if value("noise.kind") == .text("gradient") { return perNormal * size.parameters }
    let batch = value("noise.batch")?.asInteger
    let isGaussian = value("noise.distribution") == .text("gaussian")
    return (batch ?? 0) * 20_000 + (isGaussian ? perNormal * (batch ?? samples) : 0)
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

/// The counts that a model's cost follows from.
private struct ModelSize {
  /// q.
  var signal: Int
  /// P.
  var parameters: Int
  /// Multiply-adds between factors, forward and back.
  var products = 0

  init(_ value: (String) -> Value?) {
    let p = value("model.dimension")?.asInteger ?? 1
    guard value("model.kind") == .text("matrix-factorization") else {
      (signal, parameters) = (p, 2 * p)
      return
    }
    let h = value("model.width")?.asInteger ?? p
    let inner = (value("model.depth")?.asInteger ?? 2) - 2
    signal = p * p
    parameters = 2 * h * p + inner * h * h
    products = 3 * (p * h * p + inner * h * h * p)
  }
}
