import Parameters

/// A rise in proportion, then a fall in proportion to a last fraction f of η.
///
///     η_k / η = k / w                         k ≤ w
///     η_k / η = f + (1 − f) (1 − p)           p = (k − 1 − w) / (steps − w)
///
/// The first step after the w steps of warm-up has η itself, as in ``Cosine``, and as in transformers'
/// `get_linear_schedule_with_warmup` or optax's `linear_schedule`, where a count from 0 has the part of
/// k − 1.
struct Linear: ScheduleKind {
  static let name = "linear"
  static let parameters: [Parameter] = [.warmup, .final]
  static let constraints: [Constraint] = [.warmupEnds]
  static let since = 3

  /// w ≥ 0.
  let warmup: Int
  /// f.
  let final: Double

  init(warmup: Int, final: Double) { (self.warmup, self.final) = (warmup, final) }

  init(_ values: borrowing Values) {
    self.init(warmup: values.integer(.warmup), final: values.real(.final))
  }

  func factor(atStep step: Int, of steps: Int) -> Double {
    if let rise = Schedule.rise(atStep: step, over: warmup) { return rise }
    let rest = Double(steps - step + 1) / Double(steps - warmup)
    return final + (1 - final) * rest
  }

  func python() -> PythonText {
    .risen(over: warmup, "final + (1 - final) * (steps - k + 1) / (steps - warmup)")
  }
}

extension Schedule {
  /// A rise in proportion over `warmup` steps, then a fall in proportion to the fraction `final` of η.
  public static func linear(warmup: Int = 0, final: Double = 0) -> Schedule {
    Schedule(Linear(warmup: warmup, final: final))
  }
}
