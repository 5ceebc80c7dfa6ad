public import Parameters

/// A kind of the sweep file, and how what trains is made of it.
///
/// It is made where the kind's type is known, so that each calls specialized code.
public struct Entry<Part: Sendable>: Sendable {
  /// The kind.
  public let kind: any Kind.Type
  /// Makes it from the values of its block.
  public let make: @Sendable (_ values: borrowing Values) throws(KindError) -> Part
}

extension Collection {
  /// The entry whose kind has a name.
  public func entry<Part>(named name: Value?) -> Entry<Part>? where Element == Entry<Part> {
    first { name == .text($0.kind.name) }
  }
}

extension Entry where Part == Model {
  @inline(__always)
  init<K: ModelKind>(_: K.Type) {
    kind = K.self
    make = { (values: borrowing Values) throws(KindError) in Model(try K(values)) }
  }

  /// The truth that generated data are made of.
  public func truth(_ values: borrowing Values) -> GeneratedTruth? {
    (kind as? any ModelKind.Type)?.truth(values)
  }
}

extension Entry where Part == Optimizer {
  @inline(__always)
  init<K: OptimizerKind>(_: K.Type) {
    kind = K.self
    make = { (values: borrowing Values) throws(KindError) in
      Optimizer(try K(values)).decouplingWeightDecay(values.flag(.decoupled))
    }
  }

  /// λ of its S(v) = 1/(v^λ + ε).
  public var exponent: PreconditionerExponent? { (kind as? any OptimizerKind.Type)?.exponent }

  /// How far its step goes for good, in units of η.
  public var gain: Gain { (kind as? any OptimizerKind.Type)?.gain ?? .one }

  /// What a step takes for a parameter.
  public var work: RuleWork { (kind as? any OptimizerKind.Type)?.work ?? RuleWork() }
}

extension Entry where Part == NoiseSource {
  init<K: NoiseKind>(_: K.Type) {
    kind = K.self
    make = { (values: borrowing Values) throws(KindError) in NoiseSource(try K(values)) }
  }

  /// Whether it moves θ itself, and not the gradient.
  public var isOnParameters: Bool { (kind as? any NoiseKind.Type)?.movesParameters ?? false }

  /// Why no slow equation follows it; nil where one does.
  public var unfollowed: String? { (kind as? any NoiseKind.Type)?.unfollowed }
}

extension Entry where Part == DataSource {
  init<K: DataKind>(_: K.Type) {
    kind = K.self
    make = { (values: borrowing Values) throws(KindError) in try K(values).source }
  }
}

extension Entry where Part == Loss {
  @inline(__always)
  init<K: ScalarLoss>(_: K.Type) {
    kind = K.self
    make = { (values: borrowing Values) throws(KindError) in Loss(try K(values)) }
  }

  @inline(__always)
  init<K: ClassLoss>(_: K.Type) {
    kind = K.self
    make = { (values: borrowing Values) throws(KindError) in Loss(try K(values)) }
  }

  /// Whether targets are ±1.
  public var takesSigns: Bool { (kind as? any LossKind.Type)?.targets == .signs }

  /// Whether targets are classes.
  public var takesClasses: Bool { (kind as? any LossKind.Type)?.targets == .classes }
}

extension Entry where Part == Schedule {
  init<K: ScheduleKind>(_: K.Type) {
    kind = K.self
    make = { (values: borrowing Values) throws(KindError) in Schedule(try K(values)) }
  }
}
