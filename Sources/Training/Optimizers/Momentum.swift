public import Parameters

// The keys of momentum, in the words of torch.optim.SGD.

extension Parameter {
  /// μ, what is left of the buffer at each step.
  public static let momentum = Parameter(
    "momentum", .real(.belowOne), longName: "momentum μ", symbol: "μ", role: .tuned,
    default: .real(0)
  ).with {
    $0.mayFollow = true
    $0.since = 3
  }

  /// What of a gradient does not enter the buffer.
  public static let dampening = Parameter(
    "dampening", .real(RealRange(lower: .closed(0), upper: .closed(1))),
    longName: "dampening of momentum", role: .tuned, default: .real(0)
  ).with {
    $0.mayFollow = true
    $0.since = 3
  }

  /// Whether the gradient looks ahead by a step of the buffer.
  public static let nesterov = Parameter(
    "nesterov", .flag, longName: "whether momentum is Nesterov's, 0 or 1", symbol: "Nesterov",
    role: .method, default: .text("false")
  ).with {
    $0.mayFollow = true
    $0.column = Column(absence: .value(.integer(0)))
    $0.since = 3
  }
}

extension Constraint {
  /// Nesterov's momentum is a momentum, wherever both are given.
  static let nesterovHasMomentum = Constraint(
    [Parameter.nesterov.path(in: Block.optimizer), Parameter.momentum.path(in: Block.optimizer)]
  ) { corners in
    corners.contains { $0[0] == .text("true") && $0[1].asReal == 0 } ? [needsMomentum] : []
  }

  /// Nesterov's momentum has no dampening, as in PyTorch.
  static let nesterovHasNoDampening = Constraint(
    [Parameter.nesterov.path(in: Block.optimizer), Parameter.dampening.path(in: Block.optimizer)]
  ) { corners in
    corners.contains { $0[0] == .text("true") && $0[1].asReal != 0 }
      ? [Mistake("Nesterov's momentum has no dampening", hint: "remove one of them")] : []
  }

  fileprivate static let needsMomentum = Mistake(
    "Nesterov's momentum needs a momentum > 0", hint: "momentum: 0.9")
}

extension KindError {
  /// What momentum lacks where it is not given at all.
  static func faultsOfMomentum(in values: borrowing Values) -> [KindError] {
    guard values.peek(.momentum)?.asReal ?? 0 == 0 else { return [] }
    if values.peek(.nesterov) == .text("true") {
      return [
        KindError(
          Constraint.needsMomentum.message, at: [Parameter.nesterov.key],
          hint: Constraint.needsMomentum.hint)
      ]
    }
    return []
  }
}
