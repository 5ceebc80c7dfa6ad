/// Why bytes could not be decoded.
public enum WireError: Error, Sendable, Equatable {
  /// The value needs more bytes than there are.
  case truncated(needed: UInt64, remaining: Int)

  /// The text is not UTF-8.
  case invalidText

  /// Bytes are left over behind the last value.
  case trailingBytes(count: Int)
}

extension WireError: CustomStringConvertible {
  /// One sentence for people.
  public var description: String {
    switch self {
    case .truncated(let needed, let remaining):
      "the message ends too early: \(needed) bytes needed, \(remaining) left"
    case .invalidText: "the message holds text that is not UTF-8"
    case .trailingBytes(let count): "the message has \(count) bytes too many"
    }
  }
}
