public import Parameters

/// The keys of `optimizer.sam`: sharpness-aware minimization around any optimizer; see ``Ascent``.
///
/// The block has one kind, which is never written.
public struct AscentKeys: Kind {
  /// `sam`.
  public static let name = "sam"
  /// The radius, and whether it is normalized.
  public static let parameters: [Parameter] = [.ascentRadius, .normalizesAscent]
  /// ρ, whichever way the sweep gives it.
  public static let derived = Derived.ascentRadius
  /// 3.
  public static let since = 3

  /// Whether the gradient is taken at θ + ρ g / ‖g‖, and not at θ + ρ g.
  public let isNormalized: Bool

  /// What a sweep file says.
  public init(_ values: borrowing Values) { isNormalized = values.flag(.normalizesAscent) }
}

extension Parameter {
  /// ρ, how far from θ the gradient is taken.
  public static let ascentRadius = Parameter(
    "radius", .real(.nonNegative), .varying, longName: "radius ρ of SAM", symbol: "ρ",
    role: .tuned, default: .real(0)
  ).with {
    $0.synonyms = ["rho"]
    $0.mayFollow = true
    $0.column = nil
    $0.law = Law(
      [ascentRate, ascentPower], meaning: "{rate: 2, power: 1} means radius = 2 · η")
    $0.since = 3
  }

  /// Whether ρ is divided by the norm of the gradient.
  public static let normalizesAscent = Parameter(
    "normalized", .flag, longName: "whether SAM's ascent is normalized, 0 or 1",
    symbol: "normalized", role: .method, default: .text("true")
  ).with {
    $0.mayFollow = true
    $0.column = Column("sam_normalized", absence: .value(.integer(1)))
    $0.since = 3
  }

  fileprivate static let ascentRate = Parameter(
    "rate", .real(.nonNegative), .varying, longName: "r of ρ = r η^p", symbol: "r", role: .tuned,
    isRequired: true
  ).with {
    $0.mayFollow = true
    $0.column = Column(
      "sam_radius_rate", absence: .label(.real(-1)), otherwise: "where the sweep gives no law",
      alsoFollows: [AscentPaths.radius])
    $0.since = 3
  }

  fileprivate static let ascentPower = Parameter(
    "power", .real(.any), .varying, longName: "p of ρ = r η^p", symbol: "p", role: .tuned,
    isRequired: true
  ).with {
    $0.mayFollow = true
    $0.column = Column(
      "sam_radius_power", absence: .label(.real(0)), otherwise: "where the sweep gives no law",
      alsoFollows: [AscentPaths.radius])
    $0.since = 3
  }
}

private enum AscentPaths {
  static let radius = "\(Block.ascent).radius"
  static let rate = Parameter.ascentRate.path(in: radius)
  static let power = Parameter.ascentPower.path(in: radius)
  static let stepSize = Parameter.stepSize.path(in: Block.optimizer)
}

extension Derived {
  /// ρ, whichever way the sweep gives it.
  fileprivate static let ascentRadius: [Derived] = [
    Derived(of: .ascentRadius, "sam_radius").with {
      @Sendable func radius(_ value: Values.Lookup) -> Double {
        if let given = value(AscentPaths.radius)?.asReal { return given }
        return PowerLaw.value(
          value, AscentPaths.rate, AscentPaths.power, of: AscentPaths.stepSize) ?? 0
      }
      $0.mayFollow = true
      $0.follows = [AscentPaths.radius, AscentPaths.rate, AscentPaths.power]
      $0.followsWhere = [AscentPaths.rate: [AscentPaths.stepSize]]
      $0.needs = [AscentPaths.radius, AscentPaths.rate]
      $0.path = AscentPaths.radius
      $0.computed = { value in .real(radius(value)) }
      $0.label = { value in
        value(AscentPaths.radius) ?? .real(radius(value).derivedLabel)
      }
      $0.otherwise = "0 without SAM"
      $0.since = 3
    }
  ]
}
