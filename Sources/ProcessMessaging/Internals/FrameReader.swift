internal import Glibc
internal import Messaging

/// Cuts the byte stream of a socket into messages.
///
/// A frame is the message's byte count, a little-endian `UInt32`, and the message.
struct FrameReader {
  /// What a look at the socket brought.
  enum Progress {
    case message([UInt8])
    /// Nothing more for now.
    case nothingYet
    /// The other side will send nothing more; a frame it had begun is dropped.
    case ended
    /// A byte count no sender writes.
    case malformed
  }

  private enum Received {
    case bytes(Int)
    case nothingYet
    case ended
  }

  static let headerByteCount = 4

  private var header = [UInt8](repeating: 0, count: headerByteCount)
  private var headerFilled = 0
  private var message: [UInt8] = []
  private var messageFilled = 0

  /// Reads until a message is complete or the socket has nothing more; never waits.
  mutating func next(from socket: Int32) -> Progress {
    while headerFilled < Self.headerByteCount {
      switch Self.receive(from: socket, into: &header, at: headerFilled) {
      case .bytes(let count): headerFilled += count
      case .nothingYet: return .nothingYet
      case .ended: return .ended
      }
      if headerFilled == Self.headerByteCount {
        let count = header.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard count <= maximumMessageByteCount else { return .malformed }
        message = [UInt8](repeating: 0, count: count)
        messageFilled = 0
      }
    }
    while messageFilled < message.count {
      switch Self.receive(from: socket, into: &message, at: messageFilled) {
      case .bytes(let count): messageFilled += count
      case .nothingYet: return .nothingYet
      case .ended: return .ended
      }
    }
    defer {
      headerFilled = 0
      message = []
    }
    return .message(message)
  }

  private static func receive(
    from socket: Int32, into buffer: inout [UInt8], at offset: Int
  ) -> Received {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[offset...])
        return unsafe recv(socket, free.baseAddress, free.count, Int32(MSG_DONTWAIT))
      }
      if count > 0 { return .bytes(count) }
      if count == 0 { return .ended }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .nothingYet
      // ECONNRESET: the other side died with something of ours unread. What it sent came before.
      default: return .ended
      }
    }
  }
}
