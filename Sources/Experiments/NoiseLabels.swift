internal import Sweeps

/// α and δ as labels of a run, the same whichever of them the sweep file gives; 0 without label
/// noise.
struct NoiseLabels {
  /// α = δ²/B.
  let alpha: Double
  /// δ.
  let delta: Double

  init(of point: Point) {
    let (alpha, delta) = RunParameters.labelNoise(of: point)
    self.alpha = alpha.isNaN ? 0 : point["noise.alpha"] == nil ? alpha.derivedLabel : alpha
    self.delta = delta.isNaN ? 0 : point["noise.delta"] == nil ? delta.derivedLabel : delta
  }
}

extension Double {
  /// The label of a number that was derived from others: 14 digits.
  ///
  /// So 0.1²/4 is 0.0025, as a user would write it, and not 0.0025000000000000005.
  var derivedLabel: Double { rounded(toDigits: 14) }
}
