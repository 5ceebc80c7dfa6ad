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
  /// S as a sweep file writes it; nil for 1/(v^λ + ε).
  private let written: WrittenPreconditioner?

  /// The functions of an optimizer on a model.
  ///
  /// - Parameters:
  ///   - optimizer: The method.
  ///   - model: The parametrization, which has the blocks and layers.
  ///   - exponent: λ of adam-e, in (0, 1); not used by the others, whose λ is ½.
  ///   - epsilon: ε > 0, in the unit of v^λ; not used by sgd.
  ///   - scale: What S is multiplied by.
  ///   - written: S of an optimizer whose sweep file writes it.
  init(
    _ optimizer: Optimizer, _ model: Model, exponent: Double, epsilon: Double, scale: Double = 1,
    written: WrittenPreconditioner? = nil
  ) {
    self.epsilon = epsilon
    self.scale = scale
    parameterCount = model.parameterCount
    self.written = written
    sharing = optimizer.sharing(in: model.layout)
    switch optimizer.exponent {
    case .identity: (self.exponent, forgets) = (0, true)
    case .constant(let constant): (self.exponent, forgets) = (constant, true)
    case .accumulated(let constant): (self.exponent, forgets) = (constant, false)
    case .ofRun: (self.exponent, forgets) = (exponent, true)
    case .written:
      precondition(written != nil, "S of \(optimizer.name) is the run's own")
      (self.exponent, forgets) = (.nan, true)
    case .ofMatrices, .unknown:
      preconditionFailure("there is no slow equation of \(optimizer.name)")
    }
    if hasSecondMoment, written == nil {
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
  func averaged(_ diagonal: [Double]) -> [Double] { sharing.averaged(diagonal) }

  /// The diagonal of S(v) = scale/(v^λ + ε), or of what the sweep file writes, ones for sgd.
  ///
  /// A negative v gives NaN, and so does an S that is not positive. The power is √v for λ = ½, √√v for ¼,
  /// √v·√√v for ¾, else the power of `Elementary`, as in training.
  ///
  /// - Parameters:
  ///   - v: v, shape `[P]`; not read for sgd.
  ///   - count: P.
  /// - Returns: Shape `[P]`.
  func metric(_ v: [Double], count: Int) -> [Double] {
    guard hasSecondMoment else { return Array(repeating: 1, count: count) }
    precondition(v.count == count, "one second moment for every parameter")
    if let written { return written(v).map { scale * $0 } }
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
