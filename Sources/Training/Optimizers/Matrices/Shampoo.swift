public import Parameters

/// Shampoo: every matrix W with its gradient G has a preconditioner on either side, or on one.
///
///     m ← β₁m + (1 − β₁)G     L ← β₂L + (1 − β₂)GGᵀ     R ← β₂R + (1 − β₂)GᵀG
///     both     W ← W − η (L + εI)^(−¼) m (R + εI)^(−¼)
///     left     W ← W − η (L + εI)^(−½) m
///     right    W ← W − η m (R + εI)^(−½)
///
/// and with an exponent of the run's own that one in the place of ¼ or ½.
///
/// A vector is a row. The powers are taken of eigenvalues in double precision, see ``InverseRoots``.
///
/// Source: V. Gupta, T. Koren, Y. Singer, "Shampoo: Preconditioned Stochastic Tensor Optimization", ICML 2018,
/// with averages in the place of sums.
struct Shampoo: OptimizerKind {
  static let name = "shampoo"
  static let parameters: [Parameter] =
    [.stepSize, .beta1, .beta2, .oneMinusBeta2, .epsilon, .sides, .updateEvery]
    + [.lambda.with { ($0.isRequired, $0.since) = (false, 3) }] + .weightDecay()
  static let derived = Derived.decay + Derived.weightDecay
  static let constraints: [Constraint] = [.powerLaw]
  static let since = 3
  static let exponent = PreconditionerExponent.ofMatrices
  static let work = RuleWork(inLanes: 1_000_000, isForLanesOnly: true)

  /// Which preconditioners there are.
  enum Sides: String, CaseIterable { case both, left, right }

  let sides: Sides
  /// Steps from one root to the next, ≥ 1.
  let updateEvery: Int
  /// Whether runs have exponents of their own, ``LaneParameters/exponent``.
  let hasExponent: Bool

  init(sides: Sides = .both, updateEvery: Int = 1, hasExponent: Bool = false) {
    (self.sides, self.updateEvery, self.hasExponent) = (sides, updateEvery, hasExponent)
  }

  init(_ values: borrowing Values) {
    guard let sides = Sides(rawValue: values.text(.sides)) else {
      preconditionFailure("a checked specification has sides that are known")
    }
    self.init(
      sides: sides, updateEvery: values.integer(.updateEvery),
      hasExponent: values.real(ifGiven: .lambda) != nil)
  }

  static func faults(in values: borrowing Values) -> [KindError] {
    KindError.faultsWithoutMatrices(in: values, name)
  }

  var goesInLanesOnly: Bool { true }

  func sharing(in layout: ParameterLayout) -> Sharing {
    .sides(
      layout.matrices.map {
        SidedMatrix(
          offset: $0.offset, rowCount: $0.rowCount, columnCount: $0.columnCount,
          hasLeft: sides != .right, hasRight: sides != .left)
      })
  }

  func state(in layout: ParameterLayout) -> StateLayout {
    let squares = InverseRoots<SIMD2<Double>>.squareCount(of: layout.matrices, sides)
    return moments(in: layout).with([
      (StateLayout.Name.steps, .shared(StepCount.cellCount)),
      (StateLayout.Name.squares, .shared(squares)),
      ("roots", .shared(squares)),
    ])
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    Rule(ShampooRule<M.Lanes>(self, maker.values, maker.layout))
  }

  func python(in layout: ParameterLayout) -> PythonUpdate {
    let power = hasExponent ? "exponent" : sides == .both ? "1 / 4" : "1 / 2"
    var lines = """
      m = beta1 * m + (1 - beta1) * g
      due = (k - 1) % update_every == 0

      """
    var states = [PythonText.Name("m", "zeros(P)")]
    for (side, square, size) in [("left", "G @ G.T", "rows"), ("right", "G.T @ G", "columns")]
    where sides == .both || sides.rawValue == side {
      let zero = "[zeros((\(size), \(size))) for rows, columns in MATRICES]"
      states += [PythonText.Name(side, zero), PythonText.Name("\(side)_root", zero)]
      lines += """
        \(side) = [(1 - one_minus_beta2) * A + one_minus_beta2 * \(square) for A, G in zip(\(side), matrices(g))]
        \(side)_root = [where(due, inverse_root(A, \(power), epsilon), R) for A, R in zip(\(side), \(side)_root)]

        """
    }
    switch sides {
    case .both:
      lines += "step = [L @ M @ R for L, M, R in zip(left_root, matrices(m), right_root)]\n"
    case .left: lines += "step = [L @ M for L, M in zip(left_root, matrices(m))]\n"
    case .right: lines += "step = [M @ R for M, R in zip(matrices(m), right_root)]\n"
    }
    var update = PythonUpdate(lines + "theta - eta * in_one(step)")
    update.states = states
    update.constants = [PythonUpdate.matrices(of: layout)]
    return update
  }
}

