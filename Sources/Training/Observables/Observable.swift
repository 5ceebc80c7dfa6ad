public import Parameters

/// Something that is recorded of a state: some quantities and how they are computed.
///
/// A new one is a file here and a line in ``observables``.
public protocol Observable: Sendable {
  /// What it gives, with the names in the results.
  var quantities: [Quantity] { get }

  /// Whether it is of θ, so that it can be seen at an average of θ too; else of the step or of what the optimizer
  /// keeps.
  var isOfParameters: Bool { get }

  /// One number for each quantity; NaN for one that is not defined here.
  ///
  /// In double precision, each sum in sequence from 0 unless its file says otherwise.
  func values(of state: Observation) -> [Double]

  /// The same as Python, an expression for each quantity; nil for one that has none here.
  ///
  /// In scope are `theta`, `k`, `eta`, `slow_time`, `v` (the second moment, or NaN), the samples `X` and their targets
  /// `Y` as the loss takes them, `y` as numbers or classes, `w` where there is a signal and `w_star`, with `missing` for
  /// NaN; see `PythonLibrary`.
  func python(of model: Model, _ loss: Loss) -> [String?]

  /// What is left beside rounding when each quantity is computed in another way, as a part of its value; 0 for
  /// nothing. A value is NaN where an iteration did not find it so exactly.
  var relativeErrors: [Double] { get }
}

extension Observable {
  /// It is.
  public var isOfParameters: Bool { true }

  /// Nothing.
  public var relativeErrors: [Double] { quantities.map { _ in 0 } }

  /// None has been written.
  public func python(of _: Model, _: Loss) -> [String?] { quantities.map { _ in nil } }
}
