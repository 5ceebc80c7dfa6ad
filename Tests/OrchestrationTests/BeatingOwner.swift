import FileSystem
import Foundation
import Synchronization

@testable import Orchestration

/// A lock owner on another host, played by a thread that raises its count.
final class BeatingOwner: Sendable {
  private let path: String
  private let owner: LockOwner
  private let isStopped = Atomic<Bool>(false)
  private let done = DispatchSemaphore(value: 0)

  init(path: String, owner: LockOwner) {
    self.path = path
    self.owner = owner
  }

  func start() {
    Thread { [self] in
      var owner = owner
      while !isStopped.load(ordering: .relaxed) {
        owner.beat += 1
        try? Files.replace(path, with: owner.bytes)
        usleep(50_000)
      }
      done.signal()
    }.start()
  }

  func stop() {
    isStopped.store(true, ordering: .relaxed)
    done.wait()
  }
}
