import ElementaryFunctions

/// A rise in proportion, then half a cosine down to a last fraction f of η.
///
///     η_k / η = k / w                                 k ≤ w
///     η_k / η = f + (1 − f) · ½ (1 + cos πp)          p = (k − 1 − w) / (steps − w)
///
/// The first step after the w steps of warm-up has η itself, as in PyTorch's `CosineAnnealingLR` and
/// optax's `warmup_cosine_decay_schedule`, where a count from 0 has the part of k − 1.
///
/// Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", arXiv
/// 1608.03983, equation 5.
struct Cosine: ScheduleKind {
  static let name = "cosine"

  /// w ≥ 0.
  let warmup: Int
  /// f.
  let final: Double

  func factor(atStep step: Int, of steps: Int) -> Double {
    if step <= warmup { return Double(step) / Double(warmup) }
    let progress = Double(step - 1 - warmup) / Double(steps - warmup)
    let turns = Elementary.Vector(repeating: progress / 2)
    let cosine = Elementary.cosineAndSine(ofTurns: turns).cosine[0]
    return final + (1 - final) * (0.5 * (1 + cosine))
  }
}

extension Schedule {
  /// A rise in proportion over `warmup` steps, then half a cosine down to the fraction `final` of η.
  public static func cosine(warmup: Int = 0, final: Double = 0) -> Schedule {
    Schedule(Cosine(warmup: warmup, final: final))
  }
}
