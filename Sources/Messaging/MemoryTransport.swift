internal import Dispatch
internal import Synchronization

/// Messages between the threads of one process.
public final class MemoryTransport: Transport, Sendable {
  /// Which endpoint this is.
  public let endpoint: Int
  private let mailboxes: [Mailbox]

  private init(endpoint: Int, mailboxes: [Mailbox]) {
    self.endpoint = endpoint
    self.mailboxes = mailboxes
  }

  /// Makes connected endpoints; the one at index k is endpoint k.
  ///
  /// - Precondition: `count >= 1`.
  public static func makeEndpoints(count: Int) -> [MemoryTransport] {
    precondition(count >= 1, "there is always an endpoint 0")
    let mailboxes = (0..<count).map { _ in Mailbox() }
    return (0..<count).map { MemoryTransport(endpoint: $0, mailboxes: mailboxes) }
  }

  /// The number of endpoints made together.
  public var endpointCount: Int { mailboxes.count }

  /// Puts a message into the other endpoint's mailbox, however full; never waits.
  public func send(_ message: [UInt8], to destination: Int) throws(TransportError) {
    checkSend(message, to: destination)
    guard mailboxes[endpoint].isOpen else { throw .closed }
    guard mailboxes[destination].deliver(.message(message, from: endpoint)) else {
      throw .departed(endpoint: destination)
    }
  }

  /// The next event; wakes as soon as one arrives.
  public func receive(waitingAtMost timeout: Duration) throws(TransportError) -> Event? {
    guard mailboxes[endpoint].isOpen else { throw .closed }
    return mailboxes[endpoint].next(waitingAtMost: timeout)
  }

  /// Tells the others that this endpoint leaves, and drops what it has not received.
  public func close() {
    guard mailboxes[endpoint].shut() else { return }
    for peer in endpoint == 0 ? Array(1..<endpointCount) : [0] {
      _ = mailboxes[peer].deliver(.departed(endpoint: endpoint, .closed))
    }
  }
}

/// The events waiting for one endpoint; any thread may deliver.
private final class Mailbox: Sendable {
  private struct Contents {
    var events = Queue<Event>()
    var isOpen = true
  }

  private let contents = Mutex(Contents())
  /// Counts the events in `contents`, so that waiting for one is waiting for this.
  private let arrivals = DispatchSemaphore(value: 0)

  var isOpen: Bool { contents.withLock { $0.isOpen } }

  /// Adds an event, unless the mailbox is shut.
  func deliver(_ event: Event) -> Bool {
    let isDelivered = contents.withLock { contents in
      if contents.isOpen { contents.events.append(event) }
      return contents.isOpen
    }
    if isDelivered { arrivals.signal() }
    return isDelivered
  }

  func next(waitingAtMost timeout: Duration) -> Event? {
    // An hour is as good as for ever for one turn of this wait, and cannot overflow.
    let microseconds = min(timeout.wholeMicroseconds, 3_600_000_000)
    let deadline = DispatchTime.now() + .microseconds(microseconds)
    guard arrivals.wait(timeout: deadline) == .success else { return nil }
    return contents.withLock { $0.events.popFirst() }
  }

  /// Shuts the mailbox and drops what is in it; false if it was shut already.
  func shut() -> Bool {
    contents.withLock { contents in
      defer {
        contents.isOpen = false
        contents.events.removeAll()
      }
      return contents.isOpen
    }
  }
}
