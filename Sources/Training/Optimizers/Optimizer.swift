public import Parameters

/// An optimizer by its kind, with its rule for each vector type.
///
/// The closures are made where the kind's type is known, so that each calls specialized code; a generic
/// method called through `any OptimizerKind` runs a hundred times slower.
public struct Optimizer: Sendable {
  let kind: any OptimizerKind
  /// Whether weights decay beside the gradient, and not in it; see ``WeightDecay``.
  public private(set) var decouplesWeightDecay: Bool

  let double2: @Sendable (LaneRuleMaker<SIMD2<Double>>) -> Rule<SIMD2<Double>>
  let double4: @Sendable (LaneRuleMaker<SIMD4<Double>>) -> Rule<SIMD4<Double>>
  let double8: @Sendable (LaneRuleMaker<SIMD8<Double>>) -> Rule<SIMD8<Double>>
  let double16: @Sendable (LaneRuleMaker<SIMD16<Double>>) -> Rule<SIMD16<Double>>
  let float4: @Sendable (LaneRuleMaker<SIMD4<Float>>) -> Rule<SIMD4<Float>>
  let float8: @Sendable (LaneRuleMaker<SIMD8<Float>>) -> Rule<SIMD8<Float>>
  let float16: @Sendable (LaneRuleMaker<SIMD16<Float>>) -> Rule<SIMD16<Float>>
  let loneDouble: @Sendable (LoneRuleMaker<Double>) -> Rule<SIMD16<Double>>
  let loneFloat: @Sendable (LoneRuleMaker<Float>) -> Rule<SIMD16<Float>>

  @inline(__always)
  init<Kind: OptimizerKind>(_ kind: Kind) {
    self.kind = kind
    decouplesWeightDecay = Kind.decouplesWeightDecay
    double2 = { kind.rule(by: $0) }
    double4 = { kind.rule(by: $0) }
    double8 = { kind.rule(by: $0) }
    double16 = { kind.rule(by: $0) }
    float4 = { kind.rule(by: $0) }
    float8 = { kind.rule(by: $0) }
    float16 = { kind.rule(by: $0) }
    loneDouble = { kind.rule(by: $0) }
    loneFloat = { kind.rule(by: $0) }
  }
}

extension Optimizer {
  /// The name in a sweep file.
  public var name: String { type(of: kind).name }

  /// Its keys in a sweep file.
  public var parameters: [Parameter] { type(of: kind).parameters }

  /// λ of S(v) = 1/(v^λ + ε).
  public var exponent: PreconditionerExponent { type(of: kind).exponent }

  /// What is wrong with it on the blocks of a model, by the way from its block in a sweep file.
  public func faults(on model: Model) -> [KindError] { kind.faults(on: model.layout) }

  /// S(v) of a run, where the sweep file writes it; nil elsewhere.
  public func preconditioner(of run: LaneParameters) -> WrittenPreconditioner? {
    kind.preconditioner(of: run)
  }

  /// How far a step goes for good, in units of η.
  public var gain: Gain { type(of: kind).gain }

  /// The same optimizer, whose weights decay beside the gradient if a run has weight decay.
  ///
  /// - Parameter decouples: Whether they do; some kinds always do.
  /// - Returns: The optimizer.
  public func decouplingWeightDecay(_ decouples: Bool = true) -> Optimizer {
    var copy = self
    copy.decouplesWeightDecay = decouples || type(of: kind).decouplesWeightDecay
    return copy
  }

  /// Whether the bias of its moments is corrected.
  public var correctsBias: Bool { kind.correctsBias }

  /// Which parameters share one second moment.
  public func sharing(in layout: ParameterLayout) -> Sharing { kind.sharing(in: layout) }

  /// Whether snapshots hold a v.
  public func keepsSecondMoment(in layout: ParameterLayout) -> Bool {
    kind.state(in: layout).entry(named: StateLayout.Name.secondMoment) != nil
  }

  /// The numbers of the second moment that a snapshot holds: of v one for each parameter, or those of L
  /// and R; 0 without.
  public func secondMomentCount(in layout: ParameterLayout) -> Int {
    if keepsSecondMoment(in: layout) { return layout.parameterCount }
    return kind.state(in: layout).entry(named: StateLayout.Name.squares)?.range.count ?? 0
  }
}

extension Optimizer: Hashable, CustomStringConvertible {
  /// Whether they are of one kind with equal settings.
  public static func == (a: Optimizer, b: Optimizer) -> Bool {
    AnyHashable(a.kind) == AnyHashable(b.kind)
      && a.decouplesWeightDecay == b.decouplesWeightDecay
  }

  /// Hashes the kind.
  public func hash(into hasher: inout Hasher) { kind.hash(into: &hasher) }

  /// The kind with its settings.
  public var description: String { "\(kind)" }
}

extension TrainingConfiguration {
  /// What a run keeps from a step to the next.
  var stateLayout: StateLayout {
    let layout = optimizer.kind.state(in: model.layout)
    return average == nil ? layout : layout.with([(StateLayout.Name.average, .perParameter)])
  }
}
