/// What reports must know some columns as, whatever their names are: figures are made of these.
public enum Part: Hashable, Sendable {
  /// The kind of the model.
  case model
  /// How the design is made.
  case design
  /// The size of the problem, d.
  case dimension
  /// Samples n.
  case samples
  /// The kind of the optimizer.
  case optimizer
  /// λ of the measure that an optimizer minimizes.
  case exponent
  /// What the user calls an entry of a block.
  case label
  /// What moves the parameters: training, or an equation of the theory.
  case dynamics
  /// η.
  case stepSize
  /// The slow time T of the last step.
  case slowTime
}