extension Optimizer {
  /// Preconditioners on both sides of every matrix.
  public static let shampoo = Optimizer(Shampoo())
  /// A preconditioner on the left of every matrix.
  public static let leftShampoo = Optimizer(Shampoo(sides: .left))
}

extension Parameter {
  /// The sides of a matrix that are preconditioned.
  public static let sides = Parameter(
    "sides", .choice(Shampoo.Sides.allCases.map(\.rawValue)),
    longName: "sides of a matrix that shampoo preconditions", symbol: "sides", role: .method,
    default: .text(Shampoo.Sides.both.rawValue)
  ).with {
    $0.mayFollow = true
    $0.column = Column("shampoo_sides", absence: .label(.text("none")))
    $0.since = 3
  }

  /// How often roots are taken.
  public static let updateEvery = Parameter(
    "update_every", .integer(1...1 << 53), longName: "steps from one root of shampoo to the next",
    symbol: "update every", role: .tuned, default: .integer(1)
  ).with {
    $0.synonyms = ["precondition_frequency", "update_freq"]
    $0.mayFollow = true
    $0.column = Column("shampoo_update_every", absence: .label(.integer(-1)))
    $0.since = 3
  }
}

/// The step of Shampoo.
private final class ShampooRule<Lanes: LaneVector>: ArrayRule {
  private let matrices: [MatrixView]
  private let roots: InverseRoots<Lanes>
  private let rates: MomentRates<Lanes>
  private let updateEvery: Int
  /// m, `[P]`.
  private let moments: LaneStorage<Lanes>
  /// m between its preconditioners, as large as the largest matrix each.
  private let halfway: LaneStorage<Lanes>
  private let direction: LaneStorage<Lanes>
  private var negatedStepSize: Lanes
  private var steps = StepCount()

  init(_ shampoo: Shampoo, _ values: LaneValues<Lanes>, _ layout: ParameterLayout) {
    matrices = layout.matrices
    roots = InverseRoots(
      of: matrices, shampoo.sides, values, hasExponent: shampoo.hasExponent)
    rates = MomentRates(values)
    updateEvery = shampoo.updateEvery
    moments = LaneStorage(repeating: .zero, count: layout.parameterCount)
    let largest = matrices.map(\.count).max() ?? 0
    halfway = LaneStorage(repeating: .zero, count: largest)
    direction = LaneStorage(repeating: .zero, count: largest)
    negatedStepSize = -values[\.stepSize]
  }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    precondition(theta.count == moments.count && gradient.count == moments.count)
    for p in 0..<moments.count {
      moments[p] = rates.first.average(moments[p], gradient[p], forgettingFast: true)
    }
    let isDue = steps.value % updateEvery == 0
    steps.value += 1
    var probe = Lanes.zero
    for (index, matrix) in matrices.enumerated() {
      roots.takeIn(gradient, matrix, index, rates.second)
      if isDue { roots.update(index) }
      let plain = MatrixView(at: 0, matrix.rowCount, matrix.columnCount)
      switch roots.views(index) {
      case (let left?, let right?):
        multiply(roots.roots, left, moments, matrix, into: halfway, plain)
        multiply(halfway, plain, roots.roots, right, into: direction, plain)
      case (let left?, nil): multiply(roots.roots, left, moments, matrix, into: direction, plain)
      case (nil, let right?): multiply(moments, matrix, roots.roots, right, into: direction, plain)
      case (nil, nil): preconditionFailure("a matrix has a side")
      }
      probe += theta.move(matrix, by: negatedStepSize, along: direction, from: 0)
    }
    return probe
  }

  func setStepSize(_ stepSize: Lanes) { negatedStepSize = -stepSize }

  // MARK: Memory: m, k, the averages, their roots

  var memoryCount: Int { moments.count + StepCount.cellCount + 2 * roots.squares.count }

  func memory(_ index: Int) -> Lanes {
    var index = index
    if index < moments.count { return moments[index] }
    index -= moments.count
    if index < StepCount.cellCount { return steps.cell(index) }
    index -= StepCount.cellCount
    let count = roots.squares.count
    return index < count ? roots.squares[index] : roots.roots[index - count]
  }

  func setMemory(_ index: Int, to value: Lanes) {
    var index = index
    if index < moments.count {
      moments[index] = value
      return
    }
    index -= moments.count
    if index < StepCount.cellCount {
      steps.setCell(index, to: value)
      return
    }
    index -= StepCount.cellCount
    let count = roots.squares.count
    if index < count { roots.squares[index] = value } else { roots.roots[index - count] = value }
  }
}
