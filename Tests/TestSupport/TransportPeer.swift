internal import Glibc
public import Messaging

/// What a coordinator asks of a peer; one byte and its arguments.
public enum PeerCommand: Sendable, Equatable {
  /// Send these bytes back.
  case echo([UInt8])
  /// Send `count` messages of `byteCount` bytes, ``pattern(byteCount:seed:)`` with seeds 0, 1, ….
  case send(count: Int, byteCount: Int)
  /// Receive nothing for a while.
  case sleep(milliseconds: Int)
  /// Close the transport and end well.
  case leave
  /// End the process with this code, without closing.
  case exit(code: Int)
  /// End the process by this signal.
  case raise(signal: Int)

  /// The command as a message.
  public var bytes: [UInt8] {
    var encoder = WireEncoder()
    switch self {
    case .echo(let bytes): return [0] + bytes
    case .send(let count, let byteCount):
      encoder.encode(1 as UInt8)
      encoder.encode(Int64(count))
      encoder.encode(Int64(byteCount))
    case .sleep(let milliseconds):
      encoder.encode(2 as UInt8)
      encoder.encode(Int64(milliseconds))
    case .leave: encoder.encode(3 as UInt8)
    case .exit(let code):
      encoder.encode(4 as UInt8)
      encoder.encode(Int64(code))
    case .raise(let signal):
      encoder.encode(5 as UInt8)
      encoder.encode(Int64(signal))
    }
    return encoder.bytes
  }

  /// Reads a command.
  public init(_ message: [UInt8]) throws {
    var decoder = WireDecoder(message)
    switch try decoder.decode(UInt8.self) {
    case 0: self = .echo(Array(message.dropFirst()))
    case 1:
      let count = Int(try decoder.decode(Int64.self))
      self = .send(count: count, byteCount: Int(try decoder.decode(Int64.self)))
    case 2: self = .sleep(milliseconds: Int(try decoder.decode(Int64.self)))
    case 3: self = .leave
    case 4: self = .exit(code: Int(try decoder.decode(Int64.self)))
    case 5: self = .raise(signal: Int(try decoder.decode(Int64.self)))
    case let other: throw ConformanceFailure("a peer does not know command \(other)")
    }
  }
}

/// Bytes that depend on length, place and seed, so that mixed-up messages show.
public func pattern(byteCount: Int, seed: Int) -> [UInt8] {
  // A 64-bit linear congruential step (Knuth's MMIX constants); any such mix would do.
  var state = UInt64(truncatingIfNeeded: seed &* 31 &+ byteCount)
  return (0..<byteCount).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}

/// A peer's half of ``TransportScenario``: does what endpoint 0 asks until told to leave.
///
/// An empty message is answered with the byte 1. The transport is closed on return.
public func serveTransportPeer(over transport: any Transport) throws {
  defer { transport.close() }
  while true {
    switch try transport.receive(waitingAtMost: .seconds(60)) {
    case nil: throw ConformanceFailure("peer \(transport.endpoint) was left alone")
    case .departed: return
    case .message([], _): try transport.send([1], to: 0)
    case .message(let message, _):
      switch try PeerCommand(message) {
      case .echo(let bytes): try transport.send(bytes, to: 0)
      case .send(let count, let byteCount):
        for seed in 0..<count {
          try transport.send(pattern(byteCount: byteCount, seed: seed), to: 0)
        }
      case .sleep(let milliseconds): usleep(UInt32(1000 * milliseconds))
      case .leave: return
      case .exit(let code): Glibc.exit(Int32(code))
      case .raise(let signal): Glibc.raise(Int32(signal))
      }
    }
  }
}
