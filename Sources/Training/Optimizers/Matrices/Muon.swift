public import Parameters

/// Muon: the step of a matrix is its momentum made nearly orthogonal.
///
///     m ← βm + (1 − β)G     M = m, or (1 − β)G + βm of Nesterov's
///     W ← W − η √max(1, rows/columns) O(M)
///
/// O is the Newton–Schulz iteration, see ``NewtonSchulz``, or the orthogonal factor itself, see ``PolarFactor``.
/// A vector is a row, whose O is near its direction, or is left to Adam, see ``AdamOfVectors``.
///
/// Source: K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024.
struct Muon: OptimizerKind {
  static let name = "muon"
  static let parameters: [Parameter] =
    [.stepSize, momentum, nesterov, .iterations, .isExact] + AdamOfVectors.parameters
    + [.weightDecay]
  static let derived = Derived.weightDecay
  static let constraints = AdamOfVectors.constraints
  static let since = 3
  static let exponent = PreconditionerExponent.unknown(
    because: "the orthogonal factor of averaged noise has no linear response that is known")
  static let work = RuleWork(inLanes: 200_000, isForLanesOnly: true)
  static let decouplesWeightDecay = true

  private static let momentum = Parameter.momentum.with { $0.defaultValue = .real(0.95) }
  private static let nesterov = Parameter.nesterov.with { $0.defaultValue = .text("true") }

  /// β.
  let momentum: Double
  let isNesterov: Bool
  /// Of Newton–Schulz, ≥ 1.
  let iterations: Int
  /// Whether the orthogonal factor itself takes the place of the iteration.
  let isExact: Bool
  /// What moves vectors; nil where they are rows.
  let vectors: AdamOfVectors?

  init(
    momentum: Double = 0.95, isNesterov: Bool = true, iterations: Int = 5, isExact: Bool = false,
    vectors: AdamOfVectors? = nil
  ) {
    (self.momentum, self.isNesterov, self.iterations) = (momentum, isNesterov, iterations)
    (self.isExact, self.vectors) = (isExact, vectors)
  }

  init(_ values: borrowing Values) {
    self.init(
      momentum: values.real(Self.momentum), isNesterov: values.flag(Self.nesterov),
      iterations: values.integer(.iterations), isExact: values.flag(.isExact),
      vectors: AdamOfVectors(values))
  }

  static func faults(in values: borrowing Values) -> [KindError] {
    KindError.faultsWithoutMatrices(in: values, name)
  }

  var goesInLanesOnly: Bool { true }

  func sharing(in _: ParameterLayout) -> Sharing { .none }

  func state(in layout: ParameterLayout) -> StateLayout {
    let moments = moments(in: layout)
    return vectors == nil
      ? moments : moments.with(AdamOfVectorsRule<SIMD2<Double>>.arrays(in: layout))
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    Rule(MuonRule<M.Lanes>(self, maker.values, maker.layout))
  }

  func python(in layout: ParameterLayout) throws(NoPython) -> PythonUpdate {
    if isExact { throw NoPython("the Python of muon's exact factor has not been written") }
    let direction =
      "in_one([newton_schulz(M, iterations) for M in matrices(\(isNesterov ? "ahead" : "m"))])"
    let start = """
      m = momentum * m + (1 - momentum) * g
      \(isNesterov ? "ahead = momentum * m + (1 - momentum) * g\n" : "")
      """
    guard vectors != nil else {
      var update = PythonUpdate(start + "theta - eta * \(direction)", states: ["m"])
      update.constants = [PythonUpdate.matrices(of: layout)]
      return update
    }
    var update = PythonUpdate(
      start + """
        first = vectors_beta1 * first + (1 - vectors_beta1) * g
        second = vectors_beta2 * second + (1 - vectors_beta2) * g ** 2
        root = sqrt(second / (1 - vectors_beta2 ** k)) + vectors_epsilon
        adam = vectors_factor * first / (1 - vectors_beta1 ** k) / root
        theta - eta * where(IS_OF_VECTOR, adam, \(direction))
        """, states: ["m", "first", "second"])
    let flags = layout.blocks.map { $0.shape.count < 2 ? "True" : "False" }.joined(separator: ", ")
    update.constants = [
      PythonUpdate.matrices(of: layout),
      PythonText.Name(
        "IS_OF_VECTOR", "np.repeat([\(flags)], \(layout.blocks.map(\.range.count)))"),
    ]
    return update
  }
}

extension Optimizer {
  /// Orthogonalized momentum of matrices, with Nesterov's look ahead and five iterations.
  public static let muon = Optimizer(Muon())
}

