/// Ordered, reliable byte messages between endpoint 0 and endpoints 1 ..< `endpointCount`.
///
/// Endpoint 0 is the coordinator's side, the others are the workers'. Messages travel between 0 and
/// k only. Between one pair of endpoints they arrive complete, once and in the order of sending;
/// between different pairs there is no order.
///
/// A transport belongs to one thread. Messages move inside `send`, `receive` and `close` only, so
/// whoever has large messages under way must call one of them now and then.
public protocol Transport {
  /// Which endpoint this is, counted from 0.
  var endpoint: Int { get }

  /// The number of endpoints, the coordinator's included.
  var endpointCount: Int { get }

  /// Hands over a message.
  ///
  /// A coordinator is never held up here by a slow worker: what the worker does not take yet is
  /// queued. A worker may wait here until the coordinator calls `receive`.
  ///
  /// - Parameters:
  ///   - message: At most ``maximumMessageByteCount`` bytes; may be empty.
  ///   - endpoint: Its destination.
  /// - Throws: ``TransportError/departed(endpoint:)`` if `endpoint` is known to be gone (the event
  ///   that says so may still be waiting in `receive`), ``TransportError/closed`` after `close`.
  /// - Precondition: Exactly one of the two endpoints is 0, and the message is not too long.
  func send(_ message: [UInt8], to endpoint: Int) throws(TransportError)

  /// Waits for the next event.
  ///
  /// - Parameter timeout: The longest time to wait; with zero or less it only looks.
  /// - Returns: The event, or nil when nothing came in time.
  /// - Throws: ``TransportError/closed`` after `close`, or what the operating system or MPI said.
  func receive(waitingAtMost timeout: Duration) throws(TransportError) -> Event?

  /// Delivers what was sent, tells the others that this endpoint leaves, and frees everything.
  ///
  /// Closing twice is harmless. Events not yet received are lost.
  func close()
}

/// The longest message, in bytes: 64 MiB.
public let maximumMessageByteCount = 64 << 20

extension Transport {
  /// Traps where a caller breaks the rules of `send` that all transports share.
  package func checkSend(_ message: [UInt8], to destination: Int) {
    precondition(
      (0..<endpointCount).contains(destination), "endpoint \(destination) does not exist")
    precondition(
      (endpoint == 0) != (destination == 0),
      "messages travel between endpoint 0 and the others, not \(endpoint) to \(destination)")
    precondition(
      message.count <= maximumMessageByteCount, "a message of \(message.count) bytes is too long")
  }
}
