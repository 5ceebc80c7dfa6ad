/// Gradient and Hessian of the training loss without noise, L = (1/n) Σ ℓ(fᵢ, yᵢ), in double precision.
///
/// Sums over samples are in sequence, of eight at a time by halves.
struct LossDerivatives {
  private let point: any PerSamplePoint
  private let parameterCount: Int
  private let sampleCount: Int
  /// ℓ′ and ℓ″ of each sample.
  private let slopes: [Double]
  private let curvatures: [Double]
  /// ∇f of all samples, block by block, if they are few.
  private let held: [ArraySlice<SIMD8<Double>>]?

  /// More numbers than are held: they are then computed anew for every product.
  private static let mostHeld = 1 << 22

  init(_ state: Observation) {
    point = state.samples
    parameterCount = state.theta.count
    sampleCount = state.problem.sampleCount
    let (loss, targets) = (state.loss.kind, state.problem.targets)
    slopes = zip(point.predictions, targets).map { loss.residual($0, $1) }
    curvatures = zip(point.predictions, targets).map { loss.curvature($0, $1) }
    let point = point
    held =
      sampleCount * parameterCount <= Self.mostHeld
      ? (0..<(sampleCount + 7) / 8).map { point.gradients(ofBlock: $0, output: 0) } : nil
  }

  private var blockCount: Int { (sampleCount + 7) / 8 }

  private func gradients(_ block: Int) -> ArraySlice<SIMD8<Double>> {
    held?[block] ?? point.gradients(ofBlock: block, output: 0)
  }

  /// Eight numbers of the samples of a block, 0 beyond the last.
  private func eight(_ numbers: [Double], _ block: Int) -> SIMD8<Double> {
    var result = SIMD8<Double>.zero
    for k in 0..<min(8, sampleCount - 8 * block) { result[k] = numbers[8 * block + k] }
    return result
  }

  /// ∇L, shape `[P]`.
  var gradient: [Double] {
    var sums = Array(repeating: 0.0, count: parameterCount)
    for block in 0..<blockCount {
      let weights = eight(slopes, block)
      for (p, g) in gradients(block).enumerated() { sums[p] += (weights * g).sum() }
    }
    return sums.map { $0 / Double(sampleCount) }
  }

  /// (1/n) Σ ℓ″ ∇f ∇fᵀ x, and, unless only that is asked for, (1/n) Σ ℓ′ ∇²f x beside it; shape `[P]`.
  func product(_ x: [Double], isGaussNewton: Bool) -> [Double] {
    var sums = Array(repeating: 0.0, count: parameterCount)
    let directions = x.map { SIMD8(repeating: $0) }
    for block in 0..<blockCount {
      let gradients = gradients(block)
      var along = SIMD8<Double>.zero
      for (g, m) in zip(gradients, directions) { along = along.addingProduct(g, m) }
      let weights = eight(curvatures, block) * along
      for (p, g) in gradients.enumerated() { sums[p] += (weights * g).sum() }
      if isGaussNewton { continue }
      let bends = point.hessianProducts(ofBlock: block, output: 0, along: directions[...])
      let slopes = eight(slopes, block)
      for (p, b) in bends.enumerated() { sums[p] += (slopes * b).sum() }
    }
    return sums.map { $0 / Double(sampleCount) }
  }
}
