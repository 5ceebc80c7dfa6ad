import Foundation
import Messaging
import ProcessMessaging
import TestSupport
import Testing

/// All transports, one set of scenarios; MPI's ranks run the same ones in `MPITransportTests`.
@Suite struct ConformanceTests {
  @Test(arguments: TransportScenario.allCases)
  func memoryTransportConforms(to scenario: TransportScenario) throws {
    let endpoints = MemoryTransport.makeEndpoints(count: 4)
    for endpoint in endpoints.dropFirst() { serveOnThread(endpoint) }
    defer { endpoints[0].close() }
    try scenario.run(over: endpoints[0])
  }

  @Test(arguments: TransportScenario.allCases)
  func processTransportConforms(to scenario: TransportScenario) throws {
    let transport = try ProcessTransport(
      workerCount: 3, executable: builtProgram("TransportPeer"), arguments: ["worker"])
    defer { transport.close() }
    try scenario.run(over: transport)
  }

  @Test(arguments: TransportScenario.allCases)
  func joinedTransportConforms(to scenario: TransportScenario) throws {
    let endpoints = MemoryTransport.makeEndpoints(count: 2)
    serveOnThread(endpoints[1])
    let lonely = MemoryTransport.makeEndpoints(count: 1)
    let processes = try ProcessTransport(
      workerCount: 2, executable: builtProgram("TransportPeer"), arguments: ["worker"])
    let transport = JoinedTransport([endpoints[0], lonely[0], processes])
    #expect(transport.endpointCount == 4)
    defer { transport.close() }
    try scenario.run(over: transport)
  }
}

/// A peer as a thread; it ends when endpoint 0 closes.
private func serveOnThread(_ endpoint: MemoryTransport) {
  Thread.detachNewThread {
    do {
      try serveTransportPeer(over: endpoint)
    } catch {
      Issue.record(error)
    }
  }
}
