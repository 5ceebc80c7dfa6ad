import Messaging
import Orchestration
import ProcessMessaging

/// Where a coordinator's workers come from: the only place that knows which transport it is.
enum WorkerSource {
  /// Local processes of this program.
  case processes(count: Int)
  /// Endpoints that exist already.
  case connected(any Transport)

  /// The coordinator's end of a transport to the workers.
  func transport(shardCount: Int) throws -> any Transport {
    switch self {
    case .processes(let count):
      // More workers than shards would have nothing to do.
      let count = min(count, shardCount)
      try ProcessLimits.prepare(processCount: count)
      return try ProcessTransport(
        workerCount: count, executable: "/proc/self/exe",
        arguments: [WorkerCommand.name], closingGrace: .seconds(10))
    case .connected(let transport):
      return transport
    }
  }

  /// What holds the workers where they are processes of this program; nil where they are not.
  func supervisor(of transport: any Transport) -> (any WorkerSupervisor)? {
    (transport as? ProcessTransport).map(ProcessSupervisor.init(transport:))
  }
}

/// Replaces and ends local worker processes.
private struct ProcessSupervisor: WorkerSupervisor {
  let transport: ProcessTransport

  func replace(_ worker: Int) throws(TransportError) { try transport.respawn(worker) }

  func processIdentifier(of worker: Int) -> Int32? { transport.processIdentifier(of: worker) }

  func kill(_ worker: Int) { transport.kill(worker) }
}
