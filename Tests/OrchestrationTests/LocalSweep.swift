import Digests
import Experiments
import Foundation
import Messaging
import Shards
import Sweeps
import TestSupport

@testable import Orchestration

/// A sweep run inside the test's own process, with workers on threads.
struct LocalSweep {
  let directory: SweepDirectory
  let session: SweepSession

  init(_ yaml: String, in path: String, extends: Bool = false) throws {
    directory = SweepDirectory(path)
    session = try SweepSession(
      starting: try Self.specification(yaml), in: directory, extends: extends)
  }

  /// The sweep of a session in another directory, where it need not have been started.
  init(_ session: SweepSession, in directory: SweepDirectory) {
    (self.directory, self.session) = (directory, session)
  }

  static func specification(_ yaml: String) throws -> Specification {
    try Specification(yaml: yaml, source: "test.yaml")
  }

  /// Runs with `workers` threads; those in `leaving` go away after their first shards.
  @discardableResult
  func run(
    workers: Int, leaving: Set<Int> = [], options: RunOptions = RunOptions(),
    reporter: Notes = Notes(), finishing interrupted: InterruptedSweep? = nil
  ) throws -> RunOutcome {
    let endpoints = MemoryTransport.makeEndpoints(count: workers + 1)
    let group = DispatchGroup()
    for endpoint in endpoints.dropFirst() {
      let isLeaving = leaving.contains(endpoint.endpoint)
      group.enter()
      let thread = Thread {
        if isLeaving {
          _ = try? endpoint.receive(waitingAtMost: .seconds(60))
          try? endpoint.send(WorkerMessage.idle(host: "", process: 0).bytes, to: 0)
          guard
            case .message(let bytes, from: _)? = try? endpoint.receive(
              waitingAtMost: .seconds(60)),
            case .compute(let shards)? = try? CoordinatorMessage(bytes)
          else { preconditionFailure("a worker that is idle gets shards") }
          let begun = WorkerMessage.progress(
            shard: shards[0], share: 0, resumedShare: 0, runSteps: 0)
          try? endpoint.send(begun.bytes, to: 0)
        } else {
          try? Worker(transport: endpoint).run()
        }
        endpoint.close()
        group.leave()
      }
      thread.stackSize = 16 << 20
      thread.start()
    }
    let lock = try DirectoryLock.acquire(directory.lock)
    defer {
      endpoints[0].close()
      lock.release()
      group.wait()
    }
    func coordinator(
      of session: SweepSession, only shards: [Int]? = nil, after earlier: Coordinator? = nil
    ) throws -> Coordinator {
      try Coordinator(
        session: session, transport: endpoints[0], lock: lock, options: options,
        reporter: reporter, only: shards, after: earlier)
    }
    guard let interrupted else { return try coordinator(of: session).run() }
    let first = try coordinator(of: interrupted.session, only: interrupted.shards)
    guard try first.computeOnly() else { return .interrupted }
    let extended = try SweepSession(
      starting: session.manifest.specification, in: directory, extends: true, lock: lock)
    return try coordinator(of: extended, after: first).run()
  }

  /// The digest of results.h5.
  var digest: SHA256Digest { get throws { try .ofFile(at: directory.results) } }
}

/// Keeps what a run says.
final class Notes: ProgressReporter {
  private(set) var notes: [String] = []
  private(set) var last: Orchestration.Progress?

  func update(_ progress: Orchestration.Progress) { last = progress }
  func note(_ text: String) { notes.append(text) }
  func finish(_ progress: Orchestration.Progress) { last = progress }
}
