import Messaging
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
      return try ProcessTransport(
        workerCount: min(count, shardCount), executable: "/proc/self/exe",
        arguments: [WorkerCommand.name])
    case .connected(let transport):
      return transport
    }
  }

  /// How to replace a worker that died; nil where that cannot be done.
  func replacement(
    in transport: any Transport
  ) -> ((Int) throws(TransportError) -> Void)? {
    guard let processes = transport as? ProcessTransport else { return nil }
    return { (worker: Int) throws(TransportError) in try processes.respawn(worker) }
  }
}
