/// What one run takes from a step to the next.
struct RunState: Hashable, Sendable {
  /// The step the run diverged at, or nil while it lives.
  let divergenceStep: Int?
  /// θ, then what the optimizer remembers; all 0 for a run that has diverged.
  let values: [Double]
}
