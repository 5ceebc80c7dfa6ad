internal import Glibc
internal import Messaging

/// Messages on their way into a socket.
struct FrameWriter {
  private var frames = Queue<[UInt8]>()
  /// How much of the first frame is written.
  private var written = 0

  var isEmpty: Bool { frames.isEmpty }

  mutating func append(_ message: [UInt8]) {
    var frame: [UInt8] = []
    frame.reserveCapacity(FrameReader.headerByteCount + message.count)
    for shift in stride(from: 0, to: 8 * FrameReader.headerByteCount, by: 8) {
      frame.append(UInt8(truncatingIfNeeded: message.count >> shift))
    }
    frame += message
    frames.append(frame)
  }

  /// Writes as much as the socket takes without waiting; false if the other side is gone.
  mutating func flush(to socket: Int32) -> Bool {
    while let frame = frames.first {
      let count = unsafe frame.withUnsafeBytes { bytes in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
        // MSG_NOSIGNAL: a reader that is gone is an answer, not a reason to die of SIGPIPE.
        let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
        return unsafe Glibc.send(socket, rest.baseAddress, rest.count, flags)
      }
      if count < 0 {
        switch errno {
        case EINTR: continue
        case EAGAIN, ENOBUFS: return true
        default: return false
        }
      }
      written += count
      if written == frame.count {
        _ = frames.popFirst()
        written = 0
      }
    }
    return true
  }
}
