import ElementaryFunctions
import Training

/// The two functions that make an optimizer: V, what its second moment averages, and S(v).
struct AdaptiveRule: PreconditionerRule {
  /// Which entries share one second moment.
  let sharing: Sharing
  /// Whether v is an average, and not a sum.
  let forgets: Bool
  private let exponent: Double
  private let epsilon: Double
  private let scale: Double
  private let parameterCount: Int

  /// The functions of an optimizer on a model.
  ///
  /// - Parameters:
  ///   - optimizer: The method.
  ///   - model: The parametrization, which has the blocks and layers.
  ///   - exponent: λ of adam-e, in (0, 1); not used by the others, whose λ is ½.
  ///   - epsilon: ε > 0, in the unit of v^λ; not used by sgd.
  ///   - scale: What S is multiplied by.
  init(
    _ optimizer: Optimizer, _ model: Model, exponent: Double, epsilon: Double, scale: Double = 1
  ) {
    self.epsilon = epsilon
    self.scale = scale
    parameterCount = model.parameterCount
    sharing = optimizer.sharing(in: model.layout)
    switch optimizer.exponent {
    case .identity: (self.exponent, forgets) = (0, true)
    case .constant(let constant): (self.exponent, forgets) = (constant, true)
    case .accumulated(let constant): (self.exponent, forgets) = (constant, false)
    case .ofRun: (self.exponent, forgets) = (exponent, true)
    case .ofMatrices, .unknown:
      preconditionFailure("there is no slow equation of \(optimizer.name)")
    }
    if hasSecondMoment {
      precondition(epsilon > 0, "epsilon must be positive")
      precondition(self.exponent > 0 && self.exponent < 1, "the exponent lies between 0 and 1")
    }
  }

  /// Whether there is a second moment.
  var hasSecondMoment: Bool {
    if case .none = sharing { false } else { true }
  }

  var secondMomentCount: Int { hasSecondMoment ? parameterCount : 0 }

  func averagedHessian(at point: any PointGeometry) -> [Double] {
    averaged(point.diagonalHessian())
  }

  func metric(_ v: [Double]) -> Metric { .diagonal(metric(v, count: parameterCount)) }

  /// Nothing below 0.
  func bounded(_ v: [Double]) -> [Double] { v.map { max(0, $0) } }

  /// √v, or −√|v| where v has been stepped below 0.
  func measure(_ v: [Double]) -> [Double] {
    v.map { $0 < 0 ? -(-$0).squareRoot() : $0.squareRoot() }
  }

  /// V of the diagonal d: d itself, or the mean over its block in each entry; shape `[P]`.
  ///
  /// A mean is the sum in sequence divided by the length.
  func averaged(_ diagonal: [Double]) -> [Double] {
    guard case .blocks(let blocks) = sharing else { return diagonal }
    var result = diagonal
    for block in blocks {
      let mean = diagonal[block].reduce(0, +) / Double(block.count)
      for i in block { result[i] = mean }
    }
    return result
  }

  /// The diagonal of S(v) = scale/(v^λ + ε), ones for sgd.
  ///
  /// A negative v gives NaN. The power is √v for λ = ½, √√v for ¼, √v·√√v for ¾, else the power of
  /// `Elementary`, as in training.
  ///
  /// - Parameters:
  ///   - v: v, shape `[P]`; not read for sgd.
  ///   - count: P.
  /// - Returns: Shape `[P]`.
  func metric(_ v: [Double], count: Int) -> [Double] {
    guard hasSecondMoment else { return Array(repeating: 1, count: count) }
    precondition(v.count == count, "one second moment for every parameter")
    return v.map { scale / (power($0) + epsilon) }
  }

  private func power(_ x: Double) -> Double {
    let root = x.squareRoot()
    return switch exponent {
    case 0.25: root.squareRoot()
    case 0.5: root
    case 0.75: root * root.squareRoot()
    default: Elementary.power(x, exponent)
    }
  }
}
