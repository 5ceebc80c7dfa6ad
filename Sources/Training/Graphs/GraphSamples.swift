internal import Formulas

/// The inputs of a data set, sample by sample, as formulas take them.
struct GraphSamples: Sendable {
  /// n.
  let count: Int
  /// The shape of one sample.
  let shape: Shape
  /// Shape `[n, shape.count]`.
  let numbers: [Double]

  /// Samples of a shape, each row by row, one behind the other.
  init(_ numbers: [Double], count: Int, shape: Shape) {
    precondition(numbers.count == count * shape.count, "every sample has its numbers")
    self.count = count
    self.shape = shape
    self.numbers = numbers
  }

  /// The rows of a design, as vectors or, row by row, in another shape.
  init(_ problem: RegressionProblem, shape: Shape? = nil) {
    var numbers: [Double] = []
    numbers.reserveCapacity(problem.sampleCount * problem.signalCount)
    for i in 0..<problem.sampleCount {
      for j in 0..<problem.signalCount { numbers.append(problem.designEntry(i, j)) }
    }
    self.init(
      numbers, count: problem.sampleCount, shape: shape ?? .vector(problem.signalCount))
  }
}

extension GraphSamples {
  /// Eight samples side by side, element by element; beyond the last one it is repeated.
  func eight(ofBlock block: Int) -> [SIMD8<Double>] {
    (0..<shape.count).map { k in
      var x = SIMD8<Double>.zero
      for lane in 0..<8 { x[lane] = numbers[min(8 * block + lane, count - 1) * shape.count + k] }
      return x
    }
  }
}
