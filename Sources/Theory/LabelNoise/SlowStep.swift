import DenseAlgebra

/// One step of ``AdditiveRungeKutta``: ζ by the explicit tableau, v by the implicit one.
///
/// ζ of a stage is known when v of it is asked for, and v enters its own equation linearly, so that
/// the implicit stages are solved by a division:
///
///     vᵢ = (v + h Σ_{j<i} aᵢⱼ kⱼ + γ h c αV(H(ζᵢ))) / (1 + γ h c κ),    kᵢ = c (αV(H(ζᵢ)) − κ vᵢ)
///
/// κ is 1, or 0 where v forgets nothing.
/// Where V(H) falls within less than 1/c, v of a stage may come out below 0. S then takes it for 0,
/// and the error counts it. The embedded v is no good at large h c, where its difference to v is
/// taken times 1/(1 + γ h c).
///
/// Source: E. Hairer and G. Wanner, "Solving Ordinary Differential Equations II", section IV.8, the
/// filtered error estimate.
struct SlowStep {
  /// ζ after the step, before retraction.
  var theta: [Double]
  /// v after the step.
  var secondMoment: [Double]
  /// dζ/dt of the last stage, whose v and time are those after the step.
  var lastDrift: [Double]
  /// The estimated error in units of the tolerance; a step is good if it is at most 1.
  var error: Double

  /// A step of length h from (θ, v); nil if a stage is not finite.
  ///
  /// The error is the largest difference to the embedded pair, of ζ relative to max|ζ| and of √v
  /// relative to max √v, the unit in which v follows ζ; matrices L and R count as they are.
  ///
  /// - Parameters:
  ///   - field: The right-hand sides.
  ///   - start: The point θ.
  ///   - v: v there, shape `[P]`, or L and R; empty for sgd.
  ///   - time: t there.
  ///   - firstDrift: dζ/dt there.
  ///   - h: The length of the step, in time.
  ///   - tolerance: The error that counts as 1.
  init?(
    _ field: SlowVectorField, from start: any PointGeometry, _ v: [Double], time: Double,
    firstDrift: [Double], h: Double, tolerance: Double
  ) {
    typealias Method = AdditiveRungeKutta
    let theta = start.theta
    let rate = field.moment.rate
    let rule = field.moment.rule
    let firstTarget = field.moment.target(at: start)
    var drifts = [firstDrift]
    let forgotten = field.moment.forgotten
    var slopes = [v.indices.map { rate * (firstTarget[$0] - forgotten * v[$0]) }]
    var last = v
    let damping = 1 / (1 + Method.diagonal * h * rate * forgotten)
    for i in 1..<Method.stageCount {
      var stage = theta
      for j in 0..<i { Self.add(h * Method.explicit[i][j], drifts[j], to: &stage) }
      var known = v
      for j in 0..<i { Self.add(h * Method.implicit[i][j], slopes[j], to: &known) }
      let point = field.landscape.point(stage)
      let target = field.moment.target(at: point)
      for p in v.indices {
        last[p] = (known[p] + Method.diagonal * h * rate * target[p]) * damping
      }
      let stageTime = time + h * Method.nodes[i]
      let metric = field.moment.metric(at: point, rule.bounded(last), time: stageTime)
      guard let drift = field.drift(at: point, metric: metric, time: stageTime) else { return nil }
      drifts.append(drift)
      slopes.append(v.indices.map { rate * (target[$0] - forgotten * last[$0]) })
    }
    self.theta = theta
    secondMoment = rule.bounded(last)
    lastDrift = drifts[Method.stageCount - 1]
    var (embedded, embeddedV) = (theta, v)
    for i in 0..<Method.stageCount {
      Self.add(h * Method.weights[i], drifts[i], to: &self.theta)
      Self.add(h * Method.embedded[i], drifts[i], to: &embedded)
      Self.add(h * Method.embedded[i], slopes[i], to: &embeddedV)
    }
    error = Self.difference(self.theta, embedded, scale: maximumMagnitude(theta)) / tolerance
    let measures = rule.measure(last)
    let embeddedMeasures = rule.measure(
      v.indices.map { p in last[p] + (embeddedV[p] - last[p]) * damping })
    let scale = max(maximumMagnitude(measures), maximumMagnitude(rule.measure(v)))
    error = max(error, Self.difference(measures, embeddedMeasures, scale: scale) / tolerance)
    guard error.isFinite, measures.allSatisfy(\.isFinite) else { return nil }
  }

  /// y ← fma(a, x, y); nothing where a is 0.
  private static func add(_ a: Double, _ x: [Double], to y: inout [Double]) {
    precondition(x.count == y.count)
    guard a != 0 else { return }
    for i in y.indices { y[i] = y[i].addingProduct(a, x[i]) }
  }

  /// ‖x − y‖_∞ / scale; 0 for equal arrays, whatever the scale.
  private static func difference(_ x: [Double], _ y: [Double], scale: Double) -> Double {
    let distance = maximumMagnitude(zip(x, y).map { $0 - $1 })
    return distance == 0 ? 0 : distance / scale
  }
}
