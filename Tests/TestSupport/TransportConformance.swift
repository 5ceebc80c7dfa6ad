public import Messaging

/// What a transport must do, as scenarios that a coordinator plays with echoing peers.
///
/// Every peer runs ``serveTransportPeer(over:)``. A scenario throws ``ConformanceFailure`` at the
/// first thing that is wrong. It uses no test library, so that it runs in a rank of an MPI job too.
public enum TransportScenario: String, CaseIterable, Sendable {
  /// Messages of one pair keep their order.
  case orderPerPair
  /// A message of no bytes arrives.
  case emptyMessage
  /// 1 MiB both ways at once.
  case mebibyteBothWays
  /// 16 MiB both ways at once, several times.
  case sixteenMebibytesBothWays
  /// A small message never overtakes a large one.
  case smallAfterLarge
  /// The longest message allowed arrives whole.
  case longestMessage
  /// Many small messages from and to all peers.
  case fanInAndFanOut
  /// A peer that does not receive holds up neither the coordinator nor the other peers.
  case slowPeer
  /// A wait without a message ends with nil.
  case timeout
  /// Messages sent before leaving arrive before the departure, and sending fails afterwards.
  ///
  /// It leaves no peer behind, so it comes last.
  case departure

  /// Plays the scenario at endpoint 0.
  public func run(over transport: any Transport) throws {
    let stage = Stage(transport)
    switch self {
    case .orderPerPair: try stage.orderPerPair()
    case .emptyMessage: try stage.emptyMessage()
    case .mebibyteBothWays: try stage.bothWays(byteCount: 1 << 20, rounds: 3)
    case .sixteenMebibytesBothWays: try stage.bothWays(byteCount: 16 << 20, rounds: 2)
    case .smallAfterLarge: try stage.smallAfterLarge()
    case .longestMessage: try stage.longestMessage()
    case .fanInAndFanOut: try stage.fanInAndFanOut()
    case .slowPeer: try stage.slowPeer()
    case .timeout: try stage.timeout()
    case .departure: try stage.departure()
    }
  }

  /// Plays all scenarios and returns the line that says so.
  public static func runAll(over transport: any Transport) throws -> String {
    for scenario in allCases {
      do {
        try scenario.run(over: transport)
      } catch {
        throw ConformanceFailure("\(scenario.rawValue): \(error)")
      }
    }
    return conformanceLine(peerCount: transport.endpointCount - 1)
  }

  /// The line that a coordinator prints when all went well.
  public static func conformanceLine(peerCount: Int) -> String {
    "transport conformance: all \(allCases.count) scenarios with \(peerCount) peers"
  }
}

/// Something a transport did wrong.
public struct ConformanceFailure: Error, CustomStringConvertible {
  /// What it was.
  public let description: String

  /// A failure in these words.
  public init(_ description: String) {
    self.description = description
  }
}

/// The coordinator's half of the scenarios.
private struct Stage {
  let transport: any Transport
  var peers: Range<Int> { 1..<transport.endpointCount }

  /// Nothing here takes long; this only turns a hang into a failure.
  static let patience: Duration = .seconds(60)

  init(_ transport: any Transport) {
    self.transport = transport
  }

  func orderPerPair() throws {
    for number in 0..<200 {
      for peer in peers {
        // Lengths from 4 to 9953 bytes, in no particular order.
        try ask(peer, .echo(pattern(byteCount: 4 + number * 7919 % 9950, seed: number)))
      }
    }
    var next = [Int](repeating: 0, count: transport.endpointCount)
    for _ in 0..<200 * peers.count {
      let (message, source) = try nextMessage()
      let number = next[source]
      next[source] += 1
      try expect(
        message == pattern(byteCount: 4 + number * 7919 % 9950, seed: number),
        "echo \(number) of peer \(source) is wrong or out of order")
    }
  }

  func emptyMessage() throws {
    for peer in peers {
      try ask(peer, .echo([]))
      try ask(peer, .echo([7]))
      let first = try nextMessage()
      let second = try nextMessage()
      try expect(first == ([], peer), "the empty message of peer \(peer) became \(first.0.count)")
      try expect(second == ([7], peer), "the empty message of peer \(peer) hurt the next one")
    }
    // An empty message in the other direction means: answer with one byte.
    for peer in peers {
      try transport.send([], to: peer)
      let answer = try nextMessage()
      try expect(answer == ([1], peer), "peer \(peer) did not get the empty message")
    }
  }

  func bothWays(byteCount: Int, rounds: Int) throws {
    for round in 0..<rounds {
      // Each peer begins to send before it receives the large message that follows at once.
      for peer in peers { try ask(peer, .send(count: 1, byteCount: byteCount)) }
      let large = pattern(byteCount: byteCount, seed: round)
      for peer in peers { try ask(peer, .echo(large)) }
      var received = [Int](repeating: 0, count: transport.endpointCount)
      for _ in 0..<2 * peers.count {
        let (message, source) = try nextMessage()
        let expected = received[source] == 0 ? pattern(byteCount: byteCount, seed: 0) : large
        received[source] += 1
        try expect(message == expected, "\(byteCount) bytes from peer \(source) are wrong")
      }
    }
  }

