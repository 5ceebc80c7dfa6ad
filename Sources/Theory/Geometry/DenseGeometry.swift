import DenseAlgebra
import Training

/// The geometry at a point of any model, with J formed, 8 n C P bytes.
struct DenseGeometry: PointGeometry {
  let theta: [Double]
  let residuals: [Double]
  let sampleCount: Int
  private let outputCount: Int
  private let point: any PerSamplePoint
  private let jacobian: SampleBlocks

  /// The geometry at θ, shape `[P]`, for targets of shape `[n · C]`.
  init(_ model: any PerSample, targets: [Double], _ theta: [Double]) {
    self.theta = theta
    sampleCount = model.sampleCount
    outputCount = model.outputCount
    point = model.point(theta)
    residuals = zip(point.predictions, targets).map { $0 - $1 }
    var jacobian = SampleBlocks(rowCount: sampleCount * outputCount, columnCount: theta.count)
    if outputCount == 1 {
      for block in 0..<model.blockCount {
        jacobian.setRows(ofBlock: block, point.gradients(ofBlock: block, output: 0))
      }
    } else {
      for block in 0..<model.blockCount {
        for output in 0..<outputCount {
          let eight = point.gradients(ofBlock: block, output: output)
          for k in 0..<min(8, sampleCount - 8 * block) {
            jacobian.setRow((8 * block + k) * outputCount + output, eight.map { $0[k] })
          }
        }
      }
    }
    self.jacobian = jacobian
  }

  func pushForward(_ x: [Double]) -> [Double] { jacobian.product(x) }

  func pullBack(_ x: [Double]) -> [Double] { jacobian.transposedProduct(x) }

  func gram(_ metric: [Double]) -> SampleBlocks { jacobian.gram(weights: metric) }

  func diagonalHessian() -> [Double] {
    jacobian.squaredColumnLengths().map { $0 / Double(sampleCount) }
  }

  func gradientRows(scaledBy scale: [Double], at indices: [Int]?) -> [[SIMD8<Double>]] {
    scaledRows(
      jacobian.rowCount, at: indices ?? Array(theta.indices), by: scale,
      ofBlock: jacobian.rows(ofBlock:))
  }

  func curvature(_ metric: [Double]) -> [Double] {
    var directions = jacobian
    directions.scaleColumns(by: metric)
    return curvature(along: directions)
  }

  func curvature(along directions: SampleBlocks) -> [Double] {
    precondition(directions.rowCount == jacobian.rowCount)
    precondition(directions.columnCount == theta.count)
    var sums = Array(repeating: SIMD8<Double>.zero, count: theta.count)
    for block in 0..<(sampleCount + 7) / 8 {
      for output in 0..<outputCount {
        let terms = point.hessianProducts(
          ofBlock: block, output: output, along: eightRows(of: directions, block, output))
        for p in theta.indices { sums[p] += terms[p] }
      }
    }
    let factor = 2 / Double(sampleCount)
    return sums.map { factor * sumOfLanes($0) }
  }

  /// The rows of one output of eight samples, 0 beyond the last.
  private func eightRows(
    of matrix: SampleBlocks, _ block: Int, _ output: Int
  ) -> ArraySlice<SIMD8<Double>> {
    guard outputCount > 1 else { return matrix.rows(ofBlock: block) }
    var eight = Array(repeating: SIMD8<Double>.zero, count: matrix.columnCount)
    for k in 0..<min(8, sampleCount - 8 * block) {
      let row = (8 * block + k) * outputCount + output
      for p in eight.indices { eight[p][k] = matrix[row, p] }
    }
    return eight[...]
  }

  /// The active parameters as they are.
  func activeGradients(scaledBy scale: [Double], _ b: [Double]) -> ActiveGradients {
    let active = scale.indices.filter { scale[$0] > 0 }
    return ActiveGradients(along: lanes(of: active.map { b[$0] }), across: []) {
      gradientRows(scaledBy: scale, at: active)
    }
  }
}
