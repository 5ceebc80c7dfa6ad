import DenseAlgebra
import Training

/// One step of the implicit tableau of ``AdditiveRungeKutta`` along θ̇ = −∇L.
///
///     θᵢ + γh ∇L(θᵢ) = θ + h Σ_{j<i} aᵢⱼ kⱼ      kᵢ = (θᵢ − θ − h Σ_{j<i} aᵢⱼ kⱼ)/(γh)      k₀ = −∇L(θ)
///
/// by Newton's method, (I + γh ∇²L(x)) δ = −F(x), and conjugate gradients for δ. The first guess is the stage
/// with the slope of the one before. A matrix that is not positive, as where the loss is curved downwards by more
/// than 1/γh, is no step: a shorter one is tried. The last stage is the result. The difference to the embedded
/// pair is taken times (I + γh ∇²L)⁻¹, so that fast modes which a step has damped away do not count.
///
/// Source: E. Hairer and G. Wanner, "Solving Ordinary Differential Equations II", section IV.8.
struct FlowStep {
  /// θ after the step.
  let theta: [Double]
  /// The estimated error in units of the tolerance; a step is good if it is at most 1.
  let error: Double

  /// Of a Newton step in units of the tolerance.
  private static let newtonTolerance = 1e-3
  private static let mostNewtonSteps = 10
  /// What conjugate gradients leave of a Newton step's right-hand side.
  private static let linearTolerance = 1e-3

  /// A step of length h from a point; nil if a stage is not found.
  ///
  /// The error is relative to the larger one of max|θ| before and after.
  init?(_ flow: GradientFlow, from start: LossPoint, h: Double, tolerance: Double) {
    typealias Method = AdditiveRungeKutta
    guard start.gradient.allSatisfy(\.isFinite) else { return nil }
    let theta = start.theta
    let shift = Method.diagonal * h
    var slopes = [start.gradient.map { -$0 }]
    var last = start
    for i in 1..<Method.stageCount {
      var known = theta
      for j in 0..<i { Self.add(h * Method.implicit[i][j], slopes[j], to: &known) }
      var guess = known
      Self.add(shift, slopes[i - 1], to: &guess)
      let scale = max(maximumMagnitude(known), maximumMagnitude(theta))
      let limit = max(Self.newtonTolerance * tolerance, 0x1p-50) * scale
      guard let stage = Self.solve(flow, guess, known, shift: shift, limit: limit) else {
        return nil
      }
      slopes.append(zip(stage.theta, known).map { ($0 - $1) / shift })
      last = stage
    }
    self.theta = last.theta
    var difference = theta.map { _ in 0.0 }
    for i in 0..<Method.stageCount {
      Self.add(h * (Method.weights[i] - Method.embedded[i]), slopes[i], to: &difference)
    }
    guard let filtered = Self.damped(difference, at: last, shift: shift) else { return nil }
    let (size, scale) = (
      maximumMagnitude(filtered), max(maximumMagnitude(theta), maximumMagnitude(last.theta))
    )
    error = size == 0 ? 0 : size / (scale * tolerance)
    guard error.isFinite else { return nil }
  }

  /// x with x + shift · ∇L(x) = known, where Newton's steps fall below a limit.
  private static func solve(
    _ flow: GradientFlow, _ guess: [Double], _ known: [Double], shift: Double, limit: Double
  ) -> LossPoint? {
    var point = flow.point(guess)
    var previous = Double.infinity
    for _ in 0..<mostNewtonSteps {
      let rest = point.theta.indices.map { p in
        -((point.theta[p] - known[p]).addingProduct(shift, point.gradient[p]))
      }
      guard let step = damped(rest, at: point, shift: shift) else { return nil }
      let size = maximumMagnitude(step)
      // Far from the solution, or at a kink, steps need not shrink: a shorter step of time is better.
      guard size.isFinite, size <= limit || size < 0.5 * previous else { return nil }
      point = flow.point(zip(point.theta, step).map { $0 + $1 })
      guard point.gradient.allSatisfy(\.isFinite) else { return nil }
      if size <= limit { return point }
      previous = size
    }
    return nil
  }

  /// (I + shift · ∇²L)⁻¹ x.
  private static func damped(_ x: [Double], at point: LossPoint, shift: Double) -> [Double]? {
    ConjugateGradients.solve(x, tolerance: linearTolerance, limit: x.count + 50) { direction in
      zip(direction, point.hessianProduct(direction)).map { $0.addingProduct(shift, $1) }
    }
  }

  /// y ← fma(a, x, y); nothing where a is 0.
  private static func add(_ a: Double, _ x: [Double], to y: inout [Double]) {
    guard a != 0 else { return }
    for i in y.indices { y[i] = y[i].addingProduct(a, x[i]) }
  }
}
