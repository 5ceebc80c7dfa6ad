/// What an endpoint receives.
public enum Event: Sendable, Equatable {
  /// A message from another endpoint.
  case message([UInt8], from: Int)

  /// Another endpoint is gone; every message it had sent was delivered before.
  case departed(endpoint: Int, Departure)
}

/// How an endpoint ended, as far as the transport can tell.
public enum Departure: Sendable, Equatable {
  /// It closed its transport; how the process behind it ended is not known.
  case closed

  /// Its process exited with this code.
  case exited(code: Int)

  /// Its process was killed by this signal.
  case killed(signal: Int)

  /// It is gone and nobody could say how.
  case unknown

  /// Whether it left on its own and without an error: `closed`, or `exited(code: 0)`.
  public var isClean: Bool {
    switch self {
    case .closed: true
    case .exited(let code): code == 0
    case .killed, .unknown: false
    }
  }
}
