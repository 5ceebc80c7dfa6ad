import DenseAlgebra
import TestSupport
import Testing
import Training

@testable import Theory

@Suite struct ActiveGradientsTests {
  /// K Kᵀ, K b and ‖b‖ do not see the rotation; rows are in units of the largest θ.
  @Test(arguments: NetPoint.allCases)
  func rotationsKeepInnerProducts(at place: NetPoint) {
    let landscape = Landscape(
      place.problem(.gaussian), .diagonalNet(dimension: NetPoint.dimension))
    let largest = maximumMagnitude(place.theta)
    let (scale, b) = (activeScale(place.theta), vector(at: place.theta))
    let point = landscape.point(place.theta)
    let gradients = point.activeGradients(scaledBy: scale, b)
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
    let gradients = landscape.point(place.theta)
      .activeGradients(scaledBy: activeScale(place.theta), b)
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
    let expected = landscape.point(place.theta)
      .activeGradients(scaledBy: activeScale(place.theta), b)
    let theta = place.theta.map { factor * $0 }
    let scaled = landscape.point(theta).activeGradients(scaledBy: activeScale(theta), b)
    #expect(scaled.rows() == expected.rows())
    #expect(scaled.along == expected.along && scaled.across == expected.across)
  }

  @Test func rowsOfADiagonalNetHaveOneEntryForEveryPair() {
    for (place, count) in [(NetPoint.allActive, 30), (.onlyU, 30), (.somePairsZero, 20)] {
      let landscape = Landscape(place.problem(.sign), .diagonalNet(dimension: NetPoint.dimension))
      let rows = landscape.point(place.theta)
        .activeGradients(scaledBy: activeScale(place.theta), vector(at: place.theta)).rows()
      #expect(rows.count == 11 && rows.allSatisfy { $0.count == (count + 7) / 8 })
    }
  }

  /// Some b, 0 where θ is not active.
  private func vector(at theta: [Double]) -> [Double] {
    zip(activeScale(theta), uniform(theta.count, in: -1...1, seed: 9)).map { $0 > 0 ? $1 : 0 }
  }
}
