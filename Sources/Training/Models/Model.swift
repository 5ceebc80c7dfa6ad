import Parameters

/// A model by its kind, with its predictor for each vector type.
///
/// The closures are made where the kind's type is known, so that each calls specialized code; a generic
/// method called through `any ModelKind` runs a hundred times slower.
public struct Model: Sendable {
  let kind: any ModelKind

  let double2: @Sendable (RegressionProblem) -> Predictor<SIMD2<Double>>
  let double4: @Sendable (RegressionProblem) -> Predictor<SIMD4<Double>>
  let double8: @Sendable (RegressionProblem) -> Predictor<SIMD8<Double>>
  let double16: @Sendable (RegressionProblem) -> Predictor<SIMD16<Double>>
  let float4: @Sendable (RegressionProblem) -> Predictor<SIMD4<Float>>
  let float8: @Sendable (RegressionProblem) -> Predictor<SIMD8<Float>>
  let float16: @Sendable (RegressionProblem) -> Predictor<SIMD16<Float>>
  let loneDouble: @Sendable (LoneData<Double>) -> Predictor<SIMD16<Double>>?
  let loneFloat: @Sendable (LoneData<Float>) -> Predictor<SIMD16<Float>>?

  @inline(__always)
  init<Kind: ModelKind>(_ kind: Kind) {
    self.kind = kind
    double2 = { kind.predictor(on: $0) }
    double4 = { kind.predictor(on: $0) }
    double8 = { kind.predictor(on: $0) }
    double16 = { kind.predictor(on: $0) }
    float4 = { kind.predictor(on: $0) }
    float8 = { kind.predictor(on: $0) }
    float16 = { kind.predictor(on: $0) }
    loneDouble = { kind.lonePredictor(on: $0) }
    loneFloat = { kind.lonePredictor(on: $0) }
  }
}

extension Model: Hashable, CustomStringConvertible {
  /// Whether they are of one kind with equal sizes.
  public static func == (a: Model, b: Model) -> Bool {
    AnyHashable(a.kind) == AnyHashable(b.kind)
  }

  /// Hashes the kind.
  public func hash(into hasher: inout Hasher) { kind.hash(into: &hasher) }

  /// The kind with its sizes.
  public var description: String { "\(kind)" }
}

extension Model {
  /// The name in a sweep file.
  public var name: String { type(of: kind).name }

  /// Its sizes, in few words: `1000` of a diagonal net, `10×10 (width 10, depth 2)` of a factorization.
  public var sizes: String { kind.sizes }

  /// The blocks of θ: u and v of a diagonal net, W1, …, WL of a factorization.
  public var layout: ParameterLayout { kind.layout }

  /// The axes of blocks, by name, whose places are the inputs of a sample that is a vector: `W` of a two-layer net
  /// has them along axis 1.
  public var inputAxes: [String: [Int]] { kind.inputAxes }

  /// The parameters of each layer, ranges of indices from 0 that cover `0..<parameterCount` in order.
  public var layers: [Range<Int>] { layout.blocks.map(\.range) }

  /// The formula that it stands for, as a block of a sweep file; nil where it is none.
  public var formula: String? { kind.formula }

  /// Whether blocks have factors of their own for the step size.
  public var hasStepFactors: Bool { kind.saysStepFactors }

  /// Standard deviation s of the initial parameters.
  public var initialScale: Double { kind.initialScale }

  /// P, the length of θ.
  public var parameterCount: Int { layout.parameterCount }

  /// q, the length of w; 0 of a model that is not linear in its samples.
  public var signalCount: Int { kind.signalCount }

  /// Random initial parameters θ₀, shape `[parameterCount]`.
  ///
  /// For a diagonal net u = v = s · N(0, 1), coordinate j from normal j of purpose `initialization` at
  /// step 0, the same draw for u and v, so that w(θ₀) = 0 exactly. For other models every parameter is
  /// s · N(0, 1), parameter j from normal j of the same stream.
  ///
  /// - Parameter seed: The init seed.
  /// - Returns: θ₀, equal for equal arguments on every machine.
  public func initialParameters(seed: UInt64) -> [Double] { kind.initialParameters(seed: seed) }

  /// w(θ) of a single run, in the canonical order, shape `[signalCount]`.
  ///
  /// - Precondition: `theta.count == parameterCount`.
  public func signal(of theta: [Double]) -> [Double] {
    precondition(theta.count == parameterCount, "one value for every parameter")
    return kind.signal(of: theta)
  }

  /// The diagonal of H = JᵀJ/n, shape `[parameterCount]`.
  ///
  /// For a diagonal net 4 q ⊙ θ², qⱼ = (1/n) Σᵢ zᵢⱼ² repeated for u and v. For a factorization
  /// (Σᵢ (∂fᵢ/∂θ_p)²) / n with ∂fᵢ/∂θ the pull-back of row i of the design, the squares summed over i
  /// in sequence by fused multiply-adds from +0.
  ///
  /// - Precondition: `theta.count == parameterCount`, and the model fits the problem.
  public func diagonalHessian(at theta: [Double], of problem: RegressionProblem) -> [Double] {
    precondition(theta.count == parameterCount, "one value for every parameter")
    checkFits(problem)
    return kind.diagonalHessian(at: theta, of: problem)
  }

  /// The predictions on a problem's data and their derivatives, sample by sample.
  ///
  /// - Precondition: The model's signal has the problem's length.
  public func perSample(on problem: RegressionProblem) -> any PerSample {
    checkFits(problem)
    return kind.perSample(on: problem)
  }

  /// The predictions on a problem's data, in the canonical order of training, shape `[n]`.
  public func predictions(at theta: [Double], on problem: RegressionProblem) -> [Double] {
    checkFits(problem)
    return kind.predictions(at: theta, on: problem)
  }

  private func checkFits(_ problem: RegressionProblem) {
    precondition(
      kind.inputCount == problem.signalCount, "samples are as long as the model takes them")
  }
}
