internal import Glibc

/// Endpoint 0's view over several transports as if they were one.
///
/// The workers of the first transport keep their numbers 1, 2, …; those of the next follow on, and
/// so forth. For example a memory transport for the compute thread of this process, joined with an
/// MPI transport for the other ranks.
public final class JoinedTransport: Transport {
  private let parts: [any Transport]
  /// The endpoints of `parts[i]` are `offsets[i]` + 1, 2, … here.
  private let offsets: [Int]
  /// Which part is asked first, so that a busy one cannot starve the others.
  private var firstAsked = 0
  /// Microseconds of the next sleep between two looks.
  private var pause = JoinedTransport.shortestPause

  private static let shortestPause = 50
  private static let longestPause = 8000

  /// One more than all workers of all parts.
  public let endpointCount: Int

  /// Joins transports, and closes them when it is closed.
  ///
  /// - Precondition: There is at least one, and each is an endpoint 0.
  public init(_ parts: [any Transport]) {
    precondition(!parts.isEmpty, "nothing to join")
    precondition(parts.allSatisfy { $0.endpoint == 0 }, "only endpoint 0 can be joined")
    var offsets: [Int] = []
    var workerCount = 0
    for part in parts {
      offsets.append(workerCount)
      workerCount += part.endpointCount - 1
    }
    self.parts = parts
    self.offsets = offsets
    endpointCount = workerCount + 1
  }

  /// Always 0.
  public var endpoint: Int { 0 }

  /// Sends through the part that the destination belongs to.
  public func send(_ message: [UInt8], to destination: Int) throws(TransportError) {
    checkSend(message, to: destination)
    // The last part whose first worker is not behind the destination; a part without workers
    // shares its offset with the next one and is never the last.
    let index = offsets.lastIndex { $0 < destination } ?? 0
    do {
      try parts[index].send(message, to: destination - offsets[index])
    } catch {
      throw renumbered(error, from: index)
    }
  }

  /// The next event of any part, all asked in turn, with sleeps of 0.05 ms to 8 ms while none has one,
  /// the longer the longer the last event is ago.
  public func receive(waitingAtMost timeout: Duration) throws(TransportError) -> Event? {
    let deadline = ContinuousClock.now + timeout
    while true {
      for turn in parts.indices {
        let index = (firstAsked + turn) % parts.count
        if let event = try receive(from: index) {
          firstAsked = (index + 1) % parts.count
          pause = Self.shortestPause
          return event
        }
      }
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return nil }
      // No system call waits for all kinds at once. Where messages come thick and fast, each finds
      // the short pauses; 8 ms are short beside the work that rare ones carry, and few enough looks a
      // second to leave the processor to those who compute.
      usleep(UInt32(min(left.wholeMicroseconds, pause)))
      pause = min(2 * pause, Self.longestPause)
    }
  }

  /// Closes every part, the first one first.
  public func close() {
    for part in parts { part.close() }
  }

  private func receive(from index: Int) throws(TransportError) -> Event? {
    do {
      switch try parts[index].receive(waitingAtMost: .zero) {
      case nil: return nil
      case .message(let message, let source):
        return .message(message, from: source + offsets[index])
      case .departed(let endpoint, let departure):
        return .departed(endpoint: endpoint + offsets[index], departure)
      }
    } catch {
      throw renumbered(error, from: index)
    }
  }

  private func renumbered(_ error: TransportError, from index: Int) -> TransportError {
    switch error {
    case .departed(let endpoint): .departed(endpoint: endpoint + offsets[index])
    case .malformed(let endpoint): .malformed(endpoint: endpoint + offsets[index])
    case .closed, .failed: error
    }
  }
}
