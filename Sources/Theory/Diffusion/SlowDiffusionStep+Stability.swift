import DenseAlgebra

extension SlowDiffusionStep {
  /// Whether a step of length h to another point is one that Euler's method survives, as far as the
  /// drifts at its two ends tell.
  ///
  /// It is not where h times the change of the drift is more than twice the way: the step then
  /// multiplies what it meets in that direction. Noise moves ζ in all directions alike, so that it
  /// says nothing against steps that are short enough; where one mode has begun to grow, the way is
  /// along it. Lengths are those of S⁻¹. Where S itself has changed by more than a tenth, the change of the
  /// drift is not that of the point.
  func isStable(h: Double, to next: SlowDiffusionStep) -> Bool {
    let hasMovedMetric = metric.indices.contains {
      abs(next.metric[$0] - metric[$0]) > 0.1 * metric[$0]
    }
    guard !hasMovedMetric else { return true }
    let way = length(zip(next.point.theta, point.theta).map { $0 - $1 })
    let change = length(zip(next.drift, drift).map { $0 - $1 })
    return h * change <= 2 * way
  }

  /// ‖x‖ in the metric S⁻¹.
  func length(_ x: [Double]) -> Double {
    let scaled = lanes(of: x.indices.map { x[$0] / metric[$0].squareRoot() })
    return dot(scaled, scaled).squareRoot()
  }
}
