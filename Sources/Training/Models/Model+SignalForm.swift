extension Model {
  /// What the entries of w are to each other.
  public enum SignalForm: Hashable, Sendable {
    /// Coordinates, of which most may be 0.
    case vector
    /// A p × p matrix, row-major.
    case squareMatrix(dimension: Int)
  }

  /// What the entries of w are to each other.
  public var signalForm: SignalForm {
    switch self {
    case .diagonalNet: .vector
    case .matrixFactorization(let dimension, _, _): .squareMatrix(dimension: dimension)
    }
  }
}
