internal import Parameters
internal import Sweeps
internal import Training

/// Fresh noise ±δ on the labels; α = δ²/B with B samples in a batch.
struct LabelNoise: NoiseKind {
  static let name = "label"
  static let synonyms = ["label_noise"]
  /// The strength that the slow equations compute with; training goes by δ alone.
  static let alpha = strength("alpha", longName: "label noise α = δ²/B", symbol: "α").with {
    $0.isComputedWith = false
  }
  static let delta = strength("delta", longName: "label noise δ", symbol: "δ")
  static let batch = Parameter(
    "batch", .integerOrWord(1...Parameter.mostEntries, "full"), longName: "samples B of a batch",
    symbol: "B", role: .tuned, default: .text("full")
  ).with {
    $0.synonyms = ["batch_size", "b"]
    $0.entersCost = true
    $0.mayFollow = true
    $0.column = nil
  }
  static let distribution = Parameter(
    "distribution", .choice(["rademacher", "gaussian"]), longName: "distribution of the noise",
    symbol: "ξ", role: .method, default: .text("rademacher")
  ).with {
    $0.wordSynonyms = ["normal": "gaussian"]
    $0.entersCost = true
    $0.mayFollow = true
    $0.column = nil
  }
  static let parameters = [alpha, delta, batch, distribution]
  static let constraints: [Constraint] = [
    .atMost(
      batch.path(in: Block.noise), Parameter.samples.path(in: Block.data), fit: "% samples",
      hint: "batch is at most samples, or full")
  ]

  let noise: Run.Noise

  init(_ values: borrowing Values) {
    noise = .label(
      distribution: values.text(Self.distribution) == "gaussian" ? .gaussian : .rademacher,
      batch: values.integer(ifGiven: Self.batch))
  }

  private static func strength(_ key: String, longName: String, symbol: String) -> Parameter {
    Parameter(
      key, .real(.nonNegative), .varying, longName: longName, symbol: symbol, role: .tuned,
      scale: .logarithmic
    ).with {
      $0.group = "strength"
      $0.mayFollow = true
      // Each has a label also where the other is given.
      $0.column = nil
    }
  }

  // MARK: What follows

  static let derived: [Derived] = [
    Derived(
      "noise_distribution", longName: distribution.longName, symbol: distribution.symbol,
      role: distribution.role, scale: nil
    ).with {
      let (path, kind) = (distribution.path(in: Block.noise), Block.kind(of: Block.noise))
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
    // α and δ convert into each other through B.
    derived(alpha, from: delta, place: 20) { delta, b in delta * delta / b },
    derived(delta, from: alpha, place: 21) { alpha, b in (alpha * b).squareRoot() },
    Derived(batch.key, longName: batch.longName, symbol: batch.symbol, role: batch.role).with {
      $0.place = 16
      $0.otherwise = "n"
      $0.mayFollow = true
      $0.follows = [Block.kind(of: Block.noise)] + batchPaths
      $0.owner = batch.path(in: Block.noise)
      $0.label = { value in .integer(batchSize(value) ?? 0) }
    },
  ]

  /// Whatever B follows from.
  private static let batchPaths = [
    batch.path(in: Block.noise), Parameter.samples.path(in: Block.data),
    FileData.path.path(in: Block.data),
  ]

  /// B, all samples where the noise is none on labels.
  private static func batchSize(_ value: Values.Lookup) -> Int? {
    value(batchPaths[0])?.asInteger ?? value(batchPaths[1])?.asInteger
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
    return Derived(
      own.key, longName: own.longName, symbol: own.symbol, role: own.role, scale: own.scale
    ).with {
      $0.place = place
      $0.otherwise = "0; with `alpha` and `delta` whichever was set"
      $0.mayFollow = true
      $0.follows = [
        Block.kind(of: Block.noise), alpha.path(in: Block.noise), delta.path(in: Block.noise),
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
