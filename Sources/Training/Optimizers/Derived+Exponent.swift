public import Parameters

extension Derived {
  /// λ of the measure tr(Diag(H)^{1−λ}) that a run's optimizer minimizes: ½ for adam, whose S(v) is
  /// v^½ + ε.
  public static let exponent = Derived(of: .lambda).with {
    let (path, kind) = (Parameter.lambda.path(in: Block.optimizer), Block.kind(of: Block.optimizer))
    $0.place = 29
    $0.part = .exponent
    $0.otherwise = "0 of sgd, ½ of the others: the measure tr(Diag(H)^(1−λ)) that they minimize"
    $0.mayFollow = true
    $0.follows = [path, kind]
    $0.owner = path
    $0.label = { value in
      let entry = Registry.optimizers.entry(named: value(kind))
      // That of shampoo is one of matrices, and says no measure.
      if case .unknown = entry?.exponent, let own = value(path)?.asReal { return .real(own) }
      return .real(entry?.exponent?.value(ofRun: value(path)?.asReal ?? 0) ?? .nan)
    }
  }
}
