import Formulas
import RandomStreams

extension RegressionProblem {
  /// A random design, a random truth and noiseless targets y = Z w*, all from one seed.
  ///
  /// Addresses (see `RandomStream`): the entry (i, j) of a sign design is bit i·q + j, of a Gaussian
  /// one normal i·q + j, of a uniform one the first uniform at index i·q + j, of purpose `design` at step 0.
  /// A row of a sphere is that of a Gaussian design times √q / ‖row‖, squares by fused multiply-adds
  /// in sequence from +0. The places of one-hot rows are, q rows at a time, what the exchanges of t with t +
  /// the integer below q − t at index r + t, t = 0, 1, …, make of 0, 1, …, q − 1, r the first of the rows.
  ///
  /// The support of a sparse w* is the head of a partial Fisher–Yates shuffle of 0..<d, whose t-th
  /// exchange is of t with t + an integer below d − t at index t of purpose `truth`, step 0. The value
  /// of its t-th entry is 2u − 1 with u the first uniform at index t, step 1 + a, for the first attempt
  /// a = 0, 1, … with 0.01 ≤ |2u − 1| < 1.
  ///
  /// A low-rank w* is vec(A Bᵀ) · (√p / ‖A Bᵀ‖), A and B being p × r; at purpose `truth`, step 0, the
  /// entry (i, c) of A is normal i·r + c, of B normal p·r + i·r + c. The product and the sum of squares
  /// are chains of fused multiply-adds from +0, in c and in row-major order. Of a symmetric one B is A; of a
  /// matrix of rows × columns A is rows × r and B columns × r, and ⁴√(rows · columns) stands for √p.
  ///
  /// The targets are the canonical product of this design in double precision; those of a formula are
  /// what `Formulas/Interpreter` gives for each row.
  ///
  /// - Parameters:
  ///   - kind: The law of the design's entries.
  ///   - samples: n ≥ 1.
  ///   - truth: The law of the truth, and q.
  ///   - dataSeed: Seed of the design and of the truth.
  ///   - testSamples: Samples of a test set, whose design is drawn at step 1 in the same way.
  ///   - outputs: C. Where it is not 1, targets are classes: those that a formula gives, and the places of a
  ///     teacher's largest output.
  /// - Returns: The problem, with its truth.
  public static func generated(
    design kind: DesignKind, samples: Int, truth: GeneratedTruth, dataSeed: UInt64,
    testSamples: Int = 0, outputs: Int = 1
  ) -> RegressionProblem {
    var problem = generated(kind, samples, truth, outputs, dataSeed, step: 0)
    if testSamples > 0 {
      problem.test = TestSet(generated(kind, testSamples, truth, outputs, dataSeed, step: 1))
    }
    return problem
  }

  private static func generated(
    _ kind: DesignKind, _ samples: Int, _ truth: GeneratedTruth, _ outputs: Int, _ dataSeed: UInt64,
    step: UInt64
  ) -> RegressionProblem {
    precondition(samples >= 1, "a problem needs samples")
    let signal: [Double]
    switch truth {
    case .sparse(let dimension, let sparsity): signal = sparseTruth(dimension, sparsity, dataSeed)
    case .lowRank(let dimension, let rank):
      signal = lowRankTruth(dimension, dimension, rank, dataSeed, isSymmetric: false)
    case .symmetricLowRank(let dimension, let rank):
      signal = lowRankTruth(dimension, dimension, rank, dataSeed, isSymmetric: true)
    case .lowRankRectangle(let rows, let columns, let rank):
      signal = lowRankTruth(rows, columns, rank, dataSeed, isSymmetric: false)
    case .target(let text, let input):
      return generated(
        kind, samples, input.count, dataSeed, step, by: TargetLaw(formula: text, input: input))
    case .teacher(let text, let input):
      return generated(
        kind, samples, input.count, dataSeed, step,
        by: TargetLaw(teacher: text, input: input, outputs: outputs, dataSeed: dataSeed))
    }
    let design = randomDesign(kind, samples, signal.count, dataSeed, step)
    let targets = CanonicalProducts(design, samples, signal.count).predictions(of: signal)
    return RegressionProblem(design, signalCount: signal.count, targets: targets, truth: signal)
  }

  /// A design, with the values of a law at its rows as targets.
  private static func generated(
    _ kind: DesignKind, _ samples: Int, _ inputs: Int, _ dataSeed: UInt64, _ step: UInt64,
    by law: TargetLaw
  ) -> RegressionProblem {
    let design = randomDesign(kind, samples, inputs, dataSeed, step)
    let targets = (0..<samples).map { i in law((0..<inputs).map { design.entry(i, $0) }) }
    return RegressionProblem(design, signalCount: inputs, targets: targets, truth: nil)
  }

  /// The problem with targets +1 and −1: the signs of what they were, +1 for 0.
  public func withSignsAsTargets() -> RegressionProblem {
    var problem = withTargets(targets.map { $0 < 0 ? -1 : 1 })
    problem.test = test?.withSignsAsTargets()
    return problem
  }

  /// The problem with normal numbers of a standard deviation added to its targets, for good.
  ///
  /// Target i gets normal i of purpose `truth`, step 2⁴⁰.
  public func withTargetNoise(_ deviation: Double, dataSeed: UInt64) -> RegressionProblem {
    if deviation == 0 { return self }
    let stream = RandomStream(seed: dataSeed, purpose: .truth, step: 1 << 40)
    return withTargets(
      zip(targets, stream.normals(count: sampleCount)).map { $0 + deviation * $1 })
  }

