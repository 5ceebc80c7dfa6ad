public import Parameters

extension Parameter {
  /// What the three others are where they are not given.
  public static let seed = Parameter("seed", .seed, longName: "seed", role: .seed).with {
    $0.synonyms = ["seeds"]
    // Its label is the data seed where three are given.
    $0.column = nil
  }
  /// Of design and truth.
  public static let dataSeed = seed("data_seed", longName: "seed of design and truth", place: 34)
    .with {
      $0.applies = .has(.drawnTruth, block: Block.data, otherwise: .init(isMistake: false))
    }
  /// Of the initial parameters.
  public static let initSeed = seed(
    "init_seed", longName: "seed of the initial parameters", place: 35)
  /// Of the noise.
  public static let noiseSeed = seed(
    "noise_seed", .varying, longName: "seed of the noise", place: 36)

  private static func seed(
    _ key: String, _ binding: Binding = .uniform, longName: String, place: Int
  ) -> Parameter {
    Parameter(
      key, .seed, binding, longName: longName,
      symbol: key.split(separator: "_").joined(separator: " "),
      role: .seed
    ).with {
      $0.fallback = seed.path(in: nil)
      $0.column = Column(place: place, absence: .value(.seed(0)))
    }
  }
}

extension Derived {
  /// The seed, or the data seed where three are given.
  public static let seed = Derived(
    Parameter.seed.key, longName: Parameter.seed.longName, role: Parameter.seed.role
  ).with {
    let paths = [Parameter.seed.path(in: nil), Parameter.dataSeed.path(in: nil)]
    $0.place = 33
    $0.otherwise = "the data seed where three are given"
    $0.follows = paths
    $0.label = { value in value(paths[1]) ?? value(paths[0]) ?? .seed(0) }
  }
}
