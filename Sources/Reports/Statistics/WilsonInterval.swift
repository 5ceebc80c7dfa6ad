/// Wilson's score interval for a share k/n, at 95 %.
///
///     (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n),   p = k/n,   z = 1.95996…
///
/// It stays in [0, 1] and has a width also for k = 0 and k = n, where few seeds say little.
///
/// - SeeAlso: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
///   JASA 22 (1927) 209–212.
public struct WilsonInterval: Hashable, Sendable {
  /// The interval's lower end.
  public var lower: Double
  /// The interval's upper end.
  public var upper: Double

  /// The 97.5 % point of the standard normal distribution.
  private static let z = 1.959_963_984_540_054

  /// The interval for `successes` of `trials`.
  ///
  /// - Precondition: `0 <= successes <= trials` and `trials >= 1`.
  public init(successes: Int, trials: Int) {
    precondition(trials >= 1 && (0...trials).contains(successes), "k of n with n ≥ 1")
    let (n, z) = (Double(trials), Self.z)
    let share = Double(successes) / n
    let centre = share + z * z / (2 * n)
    let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    // Rounding may leave −1e−17 where the formula gives 0.
    lower = successes == 0 ? 0 : (centre - half) / scale
    upper = successes == trials ? 1 : (centre + half) / scale
  }
}
