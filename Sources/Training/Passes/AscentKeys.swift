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
    $0.entersCost = true
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

  fileprivate static let ascentRate = PowerLaw.rate(
    "r", of: "ρ = r η^p", column: "sam_radius_rate", follows: [PowerLaw.ascentRadius.number]
  ).with { ($0.since, $0.entersCost) = (3, true) }

  fileprivate static let ascentPower = PowerLaw.power(
    "p", of: "ρ = r η^p", column: "sam_radius_power", follows: [PowerLaw.ascentRadius.number]
  ).with { $0.since = 3 }
}

extension PowerLaw {
  fileprivate static let ascentRadius = PowerLaw(at: "\(Block.ascent).radius")
}

extension Derived {
  /// ρ, whichever way the sweep gives it.
  fileprivate static let ascentRadius: [Derived] = [
    Derived(of: .ascentRadius, "sam_radius").with {
      let radius = PowerLaw.ascentRadius
      $0.mayFollow = true
      $0.follows = radius.follows
      $0.followsWhere = [radius.rate: [radius.stepSize]]
      $0.needs = [radius.number, radius.rate]
      $0.path = radius.number
      $0.computed = { value in .real(radius.value(value) ?? 0) }
      $0.label = { value in
        value(radius.number) ?? .real((radius.value(value) ?? 0).derivedLabel)
      }
      $0.otherwise = "0 without SAM"
      $0.since = 3
    }
  ]
}
