internal import Parameters

extension Derived {
  /// λ of the measure tr(Diag(H)^{1−λ}) that a run's optimizer minimizes: ½ for adam, whose S(v) is
  /// v^½ + ε.
  static let exponent = Derived(
    AdamE.lambda.key, longName: AdamE.lambda.longName, symbol: AdamE.lambda.symbol,
    role: AdamE.lambda.role
  ).with {
    let (path, kind) = (AdamE.lambda.path(in: Block.optimizer), Block.kind(of: Block.optimizer))
    $0.place = 29
    $0.part = .exponent
    $0.otherwise = "0 of sgd, ½ of the others: the measure tr(Diag(H)^(1−λ)) that they minimize"
    $0.mayFollow = true
    $0.follows = [path, kind]
    $0.owner = path
    $0.label = { value in
      let optimizer = Registry.optimizers.first { value(kind) == .text($0.name) }
      return optimizer?.exponent.map(Value.real) ?? value(path) ?? .real(0)
    }
  }
}