  /// The problem with the signs of a fraction of its targets turned, for good, or their classes.
  ///
  /// Those are turned whose uniform number i of purpose `truth`, step 2⁴⁰ + 1, is among the
  /// round(fraction · n) smallest. A class y becomes (y + 1 + a) mod K, a being the integer below K − 1 at
  /// index i of step 2⁴⁰ + 2: each of the others is as likely.
  public func withFlippedTargets(_ fraction: Double, dataSeed: UInt64) -> RegressionProblem {
    let count = Int((fraction * Double(sampleCount)).rounded())
    if count == 0 { return self }
    let stream = RandomStream(seed: dataSeed, purpose: .truth, step: 1 << 40 + 1)
    let order = (0..<sampleCount).map { (stream.uniforms(at: UInt64($0)).first, $0) }.sorted {
      $0 < $1
    }
    var targets = targets
    guard let classes else {
      for (_, i) in order.prefix(count) { targets[i] = -targets[i] }
      return withTargets(targets)
    }
    let others = RandomStream(seed: dataSeed, purpose: .truth, step: 1 << 40 + 2)
    var probabilities = classes.probabilities
    for (_, i) in order.prefix(count) {
      let other = Int(others.integer(below: UInt64(classes.count - 1), at: UInt64(i)))
      let turned = (Int(targets[i]) + 1 + other) % classes.count
      targets[i] = Double(turned)
      for c in 0..<classes.count { probabilities[i * classes.count + c] = c == turned ? 1 : 0 }
    }
    var problem = withTargets(targets)
    problem.classes = ClassTargets(probabilities, count: classes.count)
    return problem
  }

  /// The same design with other targets.
  private func withTargets(_ targets: [Double]) -> RegressionProblem {
    var problem = RegressionProblem(
      design, signalCount: signalCount, targets: targets, truth: truth)
    problem.test = test
    return problem
  }

  private static func randomDesign(
    _ kind: DesignKind, _ samples: Int, _ dimension: Int, _ seed: UInt64, _ step: UInt64
  ) -> Design {
    let stream = RandomStream(seed: seed, purpose: .design, step: step)
    switch kind {
    case .sign:
      let words = stream.signWords(count: samples * dimension)
      return Design(signsOf: samples, dimension) { i, j in
        let position = i * dimension + j
        return words[position / 32] >> UInt32(position % 32) & 1 == 1
      }
    case .gaussian:
      return .dense(
        DenseBlocks(sampleCount: samples, signalCount: dimension) { row in
          stream.normals((row * dimension)..<((row + 1) * dimension))
        })
    case .sphere:
      return .dense(
        DenseBlocks(sampleCount: samples, signalCount: dimension) { row in
          let normals = stream.normals((row * dimension)..<((row + 1) * dimension))
          let squares = normals.reduce(0.0) { $0.addingProduct($1, $1) }
          let scale = Double(dimension).squareRoot() / squares.squareRoot()
          return normals.map { $0 * scale }
        })
    case .uniform:
      return .dense(
        DenseBlocks(sampleCount: samples, signalCount: dimension) { row, column in
          2 * stream.uniforms(at: UInt64(row * dimension + column)).first - 1
        })
    case .oneHot:
      return .units(
        UnitRows(columns: oneHotColumns(samples, dimension, stream), signalCount: dimension))
    }
  }

  private static func oneHotColumns(
    _ samples: Int, _ dimension: Int, _ stream: RandomStream
  ) -> [Int] {
    var columns: [Int] = []
    for first in stride(from: 0, to: samples, by: dimension) {
      var order = Array(0..<dimension)
      for t in 0..<min(dimension, samples - first) {
        let offset = stream.integer(below: UInt64(dimension - t), at: UInt64(first + t))
        order.swapAt(t, t + Int(offset))
        columns.append(order[t])
      }
    }
    return columns
  }

  private static func sparseTruth(_ dimension: Int, _ sparsity: Int, _ seed: UInt64) -> [Double] {
    precondition(dimension >= 1, "a signal needs coordinates")
    precondition((0...dimension).contains(sparsity), "sparsity lies between 0 and the dimension")
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

  private static func lowRankTruth(
    _ rows: Int, _ columns: Int, _ rank: Int, _ seed: UInt64, isSymmetric: Bool
  ) -> [Double] {
    precondition(rows >= 1 && columns >= 1, "a matrix needs rows and columns")
    precondition((1...min(rows, columns)).contains(rank), "a rank is at most rows and columns")
    let factors = RandomStream(seed: seed, purpose: .truth, step: 0)
      .normals(count: (rows + columns) * rank)
    // B is A itself.
    let right = isSymmetric ? 0 : rows
    var product = Array(repeating: 0.0, count: rows * columns)
    for i in 0..<rows {
      for j in 0..<columns {
        for c in 0..<rank {
          product[i * columns + j].addProduct(
            factors[i * rank + c], factors[(right + j) * rank + c])
        }
      }
    }
    let squares = product.reduce(0.0) { $0.addingProduct($1, $1) }
    // √p of a p × p matrix.
    let norm =
      rows == columns
      ? Double(rows).squareRoot() : (Double(rows) * Double(columns)).squareRoot().squareRoot()
    let scale = norm / squares.squareRoot()
    return product.map { $0 * scale }
  }
}
