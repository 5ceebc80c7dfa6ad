/// The predictions of a model on some data as functions of θ, in double precision, sample by sample.
///
/// It is what observables and the theory know of a model. Eight samples lie side by side in the lanes
/// of a vector, lane k of block b being sample 8b + k; lanes beyond the last sample hold nothing of
/// meaning.
public protocol PerSample: Sendable {
  /// P, the length of θ.
  var parameterCount: Int { get }
  /// n.
  var sampleCount: Int { get }
  /// C, the number of predictions for a sample.
  var outputCount: Int { get }
  /// Whether the velocity of every parameter under the slow equations is a multiple of it, so that
  /// none can change its sign.
  var keepsSigns: Bool { get }
  /// Sets of parameters, by index, that the slow equations keep at 0 once all of a set are there.
  var vanishingGroups: [[Int]] { get }

  /// The predictions and their derivatives at θ, shape `[P]`.
  func point(_ theta: [Double]) -> any PerSamplePoint
}

extension PerSample {
  /// Number of blocks of eight samples.
  public var blockCount: Int { (sampleCount + 7) / 8 }

  /// One prediction for each sample, where a model says nothing else.
  public var outputCount: Int { 1 }

  /// No sign is kept, where a model says nothing else.
  public var keepsSigns: Bool { false }

  /// Nothing stays at 0, where a model says nothing else.
  public var vanishingGroups: [[Int]] { [] }
}

extension PerSamplePoint {
  /// (1/n) Σᵢ gᵢᵀ Λᵢ gᵢ of every parameter p, g_c = ∂f_c/∂θ_p, samples in sequence by fused
  /// multiply-adds from 0, and of each sample c in sequence.
  ///
  /// - Parameters:
  ///   - weights: Λ of each sample, row-major, shape `[n · C · C]`: a number where C is 1.
  ///   - sampleCount: n.
  /// - Returns: Shape `[P]`.
  func weightedSquares(_ weights: [Double], sampleCount: Int) -> [Double] {
    let outputs = 0..<predictions.count / sampleCount
    let square = outputs.count * outputs.count
    precondition(weights.count == sampleCount * square, "one weight for every pair of predictions")
    var sums: [Double] = []
    for block in 0..<(sampleCount + 7) / 8 {
      let gradients = outputs.map { self.gradients(ofBlock: block, output: $0) }
      if block == 0 { sums = Array(repeating: 0, count: gradients[0].count) }
      func slope(_ c: Int, _ p: Int, _ k: Int) -> Double {
        gradients[c][gradients[c].startIndex + p][k]
      }
      for p in sums.indices {
        for k in 0..<min(8, sampleCount - 8 * block) {
          let sample = (8 * block + k) * square
          for c in outputs {
            let row = sample + c * outputs.count
            var weighted = weights[row] * slope(0, p, k)
            for d in outputs.dropFirst() { weighted.addProduct(weights[row + d], slope(d, p, k)) }
            sums[p].addProduct(weighted, slope(c, p, k))
          }
        }
      }
    }
    return sums.map { $0 / Double(sampleCount) }
  }
}

/// The predictions of a model and their derivatives at one θ.
public protocol PerSamplePoint: Sendable {
  /// f, shape `[n · C]`, the outputs of a sample next to each other.
  var predictions: [Double] { get }

  /// ∇f of one output for eight samples.
  ///
  /// - Parameters:
  ///   - block: The samples, from 0.
  ///   - output: c, from 0.
  /// - Returns: Shape `[P]`, 0 in the lanes beyond the last sample.
  func gradients(ofBlock block: Int, output: Int) -> ArraySlice<SIMD8<Double>>

  /// ∇²f m of one output for eight samples.
  ///
  /// - Parameters:
  ///   - block: The samples, from 0.
  ///   - output: c, from 0.
  ///   - directions: m, shape `[P]`, one for each sample, 0 in the lanes beyond the last.
  /// - Returns: Shape `[P]`, 0 in the lanes beyond the last sample.
  func hessianProducts(
    ofBlock block: Int, output: Int, along directions: ArraySlice<SIMD8<Double>>
  ) -> [SIMD8<Double>]
}
