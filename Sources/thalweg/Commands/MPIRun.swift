import Foundation
import MPI
import MPIMessaging
import Messaging
import Orchestration

/// A run over MPI ranks: every rank computes, rank 0 also coordinates.
///
/// Rank 0's main thread makes all its MPI calls and answers within milliseconds; its computing
/// thread is a worker like the other ranks, reached through memory.
struct MPIRun {
  let coordinate: (WorkerSource) throws -> RunOutcome
  let finish: (RunOutcome) throws -> Void

  func run() throws {
    let environment = try MPI.Environment(threading: .funneled)
    let world = try environment.world
    let result: Result<RunOutcome?, any Error>
    do {
      if world.rank == .root {
        result = .success(try runRoot(world))
      } else {
        try runWorker(MPITransport(over: world))
        result = .success(nil)
      }
    } catch {
      result = .failure(error)
    }
    try environment.finalize()
    if let outcome = try result.get() { try finish(outcome) }
  }

  private func runWorker(_ transport: MPITransport) throws {
    defer { transport.close() }
    try Worker(transport: transport, recordsDeaths: true).run()
  }

  private func runRoot(_ world: Communicator) throws -> RunOutcome {
    let memory = MemoryTransport.makeEndpoints(count: 2)
    let computing = ComputingThread(endpoint: memory[1])
    let parts: [any Transport] =
      world.size > 1 ? [memory[0], MPITransport(over: world)] : [memory[0]]
    let transport = JoinedTransport(parts)
    computing.start()
    defer {
      // A failure before the coordinator began leaves workers that wait for their first word.
      transport.close()
      computing.join()
    }
    return try coordinate(.connected(transport))
  }
}

/// Rank 0's worker, on a thread of its own.
private final class ComputingThread: Sendable {
  private let endpoint: MemoryTransport
  private let done = DispatchSemaphore(value: 0)

  init(endpoint: MemoryTransport) { self.endpoint = endpoint }

  func start() {
    let (endpoint, done) = (endpoint, done)
    let thread = Thread {
      do {
        try Worker(transport: endpoint, recordsDeaths: true).run()
      } catch {
        Output.message("thalweg: the computing thread of rank 0 ended: \(error)")
      }
      endpoint.close()
      done.signal()
    }
    // Lane-batches keep their tables on the stack.
    thread.stackSize = 16 << 20
    thread.start()
  }

  func join() { done.wait() }
}
