/// What else happens in a step, as passes over whole arrays: they go with every model and every rule.
///
/// Their places, of which a step has those that it is asked for:
///
///     r(f) → pull back → gradient noise → rule → predict
struct Stages<Lanes: LaneVector> {
  /// g ← g + σξ.
  var gradientNoise: GradientPerturbation<Lanes>?

  /// Whether a step is nothing but its loss, model and rule, so that these may be fused.
  var isEmpty: Bool { gradientNoise == nil }
}
