import RandomStreams

extension RegressionProblem {
  /// A random design, a sparse truth and noiseless targets y = Z w*, all from one seed.
  ///
  /// Addresses (see `RandomStream`): the entry (i, j) of a sign design is bit i·d + j, of a Gaussian
  /// one normal i·d + j, of purpose `design` at step 0. The support of w* is the head of a partial
  /// Fisher–Yates shuffle of 0..<d, whose t-th exchange is of t with t + an integer below d − t at
  /// index t of purpose `truth`, step 0. The value of its t-th entry is 2u − 1 with u the first
  /// uniform at index t, step 1 + a, for the first attempt a = 0, 1, … with 0.01 ≤ |2u − 1| < 1.
  /// The targets are the canonical product of this design in double precision.
  ///
  /// - Parameters:
  ///   - kind: The law of the design's entries.
  ///   - samples: n ≥ 1.
  ///   - dimension: d ≥ 1, the length of the signal.
  ///   - sparsity: k, the number of non-zero entries of the truth, in 0...d.
  ///   - dataSeed: Seed of the design and of the truth.
  /// - Returns: The problem, with its truth.
  public static func generated(
    design kind: DesignKind, samples: Int, dimension: Int, sparsity: Int, dataSeed: UInt64
  ) -> RegressionProblem {
    precondition(samples >= 1 && dimension >= 1, "a problem needs samples and coordinates")
    precondition((0...dimension).contains(sparsity), "sparsity lies between 0 and the dimension")
    let design = randomDesign(kind, samples, dimension, dataSeed)
    let truth = sparseTruth(dimension, sparsity, dataSeed)
    let targets = CanonicalProducts(design, samples, dimension).predictions(of: truth)
    return RegressionProblem(design, signalCount: dimension, targets: targets, truth: truth)
  }

  private static func randomDesign(
    _ kind: DesignKind, _ samples: Int, _ dimension: Int, _ seed: UInt64
  ) -> Design {
    let stream = RandomStream(seed: seed, purpose: .design, step: 0)
    switch kind {
    case .sign:
      let words = stream.signWords(count: samples * dimension)
      return Design(signsOf: samples, dimension) { i, j in
        let position = i * dimension + j
        return words[position / 32] >> UInt32(position % 32) & 1 == 1
      }
    case .gaussian:
      let entries = stream.normals(count: samples * dimension)
      return .dense(entries, sampleCount: samples, signalCount: dimension)
    }
  }

  private static func sparseTruth(_ dimension: Int, _ sparsity: Int, _ seed: UInt64) -> [Double] {
    let choices = RandomStream(seed: seed, purpose: .truth, step: 0)
    var order = Array(0..<dimension)
    var truth = Array(repeating: 0.0, count: dimension)
    for t in 0..<sparsity {
      let offset = Int(choices.integer(below: UInt64(dimension - t), at: UInt64(t)))
      order.swapAt(t, t + offset)
      truth[order[t]] = value(ofEntry: t, seed)
    }
    return truth
  }

  private static func value(ofEntry t: Int, _ seed: UInt64) -> Double {
    var attempt: UInt64 = 0
    while true {
      let stream = RandomStream(seed: seed, purpose: .truth, step: 1 + attempt)
      let value = 2 * stream.uniforms(at: UInt64(t)).first - 1
      if abs(value) >= 0.01 && abs(value) < 1 { return value }
      attempt += 1
    }
  }
}
