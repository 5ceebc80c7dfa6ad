private import Foundation
internal import MPI
public import Messaging

/// A run over MPI ranks: every rank computes, rank 0 also coordinates.
///
/// Rank 0's main thread makes all its MPI calls and answers within milliseconds; its computing
/// thread is a worker like the other ranks, reached through memory.
public struct MPIRun<Outcome> {
  private let coordinate: (any Transport) throws -> Outcome
  private let work: @Sendable (any Transport) throws -> Void
  private let refuse: () throws -> Void
  private let complain: @Sendable (any Error) -> Void

  /// A run of these parts.
  ///
  /// - Parameters:
  ///   - coordinate: What rank 0's main thread does with the transport to the workers.
  ///   - work: What every rank's worker does with its transport to rank 0.
  ///   - refuse: Throws for a rank that finds itself alone and cannot be.
  ///   - complain: Told why rank 0's computing thread ended before it was to.
  public init(
    coordinate: @escaping (any Transport) throws -> Outcome,
    work: @escaping @Sendable (any Transport) throws -> Void,
    refuse: @escaping () throws -> Void, complain: @escaping @Sendable (any Error) -> Void
  ) {
    self.coordinate = coordinate
    self.work = work
    self.refuse = refuse
    self.complain = complain
  }

  /// Does this rank's part.
  ///
  /// - Returns: What came out on rank 0, after MPI is finalized; nil on the others.
  public func run() throws -> Outcome? {
    let environment = try MPI.Environment(threading: .funneled)
    let world = try environment.world
    // Open MPI makes a world of its own of a rank that it cannot join with the others.
    if world.size == 1, Launch.current.cannotBeAlone { try refuse() }
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
    return try result.get()
  }

  private func runWorker(_ transport: MPITransport) throws {
    defer { transport.close() }
    try work(transport)
  }

  private func runRoot(_ world: Communicator) throws -> Outcome {
    let memory = MemoryTransport.makeEndpoints(count: 2)
    let computing = ComputingThread(endpoint: memory[1], work: work, complain: complain)
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
  private let complain: @Sendable (any Error) -> Void
  private let done = DispatchSemaphore(value: 0)

  init(
    endpoint: MemoryTransport, work: @escaping @Sendable (any Transport) throws -> Void,
    complain: @escaping @Sendable (any Error) -> Void
  ) {
    self.endpoint = endpoint
    self.work = work
    self.complain = complain
  }

  func start() {
    let (endpoint, work, complain, done) = (endpoint, work, complain, done)
    let thread = Thread {
      do {
        try work(endpoint)
      } catch {
        complain(error)
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
