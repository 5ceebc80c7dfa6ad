import Testing
import Training

@testable import Theory

/// Points of a diagonal net with d = 30 and n = 11: which of u and v are above 1 % of the largest.
enum NetPoint: CaseIterable, Sendable {
  case allActive
  case onlyU
  case onlyV
  case eitherOfEachPair
  case someInactive
  case somePairsZero
  /// Two samples are combinations of others.
  case dependentRows
  /// Fewer active coordinates than samples.
  case fullColumnRank

  static let dimension = 30

  var theta: [Double] {
    let d = Self.dimension
    var theta = uniform(2 * d, in: 0.3...1.2, seed: 5, randomSigns: true)
    for j in 0..<d {
      switch self {
      case .allActive, .dependentRows: break
      case .onlyU: theta[d + j] = 0
      case .onlyV: theta[j] = 0
      case .eitherOfEachPair: theta[j % 3 == 0 ? j : d + j] *= 1e-3
      case .someInactive:
        if j % 4 == 1 { theta[j] *= 1e-3 }
        if j % 5 == 2 { theta[d + j] = 0 }
        if j % 7 == 3 { (theta[j], theta[d + j]) = (1e-5, -1e-4) }
      case .somePairsZero: if j % 3 == 0 { (theta[j], theta[d + j]) = (0, 0) }
      case .fullColumnRank:
        theta[d + j] = 0
        if j >= 7 { theta[j] *= 1e-3 }
      }
    }
    return theta
  }

  func problem(_ kind: DesignKind) -> RegressionProblem {
    let (n, d) = (11, Self.dimension)
    let problem = RegressionProblem.generated(
      design: kind, samples: n, truth: .sparse(dimension: d, sparsity: 3), dataSeed: 6)
    guard self == .dependentRows else { return problem }
    var rows = (0..<n).map { i in (0..<d).map { problem.designEntry(i, $0) } }
    rows[3] = rows[8]
    rows[10] = zip(rows[0], rows[1]).map { $0 - 2 * $1 }
    return RegressionProblem(
      design: rows.flatMap { $0 }, targets: problem.targets, truth: problem.truth)
  }
}

@Suite struct ActiveGradientsTests {
  /// ‖(I − KK⁺) D g‖ / ‖D g‖ from the whole rows of Kᵀ.
  ///
  /// Both have errors of about 2⁻⁵² times the condition of K, at most 10² here.
  @Test(arguments: NetPoint.allCases, [(DesignKind.sign, 0.0), (.gaussian, 0.5), (.sign, 0.5)])
  func stationarityIsThatOfTheWholeRows(at place: NetPoint, of setting: (DesignKind, Double)) {
    let (kind, exponent) = setting
    let (theta, problem) = (place.theta, place.problem(kind))
    let model = Model.diagonalNet(dimension: NetPoint.dimension)
    let value = stationarity(at: theta, problem: problem, model: model, exponent: exponent)
    let expected = direct(at: theta, Landscape(problem, model), exponent: exponent)
    #expect(abs(value - expected) < 1e-13)
    if place == .fullColumnRank {
      #expect(value == 0)
    } else {
      #expect(value > 0.05 && value < 0.999)
    }
  }

  /// K Kᵀ, K b and ‖b‖ do not see the rotation; rows are in units of the largest θ.
  @Test(arguments: NetPoint.allCases)
  func rotationsKeepInnerProducts(at place: NetPoint) {
    let landscape = Landscape(
      place.problem(.gaussian), .diagonalNet(dimension: NetPoint.dimension))
    let largest = maximumMagnitude(place.theta)
    let (scale, b) = (activeScale(place.theta), vector(at: place.theta))
    let point = landscape.point(place.theta)
    let gradients = ActiveGradients(at: point, of: landscape, scale: scale, b)
    let rows = gradients.rows()
    let whole = point.gradientRows(scaledBy: scale)
    let unit = 2 * largest * largest
    for (i, row) in rows.enumerated() {
      // Sums of at most 60 products.
      for k in 0...i {
        let size = (dot(row, row) * dot(rows[k], rows[k])).squareRoot()
        let expected = dot(whole[i], whole[k]) / (unit * unit)
        #expect(abs(dot(row, rows[k]) - expected) < 1e-14 * size)
      }
      let size = (dot(row, row) * inner(b, b)).squareRoot()
      #expect(abs(dot(row, gradients.along) - dot(whole[i], lanes(of: b)) / unit) < 1e-14 * size)
    }
    let square =
      dot(gradients.along, gradients.along) + dot(gradients.across, gradients.across)
    #expect(abs(square - inner(b, b)) < 1e-14 * square)
  }

