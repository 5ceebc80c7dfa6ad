public import Training

/// What moves ζ beside the noise's own drift, and how a schedule of the step size bends both.
///
/// All is in the nominal time τ = k e² of step k, e being the effective step before the schedule. With
/// f(τ) = η_k/η the slow time is t = ∫ f² dτ, and
///
///     dζ/dτ = P_{ζ,S} [ −α (f²/4 + f r/2) S ∇³L(ζ)[S] − f w D ζ ]     D = I or S
///
/// while v, whose β₂ no schedule changes, keeps the clock τ. So nothing in the equations depends on time
/// but through f. The second term, r, is known at S = I alone, and so are those of an ascent that is
/// normalized, of which there are two:
///
///     −f r ∇E‖ξ‖            under label noise, ξ the noise of a gradient; see ``NoiseLength``
///     −f q ∇λ_max(H)        without noise, q = ρ²/(2η): ½ηρ² in a step, while λ_max is simple
public struct SlowForces: Sendable, Hashable {
  /// w ≥ 0, the weight decay of a step in units of e².
  public var decay: Double
  /// Whether the preconditioner multiplies the decay, as where it is part of the gradient.
  public var isDecayPreconditioned: Bool
  /// r = ρ/e ≥ 0, the radius of an ascent that is not normalized.
  public var ascent: Double
  /// r = ρ/e > 0 of an ascent that is normalized, and the noise whose mean length it descends; nil for none.
  public var noiseAscent: NoiseAscent?
  /// q = ρ²/(2η) ≥ 0 of an ascent that is normalized, without noise.
  public var sharpnessDescent: Double
  /// f; nil for 1.
  public var schedule: SlowSchedule?

  /// An ascent that is normalized, under label noise.
  public struct NoiseAscent: Sendable, Hashable {
    /// r.
    let radius: Double
    /// The law of ξ.
    let noise: NoiseLength

    /// An ascent of radius r = ρ/e.
    public init(radius: Double, noise: NoiseLength) {
      precondition(radius >= 0 && radius.isFinite, "a radius is a finite number, not negative")
      (self.radius, self.noise) = (radius, noise)
    }
  }

  /// The least 1 − λ₂/λ_max at which λ_max counts as simple.
  static let leastGap = 1e-3

  /// Forces; none are the default.
  public init(
    decay: Double = 0, isDecayPreconditioned: Bool = false, ascent: Double = 0,
    noiseAscent: NoiseAscent? = nil, sharpnessDescent: Double = 0, schedule: SlowSchedule? = nil
  ) {
    precondition(decay >= 0 && decay.isFinite, "a decay is a finite number, not negative")
    precondition(ascent >= 0 && ascent.isFinite, "a radius is a finite number, not negative")
    self.decay = decay
    self.isDecayPreconditioned = isDecayPreconditioned
    precondition(
      sharpnessDescent >= 0 && sharpnessDescent.isFinite,
      "a strength is a finite number, not negative")
    self.ascent = ascent
    (self.noiseAscent, self.sharpnessDescent) = (noiseAscent, sharpnessDescent)
    self.schedule = schedule
  }

  /// Whether they are known at S = I alone.
  var needsIdentity: Bool { ascent > 0 || noiseAscent != nil || sharpnessDescent > 0 }

  /// f and f² at a time.
  func factors(at time: Double) -> (first: Double, second: Double) {
    schedule?.factors(at: time) ?? (1, 1)
  }
}

/// η_k/η as a function of nominal time.
///
/// The factor of step k holds at the middle of the step, (k − ½) e². In between f and f² are each linear, and
/// constant before the first and after the last: over all steps ∫ f dτ and ∫ f² dτ are the sums, also
/// where f jumps.
public struct SlowSchedule: Sendable, Hashable {
  private let schedule: Schedule
  private let steps: Int
  /// e².
  private let unit: Double

  /// The schedule of a run of `steps` ≥ 1 steps, each of which takes the nominal time `unit` > 0.
  public init(_ schedule: Schedule, steps: Int, unit: Double) {
    precondition(steps >= 1 && unit > 0, "a schedule has steps, and they take time")
    (self.schedule, self.steps, self.unit) = (schedule, steps, unit)
  }

  /// f and f² at a time ≥ 0.
  func factors(at time: Double) -> (first: Double, second: Double) {
    let place = min(max(time / unit + 0.5, 1), Double(steps))
    let step = Int(place)
    let share = place - Double(step)
    let f = schedule.factors(atSteps: [step, min(step + 1, steps)], of: steps)
    let squares = f.map { $0 * $0 }
    return (
      f[0].addingProduct(share, f[1] - f[0]),
      squares[0].addingProduct(share, squares[1] - squares[0])
    )
  }
}
