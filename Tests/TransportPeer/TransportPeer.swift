internal import Glibc
internal import MPI
internal import MPIMessaging
internal import Messaging
internal import ProcessMessaging
internal import TestSupport

/// The other side of the transport tests, in processes of its own.
///
///     TransportPeer worker              a worker of ProcessTransport
///     TransportPeer stubborn            the same, but it survives the end of file
///     TransportPeer coordinator COUNT   starts workers, prints their pids, waits to be killed
///     TransportPeer noisy               a worker that writes to standard output
///     TransportPeer stdout              a coordinator with a noisy worker, and results of its own
///     TransportPeer mpi                 a rank; rank 0 plays the scenarios and prints the last line
///     TransportPeer failing-rank        the same, but rank 0 fails at once
@main
struct TransportPeer {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    do {
      switch arguments.first {
      case "worker": try serveTransportPeer(over: try WorkerEndpoint())
      case "noisy":
        let endpoint = try WorkerEndpoint()
        print("a worker's chatter")
        try serveTransportPeer(over: endpoint)
      case "stubborn":
        let endpoint = try WorkerEndpoint()
        try endpoint.send([1], to: 0)
        while true { sleep(1) }
      case "coordinator": try coordinate(workerCount: Int(arguments.last ?? "") ?? 1)
      case "stdout": try listenToNoise()
      case "mpi": try playAsRank(isFailing: false)
      case "failing-rank": try playAsRank(isFailing: true)
      default: throw ConformanceFailure("unknown role")
      }
    } catch {
      say("TransportPeer: \(error)\n", to: STDERR_FILENO)
      exit(1)
    }
  }

  private static func coordinate(workerCount: Int) throws {
    let transport = try ProcessTransport(workerCount: workerCount, arguments: ["worker"])
    for endpoint in 1...workerCount {
      // An answer shows that the worker has tied itself to this process.
      try transport.send([], to: endpoint)
      _ = try transport.receive(waitingAtMost: .seconds(30))
      // Busy, it cannot notice the end of file: only the kernel can end it.
      try transport.send(PeerCommand.sleep(milliseconds: 600_000).bytes, to: endpoint)
    }
    let pids = (1...workerCount).compactMap { transport.processIdentifier(of: $0) }
    say(pids.map(String.init).joined(separator: " ") + "\n", to: STDOUT_FILENO)
    _ = try transport.receive(waitingAtMost: .seconds(60))
  }

  private static func listenToNoise() throws {
    let transport = try ProcessTransport(workerCount: 1, arguments: ["noisy"])
    try transport.send([], to: 1)
    _ = try transport.receive(waitingAtMost: .seconds(30))
    transport.close()
    say("results\n", to: STDOUT_FILENO)
  }

  private static func playAsRank(isFailing: Bool) throws {
    guard Launch.current.isOfRanks else { throw ConformanceFailure("not a rank") }
    let environment = try MPI.Environment(threading: .funneled)
    let world = try environment.world
    // Bytes that only rank 0 knows: the broadcast is tested on the way.
    let greeting = try world.broadcast(world.rank == .root ? [1, 2, 3] : [], from: .root)
    if greeting != [1, 2, 3] { environment.abort(code: 3) }
    let transport = MPITransport(over: world)
    var line = ""
    do {
      if world.rank == .root {
        if isFailing { throw ConformanceFailure("failing as asked") }
        line = try TransportScenario.runAll(over: transport)
        transport.close()
      } else {
        try serveTransportPeer(over: transport)
      }
    } catch {
      say("rank \(world.rank.number): \(error)\n", to: STDERR_FILENO)
      environment.abort(code: 2)
    }
    try world.barrier()
    try environment.finalize()
    if !line.isEmpty { say(line + "\n", to: STDOUT_FILENO) }
  }

  private static func say(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    _ = unsafe write(descriptor, bytes, bytes.count)
  }
}