  /// One active coordinate of a pair is all that there is, its sign apart.
  @Test(arguments: [NetPoint.onlyU, .onlyV, .eitherOfEachPair])
  func aPairWithOneActiveCoordinateIsNotRounded(at place: NetPoint) {
    let landscape = Landscape(place.problem(.sign), .diagonalNet(dimension: NetPoint.dimension))
    let b = vector(at: place.theta)
    let gradients = ActiveGradients(
      at: landscape.point(place.theta), of: landscape, scale: activeScale(place.theta), b)
    let magnitudes = (0..<NetPoint.dimension).map { abs(b[$0] + b[NetPoint.dimension + $0]) }
    #expect(numbers(of: gradients.along, count: NetPoint.dimension).map { abs($0) } == magnitudes)
    #expect(gradients.across.allSatisfy { $0 == .zero })
  }

  /// θ⁴ would overflow or vanish.
  @Test(arguments: [0x1p+400, 0x1p-400])
  func rowsHaveTheSameBitsForAnySizeOfTheta(factor: Double) {
    let place = NetPoint.someInactive
    let landscape = Landscape(place.problem(.sign), .diagonalNet(dimension: NetPoint.dimension))
    let b = vector(at: place.theta)
    let expected = ActiveGradients(
      at: landscape.point(place.theta), of: landscape, scale: activeScale(place.theta), b)
    let theta = place.theta.map { factor * $0 }
    let scaled = ActiveGradients(
      at: landscape.point(theta), of: landscape, scale: activeScale(theta), b)
    #expect(scaled.rows() == expected.rows())
    #expect(scaled.along == expected.along && scaled.across == expected.across)
  }

  @Test func rowsOfADiagonalNetHaveOneEntryForEveryPair() {
    for (place, count) in [(NetPoint.allActive, 30), (.onlyU, 30), (.somePairsZero, 20)] {
      let landscape = Landscape(place.problem(.sign), .diagonalNet(dimension: NetPoint.dimension))
      let rows = ActiveGradients(
        at: landscape.point(place.theta), of: landscape, scale: activeScale(place.theta),
        vector(at: place.theta)
      ).rows()
      #expect(rows.count == 11 && rows.allSatisfy { $0.count == (count + 7) / 8 })
    }
  }

  /// |θ| of the active coordinates, 0 of the others.
  private func activeScale(_ theta: [Double]) -> [Double] {
    let limit = 0.01 * maximumMagnitude(theta)
    return theta.map { abs($0) > limit ? abs($0) : 0 }
  }

  /// Some b, 0 where θ is not active.
  private func vector(at theta: [Double]) -> [Double] {
    zip(activeScale(theta), uniform(theta.count, in: -1...1, seed: 9)).map { $0 > 0 ? $1 : 0 }
  }

  private func direct(at theta: [Double], _ landscape: Landscape, exponent: Double) -> Double {
    let point = landscape.point(theta)
    let weights = point.diagonalHessian().map {
      exponent == 0 ? 1 : $0 > 0 ? 1 / $0.squareRoot() : 0
    }
    let (scale, g) = (activeScale(theta), point.curvature(weights))
    let active = theta.indices.filter { scale[$0] > 0 }
    let b = lanes(of: active.map { scale[$0] * g[$0] })
    let basis = OrthonormalBasis(spanning: point.gradientRows(scaledBy: scale, at: active))
    guard basis.rank < active.count else { return 0 }
    let rest = basis.removing(from: b)
    return (dot(rest, rest) / dot(b, b)).squareRoot()
  }
}