extension KindError {
  /// What a method for matrices lacks beside a model without rows.
  static func faultsWithoutMatrices(in values: borrowing Values, _ name: String) -> [KindError] {
    guard let model = Registry.models.entry(named: values.kind(of: Block.model)),
      !model.kind.features.contains(.rows)
    else { return [] }
    return [
      KindError(
        "\(name) moves matrices, and model '\(model.kind.name)' has vectors alone",
        hint: "model: {kind: matrix-factorization, …}, or another optimizer")
    ]
  }
}

extension Parameter {
  /// Of Newton–Schulz.
  public static let iterations = Parameter(
    "iterations", .integer(1...100), longName: "iterations of Newton–Schulz", symbol: "iterations",
    role: .method, default: .integer(5)
  ).with {
    $0.synonyms = ["ns_steps"]
    $0.mayFollow = true
    $0.column = Column("muon_iterations", absence: .label(.integer(-1)))
    $0.since = 3
  }

  /// Whether muon's orthogonal factor is exact.
  public static let isExact = Parameter(
    "exact", .flag, longName: "whether muon's orthogonal factor is exact, 0 or 1", symbol: "exact",
    role: .method, default: .text("false")
  ).with {
    $0.mayFollow = true
    $0.column = Column("muon_exact", absence: .value(.integer(0)))
    $0.since = 3
  }
}

/// The step of Muon.
private final class MuonRule<Lanes: LaneVector>: ArrayRule {
  private let matrices: [MatrixView]
  private let scales: [Lanes]
  private let newtonSchulz: NewtonSchulz<Lanes>
  /// Of an exact factor; nil for the iteration.
  private let polar: PolarFactor<Lanes>?
  private let rate: MomentRate<Lanes>
  private let isNesterov: Bool
  /// What moves vectors; nil where they are among the matrices.
  private let vectors: AdamOfVectorsRule<Lanes>?
  /// m, and what the step is made of, `[P]`.
  private let moments: LaneStorage<Lanes>
  private let direction: LaneStorage<Lanes>
  private var negatedStepSize: Lanes

  init(_ muon: Muon, _ values: LaneValues<Lanes>, _ layout: ParameterLayout) {
    matrices = muon.vectors == nil ? layout.matrices : layout.matricesProper
    vectors = muon.vectors.map { AdamOfVectorsRule($0, values, layout) }
    scales = matrices.map { matrix in
      let ratio = Double(matrix.rowCount) / Double(matrix.columnCount)
      return Lanes(lanes: [max(1, ratio).squareRoot()])
    }
    newtonSchulz = NewtonSchulz(
      for: muon.isExact ? [] : matrices, iterations: muon.iterations, values.runs.count)
    polar = muon.isExact ? PolarFactor(values) : nil
    let decay = Lanes(lanes: [muon.momentum])
    rate = MomentRate(complement: Lanes(repeating: 1) - decay, decay: decay)
    isNesterov = muon.isNesterov
    moments = LaneStorage(repeating: .zero, count: layout.parameterCount)
    direction = LaneStorage(repeating: .zero, count: layout.parameterCount)
    negatedStepSize = -values[\.stepSize]
  }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    precondition(theta.count == moments.count && gradient.count == moments.count)
    for p in 0..<moments.count {
      let m = rate.average(moments[p], gradient[p], forgettingFast: true)
      moments[p] = m
      direction[p] = isNesterov ? rate.average(m, gradient[p], forgettingFast: true) : m
    }
    var probe = Lanes.zero
    for (matrix, scale) in zip(matrices, scales) {
      if let polar {
        polar.orthogonalize(direction, matrix)
      } else {
        newtonSchulz.orthogonalize(direction, matrix)
      }
      probe += theta.move(
        matrix, by: negatedStepSize * scale, along: direction, from: matrix.offset)
    }
    if let vectors {
      probe += vectors.advance(theta, against: gradient, negatedStepSize: negatedStepSize)
    }
    return probe
  }

  func setStepSize(_ stepSize: Lanes) { negatedStepSize = -stepSize }

  var memoryCount: Int { moments.count + (vectors?.memoryCount ?? 0) }

  func memory(_ index: Int) -> Lanes {
    guard let vectors, index >= moments.count else { return moments[index] }
    return vectors.memory(index - moments.count)
  }

  func setMemory(_ index: Int, to value: Lanes) {
    guard let vectors, index >= moments.count else {
      moments[index] = value
      return
    }
    vectors.setMemory(index - moments.count, to: value)
  }
}
