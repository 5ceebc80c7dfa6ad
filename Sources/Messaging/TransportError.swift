/// Why a transport could not do what it was asked to.
public enum TransportError: Error, Sendable, Equatable {
  /// The endpoint addressed is gone.
  case departed(endpoint: Int)

  /// This transport was closed by its owner.
  case closed

  /// The endpoint sent something that is not a message; it is treated as gone from here on.
  case malformed(endpoint: Int)

  /// A call to the operating system or to MPI failed.
  ///
  /// `code` is `errno`, or MPI's error code.
  case failed(operation: String, code: Int, message: String)
}

extension TransportError: CustomStringConvertible {
  /// One sentence for people.
  public var description: String {
    switch self {
    case .departed(let endpoint): "endpoint \(endpoint) is gone"
    case .closed: "the transport is closed"
    case .malformed(let endpoint): "endpoint \(endpoint) sent something that is not a message"
    case .failed(let operation, let code, let message): "\(operation): \(message) (\(code))"
    }
  }
}
