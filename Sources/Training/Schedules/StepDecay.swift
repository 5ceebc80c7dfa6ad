public import Parameters

/// η times a factor for every one of some steps that lies behind.
///
///     η_k / η = γ^j,   j = the number of a in `at` with a < k
///
/// so that steps 1 … a₁ have η itself, as in PyTorch's `MultiStepLR`, whose scheduler steps after the
/// optimizer. The power is a product from the left.
struct StepDecay: ScheduleKind {
  static let name = "step"
  static let synonyms = ["multistep", "multi-step", "piecewise-constant"]
  static let parameters: [Parameter] = [.at, .factor]
  static let since = 3

  /// Steps, which a sweep file gives in order; the product does not ask for it.
  let at: [Int]
  /// γ.
  let factor: Double

  init(at: [Int], factor: Double) { (self.at, self.factor) = (at, factor) }

  init(_ values: borrowing Values) {
    self.init(at: values.integers(.at), factor: values.real(.factor))
  }

  static func faults(in values: borrowing Values) -> [KindError] {
    values.peek(.at)?.asIntegers.flatMap(fault).map { [$0] } ?? []
  }

  private static func fault(_ at: [Int]) -> KindError? {
    zip(at, at.dropFirst()).allSatisfy { $0 < $1 }
      ? nil : KindError("the steps of 'at' increase", at: [Parameter.at.key])
  }

  func factor(atStep step: Int, of _: Int) -> Double {
    var product = 1.0
    for end in at where end < step { product *= factor }
    return product
  }

  func python() -> PythonText {
    PythonText("factor ** sum(array(at) < k[:, None], axis=1)", names: [.init("at", "\(at)")])
  }
}

extension Schedule {
  /// η times `factor` for every step of `at`, which increase, that lies behind.
  public static func step(at: [Int], factor: Double) -> Schedule {
    Schedule(StepDecay(at: at, factor: factor))
  }
}

extension Parameter {
  /// The last steps of the old step sizes.
  public static let at = Parameter(
    "at", .integers(1...1 << 53), longName: "last steps of the old step sizes",
    symbol: "at", role: .tuned, isRequired: true
  ).with {
    $0.synonyms = ["milestones", "boundaries"]
    $0.column = Column("schedule_at", absence: .label(.text("none")))
    $0.mayFollow = true
    $0.since = 3
  }

  /// What η is multiplied by.
  public static let factor = Parameter(
    "factor", .real(.nonNegative), longName: "factor of η at each of these steps", symbol: "factor",
    role: .tuned, default: .real(0.1)
  ).with {
    $0.synonyms = ["gamma"]
    $0.column = Column("schedule_factor", absence: .value(.real(1)))
    $0.mayFollow = true
    $0.since = 3
  }
}
