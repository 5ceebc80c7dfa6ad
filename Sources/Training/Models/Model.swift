import RandomStreams

/// A parametrization θ ↦ w(θ) of the signal, by name.
public enum Model: Hashable, Sendable {
  /// w = u ⊙ u − v ⊙ v with θ = (u, v), u and v of length `dimension`: the diagonal linear network.
  case diagonalNet(dimension: Int)

  /// P, the length of θ.
  public var parameterCount: Int {
    switch self {
    case .diagonalNet(let dimension): 2 * dimension
    }
  }

  /// q, the length of w.
  public var signalCount: Int {
    switch self {
    case .diagonalNet(let dimension): dimension
    }
  }

  /// Random initial parameters θ₀, shape `[parameterCount]`.
  ///
  /// For a diagonal net u = v = scale · N(0, 1), coordinate j from normal j of purpose
  /// `initialization` at step 0, the same draw for u and v, so that w(θ₀) = 0 exactly.
  ///
  /// - Parameters:
  ///   - scale: Standard deviation s of the parameters.
  ///   - seed: The init seed.
  /// - Returns: θ₀, equal for equal arguments on every machine.
  public func initialParameters(scale: Double, seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, purpose: .initialization, step: 0)
    switch self {
    case .diagonalNet(let dimension):
      let half = stream.normals(count: dimension).map { scale * $0 }
      return half + half
    }
  }
}
