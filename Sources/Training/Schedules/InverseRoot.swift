import Parameters

/// A rise in proportion, then a fall like 1/√k.
///
///     η_k / η = k / w          k ≤ w
///     η_k / η = √(w / k)       k ≥ w
///
/// w ≥ 1; w = 1 is 1/√k from the first step on.
///
/// Source: A. Vaswani et al., "Attention Is All You Need", arXiv 1706.03762, equation 3, whose largest step
/// size is η here.
struct InverseRoot: ScheduleKind {
  static let name = "inverse-sqrt"
  static let parameters: [Parameter] = [
    .warmup.with { $0.defaultValue = .integer(1) }
  ]
  static let since = 3

  /// w ≥ 1.
  let warmup: Int

  init(warmup: Int) {
    precondition(warmup >= 1, "the rise has a step")
    self.warmup = warmup
  }

  static func faults(in values: borrowing Values) -> [KindError] {
    guard values.peek(.warmup)?.asInteger == 0 else { return [] }
    return [
      KindError("1/√k has no value at k = 0", at: [Parameter.warmup.key], hint: "warmup: 1")
    ]
  }

  init(_ values: borrowing Values) { self.init(warmup: values.integer(.warmup)) }

  func factor(atStep step: Int, of _: Int) -> Double {
    Schedule.rise(atStep: step, over: warmup)
      ?? (Double(warmup) / Double(step)).squareRoot()
  }

  func python() -> PythonText {
    .risen(over: warmup, "sqrt(warmup / k)")
  }
}

extension Schedule {
  /// A rise in proportion over `warmup` ≥ 1 steps, then a fall like 1/√k.
  public static func inverseRoot(warmup: Int = 1) -> Schedule {
    Schedule(InverseRoot(warmup: warmup))
  }
}
