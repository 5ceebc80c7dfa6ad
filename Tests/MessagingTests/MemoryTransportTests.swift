import Foundation
import Messaging
import TestSupport
import Testing

@Suite struct MemoryTransportTests {
  @Test func aWaitEndsWhenAMessageComes() throws {
    let endpoints = MemoryTransport.makeEndpoints(count: 2)
    Thread.detachNewThread {
      usleep(20_000)
      try? endpoints[1].send([1], to: 0)
    }
    #expect(try endpoints[0].receive(waitingAtMost: .seconds(30)) == .message([1], from: 1))
  }

  @Test func closingEndpointZeroReachesAllOthers() throws {
    let endpoints = MemoryTransport.makeEndpoints(count: 3)
    try endpoints[0].send([4], to: 2)
    endpoints[0].close()
    endpoints[0].close()
    let departure = Event.departed(endpoint: 0, .closed)
    #expect(try endpoints[1].receive(waitingAtMost: .zero) == departure)
    #expect(try endpoints[1].receive(waitingAtMost: .zero) == nil)
    #expect(try endpoints[2].receive(waitingAtMost: .zero) == .message([4], from: 0))
    #expect(try endpoints[2].receive(waitingAtMost: .zero) == departure)
    #expect(throws: TransportError.departed(endpoint: 0)) { try endpoints[1].send([], to: 0) }
    #expect(throws: TransportError.closed) { try endpoints[0].send([], to: 1) }
    #expect(throws: TransportError.closed) { try endpoints[0].receive(waitingAtMost: .zero) }
  }

  @Test func workersDoNotTalkToEachOther() async {
    await #expect(processExitsWith: .failure) {
      let endpoints = MemoryTransport.makeEndpoints(count: 3)
      try endpoints[1].send([], to: 2)
    }
  }
}
