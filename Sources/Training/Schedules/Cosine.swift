import ElementaryFunctions
public import Parameters

/// A rise in proportion, then half a cosine down to a last fraction f of η.
///
///     η_k / η = k / w                                 k ≤ w
///     η_k / η = f + (1 − f) · ½ (1 + cos πp)          p = (k − 1 − w) / (steps − w)
///
/// The first step after the w steps of warm-up has η itself. PyTorch's `CosineAnnealingLR` and optax's
/// `warmup_cosine_decay_schedule` agree; they count steps from 0.
///
/// Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", arXiv
/// 1608.03983, equation 5.
struct Cosine: ScheduleKind {
  static let name = "cosine"
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
    let progress = Double(step - 1 - warmup) / Double(steps - warmup)
    let turns = Elementary.Vector(repeating: progress / 2)
    let cosine = Elementary.cosineAndSine(ofTurns: turns).cosine[0]
    return final + (1 - final) * (0.5 * (1 + cosine))
  }

  func python() -> PythonText {
    .risen(
      over: warmup,
      "final + (1 - final) * (1 + cos(pi * (k - 1 - warmup) / (steps - warmup))) / 2")
  }
}

extension Schedule {
  /// A rise in proportion over `warmup` steps, then half a cosine down to the fraction `final` of η.
  public static func cosine(warmup: Int = 0, final: Double = 0) -> Schedule {
    Schedule(Cosine(warmup: warmup, final: final))
  }
}

extension Constraint {
  /// The rise ends within the run.
  static let warmupEnds = Constraint.atMost(
    Parameter.warmup.path(in: Block.schedule), "steps", fit: "% steps",
    hint: "the warm-up ends before the last step")
}

extension Parameter {
  /// Steps of a rise in proportion at the start.
  public static let warmup = Parameter(
    "warmup", .integer(0...mostEntries), longName: "steps of warm-up", symbol: "warm-up",
    role: .tuned, default: .integer(0)
  ).with {
    $0.synonyms = ["warmup_steps", "num_warmup_steps"]
    $0.column = Column("schedule_warmup", absence: .value(.integer(0)))
    $0.mayFollow = true
    $0.since = 3
  }

  /// The last fraction of the step size.
  public static let final = Parameter(
    "final", .real(.nonNegative), longName: "last fraction of η", symbol: "final", role: .tuned,
    default: .real(0)
  ).with {
    $0.synonyms = ["eta_min", "alpha"]
    $0.column = Column("schedule_final", absence: .value(.real(1)))
    $0.mayFollow = true
    $0.since = 3
  }
}
