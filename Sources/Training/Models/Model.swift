import RandomStreams

/// A parametrization θ ↦ w(θ) of the signal, by name.
public enum Model: Hashable, Sendable {
  /// w = u ⊙ u − v ⊙ v with θ = (u, v), u and v of length `dimension`: the diagonal linear network.
  case diagonalNet(dimension: Int)
  /// w = vec(W_L … W_1), a p × p matrix in row-major order, with θ = (W_1, …, W_L), each row-major.
  ///
  /// W_1 is h × p, W_2 … W_{L−1} are h × h, W_L is p × h.
  ///
  /// - Parameters:
  ///   - dimension: p ≥ 1.
  ///   - width: h ≥ 1.
  ///   - depth: L ≥ 2.
  case matrixFactorization(dimension: Int, width: Int, depth: Int)

  /// P, the length of θ.
  public var parameterCount: Int {
    switch self {
    case .diagonalNet(let dimension): 2 * dimension
    case .matrixFactorization(let dimension, let width, let depth):
      width * (2 * dimension + (depth - 2) * width)
    }
  }

  /// q, the length of w.
  public var signalCount: Int {
    switch self {
    case .diagonalNet(let dimension): dimension
    case .matrixFactorization(let dimension, _, _): dimension * dimension
    }
  }

  /// Random initial parameters θ₀, shape `[parameterCount]`.
  ///
  /// For a diagonal net u = v = scale · N(0, 1), coordinate j from normal j of purpose
  /// `initialization` at step 0, the same draw for u and v, so that w(θ₀) = 0 exactly. For a
  /// factorization every parameter is scale · N(0, 1), parameter j from normal j of the same stream.
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
    case .matrixFactorization:
      return stream.normals(count: parameterCount).map { scale * $0 }
    }
  }

  /// Traps on sizes that make no sense.
  func checkPreconditions() {
    switch self {
    case .diagonalNet(let dimension):
      precondition(dimension >= 1, "a diagonal net needs coordinates")
    case .matrixFactorization(let dimension, let width, let depth):
      precondition(dimension >= 1 && width >= 1, "a factorization needs rows and columns")
      precondition(depth >= 2, "a factorization has at least two factors")
    }
  }
}
