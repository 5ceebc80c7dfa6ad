import DenseAlgebra
import TestSupport
import Testing
import Training

@testable import Theory

/// ‖(I − K K⁺) b‖, K = D J_Aᵀ, in both ways, against Gram–Schmidt on the whole rows of Kᵀ.
@Suite struct LeastSquaresResidualTests {
  /// All have errors of about 2⁻⁵² times the condition of K, at most 10² here.
  @Test(arguments: NetPoint.allCases, DesignKind.allCases.filter { $0 != .oneHot })
  func netsHaveThatOfTheWholeRows(at place: NetPoint, design: DesignKind) throws {
    let landscape = Landscape(
      place.problem(design), .diagonalNet(dimension: NetPoint.dimension))
    let point = landscape.point(place.theta)
    let scale = activeScale(place.theta)
    let b = vector(scale)
    let expected = direct(point, b, scale)
    let hasFullColumnRank = place == .fullColumnRank || place == .squareOfFullRank
    #expect(hasFullColumnRank ? expected == 0 : expected > 0.1 && expected < 0.99)
    #expect(
      abs(landscape.residualByOrthonormalBasis(of: b, scale: scale, at: point) - expected) < 1e-13)
    let byNormalEquations = landscape.residualByNormalEquations(
      of: b, scale: scale, at: point)
    switch place {
    case .dependentRows, .fullColumnRank, .squareOfFullRank: #expect(byNormalEquations == nil)
    default: #expect(abs(try #require(byNormalEquations) - expected) < 1e-13)
    }
  }

  @Test(arguments: SmallProblem.allCases)
  func bothModelsHaveThatOfTheWholeRows(small: SmallProblem) throws {
    let point = small.landscape.point(small.theta)
    let scale = activeScale(small.theta)
    let b = vector(scale)
    let expected = direct(point, b, scale)
    let residuals = [
      small.landscape.residualByOrthonormalBasis(of: b, scale: scale, at: point),
      try #require(
        small.landscape.residualByNormalEquations(of: b, scale: scale, at: point)),
    ]
    for residual in residuals { #expect(abs(residual - expected) < 1e-13) }
  }

  /// Two rows whose difference is `share` of them: the condition of K is about 1/share.
  ///
  /// Every way has errors of 2⁻⁵² times that. The normal equations, whose condition is the square,
  /// are given up before they would be worse, even where there is a factor; between 10⁻⁴ and 10⁻⁷
  /// it depends on the problem.
  @Test(arguments: [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-9])
  func nearlyDependentRowsAreLeftToTheBasis(share: Double) {
    let (n, d) = (11, NetPoint.dimension)
    let independent = NetPoint.allActive.problem(.gaussian)
    var rows = (0..<n).map { i in (0..<d).map { independent.designEntry(i, $0) } }
    rows[4] = zip(rows[7], rows[4]).map { $0 + share * $1 }
    let problem = RegressionProblem(
      design: rows.flatMap { $0 }, targets: independent.targets, truth: nil)
    let landscape = Landscape(problem, .diagonalNet(dimension: d))
    let theta = NetPoint.allActive.theta
    let (point, scale) = (landscape.point(theta), activeScale(theta))
    let bound = 1e-14 / share
    let any = vector(scale)
    // Nothing is left of this one, which a single removal by the normal equations would not show.
    let weights = (0..<n).map { $0 == 4 ? 1.0 : $0 == 7 ? -1 : 0 }
    let difference = unit(zip(scale, point.pullBack(weights)).map { $0 * $1 })
    #expect(direct(point, difference, scale) < bound)
    for b in [any, difference] {
      let expected = direct(point, b, scale)
      #expect(
        abs(landscape.residualByOrthonormalBasis(of: b, scale: scale, at: point) - expected)
          < bound)
      let byNormalEquations = landscape.residualByNormalEquations(
        of: b, scale: scale, at: point)
      #expect(byNormalEquations == nil || share > 1e-7)
      #expect(byNormalEquations != nil || share < 1e-4)
      if let byNormalEquations { #expect(abs(byNormalEquations - expected) < bound) }
    }
  }

  /// Some b with ‖b‖ = 1, 0 where θ is not active.
  private func vector(_ scale: [Double]) -> [Double] {
    unit(zip(scale, uniform(scale.count, in: -1...1, seed: 9)).map { $0 > 0 ? $1 : 0 })
  }

  private func unit(_ x: [Double]) -> [Double] {
    let norm = inner(x, x).squareRoot()
    return x.map { $0 / norm }
  }

  private func direct(_ point: any PointGeometry, _ b: [Double], _ scale: [Double]) -> Double {
    let active = scale.indices.filter { scale[$0] > 0 }
    let basis = OrthonormalBasis(spanning: point.gradientRows(scaledBy: scale, at: active))
    guard basis.rank < active.count else { return 0 }
    let rest = basis.removing(from: lanes(of: active.map { b[$0] }))
    return dot(rest, rest).squareRoot()
  }
}
