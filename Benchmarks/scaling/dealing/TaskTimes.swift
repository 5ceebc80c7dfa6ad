import Glibc

/// How long shards take that compute nothing: log-normal about a mean, and the same for whoever asks.
struct TaskTimes: Hashable, Sendable {
  /// Mean seconds of a shard.
  var mean: Double
  /// Standard deviation of the logarithm of the seconds; 0 for equal shards.
  var scatter: Double

  /// Times of this mean and scatter.
  init(mean: Double, scatter: Double = 0) {
    self.mean = mean
    self.scatter = scatter
  }

  /// The seconds of a shard, counted from 0.
  func seconds(ofShard shard: Int) -> Double {
    guard scatter > 0 else { return mean }
    // Box and Muller (1958).
    let normal =
      (-2 * log(uniform(2 * shard))).squareRoot() * cos(2 * .pi * uniform(2 * shard + 1))
    return mean * exp(scatter * normal - scatter * scatter / 2)
  }

  /// A number in (0, 1) for a place: one step of SplitMix64 (Steele, Lea and Flood, 2014).
  private func uniform(_ place: Int) -> Double {
    var word = UInt64(truncatingIfNeeded: place + 1) &* 0x9E37_79B9_7F4A_7C15
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return (Double((word ^ word >> 31) >> 12) + 0.5) / 0x1p52
  }
}
