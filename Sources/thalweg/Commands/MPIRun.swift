import Foundation
import MPI
import MPIMessaging
import Messaging
import Orchestration

/// A run over MPI ranks: every rank computes, rank 0 also coordinates.
///
/// Rank 0's main thread makes all its MPI calls and answers within milliseconds; its computing
/// thread is a worker like the other ranks, reached through memory.
struct MPIRun<Outcome> {
  /// What rank 0's main thread does with the transport to the workers.
  let coordinate: (any Transport) throws -> Outcome
  /// What every rank's worker does with its transport to rank 0.
  let work: @Sendable (any Transport) throws -> Void
  /// Called on rank 0 when MPI is finalized.
  let finish: (Outcome) throws -> Void

  func run() throws {
    let environment = try MPI.Environment(threading: .funneled)
    let world = try environment.world
    // Open MPI makes a world of its own of a rank that it cannot join with the others.
    if world.size == 1, Launch.current.cannotBeAlone { try ParallelStart.refuse() }
    let result: Result<Outcome?, any Error>
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
    try work(transport)
  }

  private func runRoot(_ world: Communicator) throws -> Outcome {
    let memory = MemoryTransport.makeEndpoints(count: 2)
    let computing = ComputingThread(endpoint: memory[1], work: work)
    let parts: [any Transport] =
      world.size > 1 ? [memory[0], MPITransport(over: world)] : [memory[0]]
    let transport = JoinedTransport(parts)
    computing.start()
    defer {
      // A failure before the coordinator began leaves workers that wait for their first word.
      transport.close()
      computing.join()
    }
    return try coordinate(transport)
  }
}

/// Rank 0's worker, on a thread of its own.
private final class ComputingThread: Sendable {
  private let endpoint: MemoryTransport
  private let work: @Sendable (any Transport) throws -> Void
  private let done = DispatchSemaphore(value: 0)

  init(endpoint: MemoryTransport, work: @escaping @Sendable (any Transport) throws -> Void) {
    self.endpoint = endpoint
    self.work = work
  }

  func start() {
    let (endpoint, work, done) = (endpoint, work, done)
    let thread = Thread {
      do {
        try work(endpoint)
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
