import ElementaryFunctions

@testable import Training

/// The elementary functions of one argument, in their forms for lanes and for doubles.
enum ElementaryFunction: String, CaseIterable {
  case exp, expm1, log, log1p, tanh, sigmoid, softplus, sin, cos, arctan, erf
  case normalDistribution, normalDensity

  /// Largest errors that docs/numerics.md states, in ulp.
  var bounds: (double: Double, single: Double) {
    switch self {
    case .exp: (0.85, 0.9)
    case .expm1: (0.98, 1.1)
    case .log: (0.8, 0.85)
    case .log1p: (0.8, 0.83)
    case .tanh: (0.98, 1.12)
    case .sigmoid: (0.95, 1.01)
    case .softplus: (0.95, 1.01)
    case .sin: (0.8, 0.8)
    case .cos: (0.8, 0.8)
    case .arctan: (0.6, 0.65)
    case .erf: (0.97, 1.01)
    case .normalDistribution: (0.98, 1.0)
    case .normalDensity: (0.9, 0.9)
    }
  }

  func lanes<Lanes: LaneVector>(_ x: Lanes) -> Lanes {
    switch self {
    case .exp: x.exp()
    case .expm1: x.expm1()
    case .log: x.log()
    case .log1p: x.log1p()
    case .tanh: x.tanh()
    case .sigmoid: x.sigmoid()
    case .softplus: x.softplus()
    case .sin: x.sin()
    case .cos: x.cos()
    case .arctan: x.arctan()
    case .erf: x.erf()
    case .normalDistribution: x.normalDistribution()
    case .normalDensity: x.normalDensity()
    }
  }

  func one(_ x: Double) -> Double {
    switch self {
    case .exp: Elementary.exp(x)
    case .expm1: Elementary.expm1(x)
    case .log: Elementary.log(x)
    case .log1p: Elementary.log1p(x)
    case .tanh: Elementary.tanh(x)
    case .sigmoid: Elementary.sigmoid(x)
    case .softplus: Elementary.softplus(x)
    case .sin: Elementary.sin(x)
    case .cos: Elementary.cos(x)
    case .arctan: Elementary.arctan(x)
    case .erf: Elementary.erf(x)
    case .normalDistribution: Elementary.normalDistribution(x)
    case .normalDensity: Elementary.normalDensity(x)
    }
  }

  func eight(_ x: SIMD8<Double>) -> SIMD8<Double> {
    switch self {
    case .exp: Elementary.exp(x)
    case .expm1: Elementary.expm1(x)
    case .log: Elementary.log(x)
    case .log1p: Elementary.log1p(x)
    case .tanh: Elementary.tanh(x)
    case .sigmoid: Elementary.sigmoid(x)
    case .softplus: Elementary.softplus(x)
    case .sin: Elementary.sin(x)
    case .cos: Elementary.cos(x)
    case .arctan: Elementary.arctan(x)
    case .erf: Elementary.erf(x)
    case .normalDistribution: Elementary.normalDistribution(x)
    case .normalDensity: Elementary.normalDensity(x)
    }
  }
}
