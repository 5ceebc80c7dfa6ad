public import Parameters

/// Something that is recorded of a state: some quantities and how they are computed.
///
/// A new one is a file here and a line in ``observables``.
public protocol Observable: Sendable {
  /// What it gives, with the names in the results.
  var quantities: [Quantity] { get }

  /// One number for each quantity; NaN for one that is not defined here.
  ///
  /// In double precision, each sum in sequence from 0 unless its file says otherwise.
  func values(of state: Observation) -> [Double]
}
