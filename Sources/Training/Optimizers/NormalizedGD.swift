public import Parameters

/// Normalized gradient descent: θ ← fma(−η, g / ‖g‖, θ), ‖g‖ that of all parameters or of each block.
///
/// ‖g‖ is the root of ``SquaredNorm``; where it is 0 nothing moves. A ‖g‖² that is not finite gives NaN,
/// so that divergence shows.
struct NormalizedGD: OptimizerKind {
  static let name = "normalized-gd"
  static let synonyms = ["ngd", "normalized-sgd"]
  static let parameters: [Parameter] = [.stepSize, .normOf] + .weightDecay()
  static let derived = Derived.weightDecay
  static let work = RuleWork(alone: 900, inLanes: 8_000)
  static let since = 3
  static let exponent = PreconditionerExponent.unknown(
    because: """
      S is a mean over the noise that changes with θ at once, and the drift that this adds \
      is not derived
      """)

  /// Whether every block has its own norm.
  let isByBlock: Bool

  init(isByBlock: Bool = false) { self.isByBlock = isByBlock }

  init(_ values: borrowing Values) { isByBlock = values.text(.normOf) == "block" }

  func sharing(in _: ParameterLayout) -> Sharing { .none }

  func state(in layout: ParameterLayout) -> StateLayout {
    StateLayout(parameterCount: layout.parameterCount, [])
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    Rule(NormalizedRule(maker, isByBlock: isByBlock))
  }

  func python(in layout: ParameterLayout) -> PythonUpdate {
    var update = PythonUpdate(
      """
      size = \(isByBlock ? "sqrt(piece_sums(g ** 2, PIECES))" : "norm(g)")
      theta - eta * g / where(size == 0, 1, size)
      """)
    if isByBlock { update.constants = [PythonUpdate.pieces(layout.blocks.map(\.range))] }
    return update
  }
}

extension Optimizer {
  /// θ ← θ − η g / ‖g‖.
  public static let normalizedGD = normalizedGD(isByBlock: false)

  /// θ ← θ − η g / ‖g‖.
  ///
  /// - Parameter isByBlock: Whether every block has its own norm.
  /// - Returns: The optimizer.
  public static func normalizedGD(isByBlock: Bool) -> Optimizer {
    Optimizer(NormalizedGD(isByBlock: isByBlock))
  }
}

extension Parameter {
  /// What normalized gradient descent takes the norm of.
  public static let normOf = Parameter(
    "by", .choice(["all", "block"]), longName: "what the norm of a gradient is taken of",
    symbol: "norm by", role: .method, default: .text("all")
  ).with {
    $0.mayFollow = true
    $0.column = Column("norm_by", absence: .label(.text("none")))
    $0.since = 3
  }
}

/// The step of normalized gradient descent.
private final class NormalizedRule<Lanes: LaneVector>: ArrayRule {
  private let norms: [SquaredNorm<Lanes>]
  private let fills: [(_ array: borrowing LaneStorage<Lanes>, _ numbers: Lanes) -> Void]
  /// The norm that a parameter is divided by, `[P]`.
  private let divisors: LaneStorage<Lanes>
  private var negatedStepSize: Lanes

  init<M: RuleMaker<Lanes>>(_ maker: M, isByBlock: Bool) {
    let blocks = maker.layout.blocks.map(\.range)
    let whole = [0..<maker.layout.parameterCount]
    norms = (isByBlock ? blocks : whole).map { maker.squaredNorm(of: $0) }
    fills =
      isByBlock
      ? blocks.map { block in { maker.fill($0, block, with: $1) } }
      : [
        { array, numbers in
          for p in 0..<array.count { array[p] = numbers }
        }
      ]
    divisors = LaneStorage(repeating: Lanes(repeating: 1), count: maker.vectorCount)
    negatedStepSize = -maker.values[\.stepSize]
  }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    precondition(theta.count == divisors.count && gradient.count == divisors.count)
    for (norm, fill) in zip(norms, fills) {
      let square = norm(gradient)
      var root = square.root()
      for k in 0..<Lanes.scalarCount {
        if root[k] == 0 { root[k] = 1 }
        // x · 0 is NaN for what is not finite.
        root[k] += square[k] * 0
      }
      fill(divisors, root)
    }
    let negatedStepSize = negatedStepSize
    var probe = Lanes.zero
    for p in 0..<theta.count {
      let new = theta[p].addingProduct(negatedStepSize, gradient[p] / divisors[p])
      theta[p] = new
      probe = probe.addingProduct(new, 0)
    }
    return probe
  }

  func setStepSize(_ stepSize: Lanes) { negatedStepSize = -stepSize }

  var memoryCount: Int { 0 }

  func memory(_: Int) -> Lanes { preconditionFailure("nothing is remembered") }

  func setMemory(_: Int, to _: Lanes) { preconditionFailure("nothing is remembered") }
}
