/// What random numbers are drawn for; streams of different purposes never share a counter.
///
/// The raw values are part of the address of every number and must never change.
public enum Purpose: UInt32, Hashable, Sendable, CaseIterable {
  /// Entries of the design Z.
  case design = 1
  /// Support and values of the truth w*.
  case truth = 2
  /// Initial parameters θ₀.
  case initialization = 3
  /// Perturbations of the targets.
  case labelNoise = 4
  /// Perturbations of the gradient.
  case gradientNoise = 5
  /// Sample indices of minibatches.
  case minibatch = 6
  /// Increments of the slow stochastic differential equation.
  case slowDynamics = 7
}
