internal import Glibc
public import MPI
public import Messaging

/// Messages between the ranks of a communicator; endpoint k is rank k.
///
/// All calls come from the one thread that made the environment, or from one at a time if that is
/// `serialized`. Make one transport per communicator, and close it on every rank before the
/// environment ends.
///
/// MPI waits by spinning; this transport looks, sleeps 50 µs, looks again, and doubles the sleep up
/// to 1 ms, so that ranks sharing a core leave it to those who compute.
public final class MPITransport: Transport {
  /// A message arriving.
  ///
  /// They are handed out in order of arrival per source, whatever the order in
  /// which their bytes come in.
  private struct Arrival {
    var source: Int
    var isGoodbye: Bool
    var request: Request
  }

  private static let messageTag = Tag(1)
  /// An empty last message: the sender has closed its transport.
  private static let goodbyeTag = Tag(2)
  /// Messages received at the same time; bounds memory, not what may be sent.
  private static let maximumArrivalCount = 64
  /// Probes in a row that may find nothing before a look is over.
  ///
  /// Open MPI looks for a match first and makes progress afterwards, so that a probe finds what the
  /// one before it has brought in. With one a look, a round trip took 3.2 ms; with two, 0.2 ms.
  private static let probesPerLook = 2

  /// This process's rank.
  public let endpoint: Int

  /// The number of ranks.
  public let endpointCount: Int

  private let communicator: Communicator
  private let closingGrace: Duration
  private var outgoing: [Request] = []
  private var arrivals: [Arrival] = []
  private var hasDeparted: [Bool]
  private var isClosed = false

  /// A transport over all ranks of a communicator.
  ///
  /// - Parameters:
  ///   - communicator: All its point-to-point messages belong to the transport from here on.
  ///   - closingGrace: How long `close` waits for the others to close too.
  public init(over communicator: Communicator, closingGrace: Duration = .seconds(10)) {
    self.communicator = communicator
    self.closingGrace = closingGrace
    endpoint = communicator.rank.number
    endpointCount = communicator.size
    hasDeparted = [Bool](repeating: false, count: communicator.size)
  }

  /// Begins to send a copy of the message; never waits.
  ///
  /// A large one is on its way only while this rank calls `send`, `receive` or `close`.
  public func send(_ message: [UInt8], to destination: Int) throws(TransportError) {
    checkSend(message, to: destination)
    guard !isClosed else { throw .closed }
    guard !hasDeparted[destination] else { throw .departed(endpoint: destination) }
    do {
      try finishSends()
      outgoing.append(
        try communicator.beginSending(message, to: Rank(destination), tag: Self.messageTag))
    } catch {
      throw TransportError(error)
    }
  }

  /// The next event; while there is none, sleeps of 50 µs to 1 ms between looks.
  public func receive(waitingAtMost timeout: Duration) throws(TransportError) -> Event? {
    guard !isClosed else { throw .closed }
    let deadline = ContinuousClock.now + timeout
    var pause = Pause()
    do {
      while true {
        try finishSends()
        try acceptArrivals()
        if let event = try firstCompleteArrival() { return event }
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return nil }
        pause.sleep(atMost: left)
      }
    } catch {
      throw TransportError(error)
    }
  }

  /// Says goodbye, then waits until everything is sent and the others have said goodbye too.
  ///
  /// Endpoint 0 waits for all others, they wait for endpoint 0, each at most the closing grace; with
  /// that no message is left for MPI to trip over when it is finalized. What still arrives is
  /// dropped.
  public func close() {
    guard !isClosed else { return }
    isClosed = true
    let peers = endpoint == 0 ? Array(1..<endpointCount) : [0]
    let deadline = ContinuousClock.now + closingGrace
    var pause = Pause()
    // An error here means that MPI itself is failing; finalizing will say so.
    do {
      for peer in peers {
        outgoing.append(
          try communicator.beginSending([], to: Rank(peer), tag: Self.goodbyeTag))
      }
      while ContinuousClock.now < deadline {
        try finishSends()
        try acceptArrivals()
        while try firstCompleteArrival() != nil {}
        if outgoing.isEmpty && peers.allSatisfy({ hasDeparted[$0] }) { break }
        pause.sleep(atMost: .milliseconds(1))
      }
    } catch {}
  }

  /// Forgets the messages that MPI has taken.
  private func finishSends() throws(MPIError) {
    var remaining: [Request] = []
    for request in outgoing where try !request.isComplete() { remaining.append(request) }
    outgoing = remaining
  }

  /// Begins to receive what waits at the door.
  private func acceptArrivals() throws(MPIError) {
    var fruitlessProbes = 0
    while arrivals.count < Self.maximumArrivalCount, fruitlessProbes < Self.probesPerLook {
      guard let status = try communicator.probe() else {
        fruitlessProbes += 1
        continue
      }
      arrivals.append(
        Arrival(
          source: status.source.number, isGoodbye: status.tag == Self.goodbyeTag,
          request: try communicator.beginReceiving(status)))
    }
  }

  /// The first arrival that is complete and has none of its own source before it.
  private func firstCompleteArrival() throws(MPIError) -> Event? {
    var blocked: Set<Int> = []
    for (index, arrival) in arrivals.enumerated() where !blocked.contains(arrival.source) {
      guard try arrival.request.isComplete() else {
        blocked.insert(arrival.source)
        continue
      }
      arrivals.remove(at: index)
      guard arrival.isGoodbye else {
        return .message(arrival.request.bytes, from: arrival.source)
      }
      hasDeparted[arrival.source] = true
      return .departed(endpoint: arrival.source, .closed)
    }
    return nil
  }
}

/// Sleeps that double from 50 µs to 1 ms.
private struct Pause {
  private var microseconds = 50

  mutating func sleep(atMost limit: Duration) {
    usleep(UInt32(min(microseconds, limit.wholeMicroseconds)))
    microseconds = min(2 * microseconds, 1000)
  }
}

extension TransportError {
  fileprivate init(_ error: MPIError) {
    self = .failed(operation: error.function, code: error.code, message: error.message)
  }
}
