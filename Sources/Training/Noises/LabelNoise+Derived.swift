import Parameters

// α and δ convert into each other through B; each has a label also where the other is given.

extension LabelNoise {
  static let derived: [Derived] = [
    Derived(of: .noiseDistribution, "noise_distribution").with {
      let path = Parameter.noiseDistribution.path(in: Block.noise)
      let kind = Block.kind(of: Block.noise)
      $0.place = 19
      $0.otherwise = "`gaussian` of gradient noise, else `none`"
      $0.mayFollow = true
      $0.follows = [path, kind]
      $0.owner = path
      $0.missing = .text("none")
      $0.needs = [path]
      $0.label = { value in
        value(path) ?? .text(value(kind) == .text(GradientNoise.name) ? "gaussian" : "none")
      }
    },
    derived(.alpha, from: .delta, place: 20) { delta, b in delta * delta / b },
    derived(.delta, from: .alpha, place: 21) { alpha, b in (alpha * b).squareRoot() },
    Derived(of: .batch).with {
      $0.place = 16
      $0.otherwise = "n"
      $0.mayFollow = true
      $0.follows = [Block.kind(of: Block.noise)] + batchPaths
      $0.givenAt = [Parameter.batchSize.path(in: Block.batches)]
      $0.owner = Parameter.batch.path(in: Block.noise)
      $0.label = { value in .integer(batchSize(value) ?? 0) }
    },
  ]

  /// Whatever B follows from.
  private static let batchPaths = [
    Parameter.batch.path(in: Block.noise), Parameter.batchSize.path(in: Block.batches),
    Parameter.samples.path(in: Block.data), Parameter.problem.path(in: Block.data),
  ]

  /// B, all samples where none are drawn.
  private static func batchSize(_ value: Values.Lookup) -> Int? {
    batchPaths.compactMap { value($0)?.asInteger }.first
  }

  /// α or δ, whichever of them is given.
  private static func derived(
    _ own: Parameter, from other: Parameter, place: Int,
    _ convert: @escaping @Sendable (_ other: Double, _ b: Double) -> Double
  ) -> Derived {
    let (path, otherPath) = (own.path(in: Block.noise), other.path(in: Block.noise))
    @Sendable func converted(_ value: Values.Lookup) -> Double? {
      guard let other = value(otherPath)?.asReal, let b = batchSize(value) else { return nil }
      return convert(other, Double(b))
    }
    return Derived(of: own).with {
      $0.place = place
      $0.otherwise = "0; with `alpha` and `delta` whichever was set"
      $0.mayFollow = true
      $0.follows = [
        Block.kind(of: Block.noise), Parameter.alpha.path(in: Block.noise),
        Parameter.delta.path(in: Block.noise),
      ]
      $0.followsWhere = [otherPath: batchPaths]
      $0.owner = path
      $0.needs = [path, otherPath]
      $0.path = path
      $0.computed = { value in value(path) ?? converted(value).map(Value.real) }
      $0.label = { value in value(path) ?? .real(converted(value)?.derivedLabel ?? 0) }
    }
  }
}
