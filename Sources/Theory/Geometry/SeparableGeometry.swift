import DenseAlgebra
import Training

/// The geometry at a point of a model whose predictions are sums of functions of single parameters;
/// see `SeparablePerSample`.
///
/// Row i of J has z_ij a_p at the parameters p of entry j of the signal, and ∇²fᵢ is Diag(z_ij b_p), a
/// and b the first and second derivatives. So J is never formed.
struct SeparableGeometry: PointGeometry {
  let theta: [Double]
  let residuals: [Double]
  private let model: any SeparablePerSample
  private let design: BlockedDesign
  /// a, shape `[P]`.
  private let slopes: [Double]

  /// The geometry at θ, shape `[P]`, for targets of shape `[n]`.
  init(_ model: any SeparablePerSample, targets: [Double], _ theta: [Double]) {
    self.model = model
    self.theta = theta
    design = model.design
    slopes = model.slopes(at: theta)
    residuals = zip(design.product(model.signal(at: theta)), targets).map { $0 - $1 }
  }

  var sampleCount: Int { design.rowCount }

  func pushForward(_ x: [Double]) -> [Double] {
    precondition(x.count == theta.count)
    return design.product(sumsOverLayers(slopes, x))
  }

  func pullBack(_ x: [Double]) -> [Double] {
    repeated(design.transposedProduct(x), times: slopes)
  }

  func gram(_ metric: [Double]) -> SampleBlocks {
    design.gram(weights: sumsOverLayers(metric, squaredSlopes))
  }

  /// q ⊙ a², q the mean squares of the columns of the design.
  func diagonalHessian() -> [Double] { repeated(model.designMeanSquares, times: squaredSlopes) }

  func gradientRows(scaledBy scale: [Double], at indices: [Int]?) -> [[SIMD8<Double>]] {
    scaledRows(sampleCount, at: indices ?? Array(theta.indices), by: scale) { block in
      let z = design.rows(ofBlock: block)
      return slopes.indices.map { z[z.startIndex + $0 % z.count] * slopes[$0] }[...]
    }
  }

  /// 2 q ⊙ s ⊙ a ⊙ b.
  func curvature(_ metric: [Double]) -> [Double] {
    let bends = model.bends(at: theta)
    var result = repeated(model.designMeanSquares, times: metric)
    for p in result.indices { result[p] *= 2 * (slopes[p] * bends[p]) }
    return result
  }

  func curvature(along directions: SampleBlocks) -> [Double] {
    precondition(directions.rowCount == sampleCount)
    precondition(directions.columnCount == theta.count)
    let (bends, count) = (model.bends(at: theta), design.columnCount)
    var sums = Array(repeating: SIMD8<Double>.zero, count: theta.count)
    for block in 0..<design.blockCount {
      let z = design.rows(ofBlock: block)
      let m = directions.rows(ofBlock: block)
      for first in stride(from: 0, to: theta.count, by: count) {
        for j in 0..<count {
          let p = first + j
          sums[p] = sums[p].addingProduct(z[z.startIndex + j] * bends[p], m[m.startIndex + p])
        }
      }
    }
    let factor = 2 / Double(sampleCount)
    return sums.map { factor * sumOfLanes($0) }
  }

  /// The parameters of an entry of the signal, rotated into one direction along its column of the
  /// design; entries without an active parameter are left out.
  ///
  /// In units of the largest slope and scale, active ones are well above 0: lengths are neither near 0
  /// nor large.
  func activeGradients(scaledBy scale: [Double], _ b: [Double]) -> ActiveGradients {
    let (largestScale, largestSlope) = (maximumMagnitude(scale), maximumMagnitude(slopes))
    let count = design.columnCount
    // Of each entry: ρ with the sign of its only parameter so far, and s.
    var lengths = Array(repeating: 0.0, count: count)
    var along = lengths
    var across: [Double] = []
    for p in theta.indices {
      let j = p % count
      let slope = (scale[p] / largestScale) * (slopes[p] / largestSlope)
      guard p >= count else {
        (lengths[j], along[j]) = (slope, b[p])
        continue
      }
      let length = (lengths[j] * lengths[j]).addingProduct(slope, slope).squareRoot()
      guard length > 0 else {
        if b[p] != 0 { across.append(b[p]) }
        continue
      }
      let (cosine, sine) = (lengths[j] / length, slope / length)
      across.append((sine * along[j]).addingProduct(-cosine, b[p]))
      along[j] = (cosine * along[j]).addingProduct(sine, b[p])
      lengths[j] = length
    }
    let columns = lengths.indices.filter { lengths[$0] != 0 }
    across += along.indices.filter { lengths[$0] == 0 && along[$0] != 0 }.map { along[$0] }
    let (design, factors) = (design, columns.map { lengths[$0] })
    return ActiveGradients(
      along: lanes(of: columns.map { along[$0] }), across: lanes(of: across)
    ) {
      design.rows(at: columns, scaledBy: factors)
    }
  }

  // MARK: Layers

  /// a², shape `[P]`.
  private var squaredSlopes: [Double] { slopes.map { $0 * $0 } }

  /// Σ x_p y_p over the parameters of each entry of the signal, in sequence from 0, shape `[q]`.
  private func sumsOverLayers(_ x: [Double], _ y: [Double]) -> [Double] {
    let count = design.columnCount
    precondition(x.count == y.count && x.count % count == 0)
    let (a, b) = (x.span, y.span)
    var sums = Array(repeating: 0.0, count: count)
    var target = sums.mutableSpan
    for first in stride(from: 0, to: a.count, by: count) {
      for j in 0..<count {
        unsafe target[unchecked: j] += a[unchecked: first &+ j] * b[unchecked: first &+ j]
      }
    }
    return sums
  }

  /// x_j y_p for every parameter p of entry j of the signal, shape `[P]`.
  private func repeated(_ x: [Double], times y: [Double]) -> [Double] {
    precondition(y.count % x.count == 0)
    let factors = x.span
    var result = y
    var target = result.mutableSpan
    for first in stride(from: 0, to: target.count, by: factors.count) {
      for j in 0..<factors.count {
        unsafe target[unchecked: first &+ j] *= factors[unchecked: j]
      }
    }
    return result
  }
}
