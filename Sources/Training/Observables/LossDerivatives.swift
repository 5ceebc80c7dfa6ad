/// Gradient and Hessian of the training loss without noise, L = (1/n) Σ ℓ(fᵢ, yᵢ), in double precision.
///
/// Sums over samples are in sequence, of eight at a time by halves, and of these c in sequence, where each
/// sample has C predictions. Products of Λ = ∂²ℓ/∂f² are sequences in order of c, fused from the second on.
struct LossDerivatives: Sendable {
  private let point: any PerSamplePoint
  private let parameterCount: Int
  private let sampleCount: Int
  private let outputCount: Int
  /// ℓ′ of each sample, shape `[n · C]`, and ℓ″, shape `[n · C · C]`.
  private let slopes: [Double]
  private let curvatures: [Double]
  /// ∇f of all samples, block by block and of each output by output, if they are few.
  private let held: [ArraySlice<SIMD8<Double>>]?

  /// More numbers than are held: they are then computed anew for every product.
  private static let mostHeld = 1 << 22

  init(_ state: Observation) {
    self.init(state.samples, loss: state.loss, problem: state.problem)
  }

  /// The derivatives at a point of a model on some data.
  init(_ point: any PerSamplePoint, loss: Loss, problem: RegressionProblem) {
    self.point = point
    sampleCount = problem.sampleCount
    outputCount = problem.outputCount
    let predictions = point.predictions
    slopes = loss.residuals(of: predictions, on: problem)
    curvatures = loss.curvatures(of: predictions, on: problem)
    let outputs = 0..<outputCount
    let first = outputs.map { point.gradients(ofBlock: 0, output: $0) }
    parameterCount = first[0].count
    held =
      sampleCount * outputs.count * parameterCount <= Self.mostHeld
      ? first
        + (1..<(sampleCount + 7) / 8).flatMap { block in
          outputs.map { point.gradients(ofBlock: block, output: $0) }
        } : nil
  }

  private var blockCount: Int { (sampleCount + 7) / 8 }

  private func gradients(_ block: Int, _ output: Int) -> ArraySlice<SIMD8<Double>> {
    held?[block * outputCount + output] ?? point.gradients(ofBlock: block, output: output)
  }

  /// Number `place` of `count` for each of the samples of a block, 0 beyond the last.
  private func eight(
    _ numbers: [Double], _ block: Int, _ place: Int, of count: Int
  ) -> SIMD8<Double> {
    var result = SIMD8<Double>.zero
    for k in 0..<min(8, sampleCount - 8 * block) {
      result[k] = numbers[(8 * block + k) * count + place]
    }
    return result
  }

  /// ∇L, shape `[P]`.
  var gradient: [Double] {
    var sums = Array(repeating: 0.0, count: parameterCount)
    for block in 0..<blockCount {
      for c in 0..<outputCount {
        let weights = eight(slopes, block, c, of: outputCount)
        for (p, g) in gradients(block, c).enumerated() { sums[p] += (weights * g).sum() }
      }
    }
    return sums.map { $0 / Double(sampleCount) }
  }

  /// (1/n) Σ JᵀΛJ x, of one output (1/n) Σ ℓ″ ∇f ∇fᵀ x, and, unless only that is asked for,
  /// (1/n) Σ ℓ′ ∇²f x beside it; shape `[P]`.
  func product(_ x: [Double], isGaussNewton: Bool) -> [Double] {
    var sums = Array(repeating: 0.0, count: parameterCount)
    let directions = x.map { SIMD8(repeating: $0) }
    for block in 0..<blockCount {
      let gradients = (0..<outputCount).map { self.gradients(block, $0) }
      let along = gradients.map { gradients in
        zip(gradients, directions).reduce(SIMD8.zero) { $0.addingProduct($1.0, $1.1) }
      }
      for c in 0..<outputCount {
        func curvature(_ d: Int) -> SIMD8<Double> {
          eight(curvatures, block, c * outputCount + d, of: outputCount * outputCount)
        }
        var weights = curvature(0) * along[0]
        for d in along.indices.dropFirst() { weights.addProduct(curvature(d), along[d]) }
        for (p, g) in gradients[c].enumerated() { sums[p] += (weights * g).sum() }
      }
      if isGaussNewton { continue }
      for c in 0..<outputCount {
        let bends = point.hessianProducts(ofBlock: block, output: c, along: directions[...])
        let slopes = eight(slopes, block, c, of: outputCount)
        for (p, b) in bends.enumerated() { sums[p] += (slopes * b).sum() }
      }
    }
    return sums.map { $0 / Double(sampleCount) }
  }
}