  func smallAfterLarge() throws {
    let byteCount = 8 << 20
    for peer in peers {
      for _ in 0..<3 {
        try ask(peer, .send(count: 1, byteCount: byteCount))
        try ask(peer, .echo([5]))
      }
    }
    var received = [Int](repeating: 0, count: transport.endpointCount)
    for _ in 0..<6 * peers.count {
      let (message, source) = try nextMessage()
      let expectedCount = received[source].isMultiple(of: 2) ? byteCount : 1
      received[source] += 1
      try expect(
        message.count == expectedCount, "\(message.count) bytes came before \(expectedCount)")
    }
  }

  func longestMessage() throws {
    // One byte of a command goes in front.
    let longest = pattern(byteCount: maximumMessageByteCount - 1, seed: 3)
    try ask(1, .echo(longest))
    let (message, source) = try nextMessage()
    try expect(source == 1 && message == longest, "the longest message is damaged")
  }

  func fanInAndFanOut() throws {
    let count = 2000
    for peer in peers { try ask(peer, .send(count: count, byteCount: 16)) }
    try expectNumbered(count: count, byteCount: 16)
    for number in 0..<count {
      for peer in peers { try ask(peer, .echo(pattern(byteCount: 16, seed: number))) }
    }
    try expectNumbered(count: count, byteCount: 16)
  }

  func slowPeer() throws {
    let slow = 1
    try ask(slow, .sleep(milliseconds: 300))
    let large = pattern(byteCount: 4 << 20, seed: 1)
    for _ in 0..<4 { try ask(slow, .echo(large)) }
    // All of this is over before the slow one wakes, or it comes later: both are right. What would
    // be wrong is a deadlock.
    for peer in peers.dropFirst() { try ask(peer, .echo([9])) }
    var counts = [Int](repeating: 0, count: transport.endpointCount)
    for _ in 0..<4 + peers.count - 1 {
      let (message, source) = try nextMessage()
      counts[source] += 1
      try expect(message == (source == slow ? large : [9]), "echo of peer \(source) is wrong")
    }
    try expect(
      counts[slow] == 4 && peers.dropFirst().allSatisfy { counts[$0] == 1 }, "echoes are missing")
  }

  func timeout() throws {
    for wait in [Duration.zero, .milliseconds(-5), .microseconds(300), .milliseconds(30)] {
      let start = ContinuousClock.now
      let event = try transport.receive(waitingAtMost: wait)
      try expect(event == nil, "an event out of nothing: \(String(describing: event))")
      let waited = start.duration(to: .now)
      try expect(waited >= wait, "waited \(waited) instead of \(wait)")
    }
    // The transport still works.
    try ask(1, .echo([5]))
    let answer = try nextMessage()
    try expect(answer == ([5], 1), "no echo after a timeout")
  }

  func departure() throws {
    for peer in peers {
      try ask(peer, .send(count: 5, byteCount: 100_000))
      try ask(peer, .leave)
      for number in 0..<5 {
        let (message, source) = try nextMessage()
        try expect(
          source == peer && message == pattern(byteCount: 100_000, seed: number),
          "message \(number) before the departure of peer \(peer) is wrong")
      }
      guard
        case .departed(let endpoint, let departure) = try transport.receive(
          waitingAtMost: Self.patience)
      else { throw ConformanceFailure("the departure of peer \(peer) went unnoticed") }
      try expect(
        endpoint == peer && departure.isClean, "peer \(endpoint) departed: \(departure)")
      do {
        try transport.send([0], to: peer)
        throw ConformanceFailure("sending to peer \(peer) works after its departure")
      } catch TransportError.departed(let endpoint) {
        try expect(endpoint == peer, "sending to \(peer) says that \(endpoint) departed")
      }
    }
  }

  /// Receives `count` messages from every peer, each source's in order of number.
  private func expectNumbered(count: Int, byteCount: Int) throws {
    var next = [Int](repeating: 0, count: transport.endpointCount)
    for _ in 0..<count * peers.count {
      let (message, source) = try nextMessage()
      try expect(
        message == pattern(byteCount: byteCount, seed: next[source]),
        "message \(next[source]) of peer \(source) is wrong or out of order")
      next[source] += 1
    }
  }

  private func ask(_ peer: Int, _ command: PeerCommand) throws {
    try transport.send(command.bytes, to: peer)
  }

  private func nextMessage() throws -> ([UInt8], Int) {
    switch try transport.receive(waitingAtMost: Self.patience) {
    case .message(let message, let source): return (message, source)
    case let other: throw ConformanceFailure("no message but \(String(describing: other))")
    }
  }

  private func expect(_ condition: Bool, _ complaint: @autoclosure () -> String) throws {
    if !condition { throw ConformanceFailure(complaint()) }
  }
}
