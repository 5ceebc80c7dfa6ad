import Messaging
import Testing

@Suite struct JoinedTransportTests {
  @Test func endpointsAreNumberedConsecutively() throws {
    let first = MemoryTransport.makeEndpoints(count: 3)
    let alone = MemoryTransport.makeEndpoints(count: 1)
    let second = MemoryTransport.makeEndpoints(count: 2)
    let joined = JoinedTransport([first[0], alone[0], second[0]])
    #expect(joined.endpointCount == 4)
    for (number, worker) in [first[1], first[2], second[1]].enumerated() {
      try joined.send([UInt8(number)], to: number + 1)
      #expect(
        try worker.receive(waitingAtMost: .zero) == .message([UInt8(number)], from: 0))
      try worker.send([9], to: 0)
      #expect(
        try joined.receive(waitingAtMost: .zero) == .message([9], from: number + 1))
    }
    second[1].close()
    #expect(
      try joined.receive(waitingAtMost: .zero) == .departed(endpoint: 3, .closed))
    #expect(throws: TransportError.departed(endpoint: 3)) { try joined.send([], to: 3) }
  }

  @Test func aBusyPartDoesNotStarveTheOthers() throws {
    let busy = MemoryTransport.makeEndpoints(count: 2)
    let quiet = MemoryTransport.makeEndpoints(count: 2)
    let joined = JoinedTransport([busy[0], quiet[0]])
    for _ in 0..<10 { try busy[1].send([], to: 0) }
    try quiet[1].send([], to: 0)
    let sources = try (0..<2).map { _ in
      guard case .message(_, let source) = try joined.receive(waitingAtMost: .zero) else {
        return 0
      }
      return source
    }
    #expect(sources == [1, 2])
  }

  @Test func closingClosesEveryPart() throws {
    let parts = (0..<2).map { _ in MemoryTransport.makeEndpoints(count: 2) }
    JoinedTransport(parts.map { $0[0] }).close()
    for part in parts {
      #expect(
        try part[1].receive(waitingAtMost: .zero) == .departed(endpoint: 0, .closed))
    }
  }
}
