internal import CProcess
internal import Dispatch
internal import Foundation
internal import Synchronization

/// The thread that starts all workers.
///
/// Workers ask the kernel to be killed with their parent (`PR_SET_PDEATHSIG`), and by parent the
/// kernel means the *thread* that started them. This one lives as long as the process, so a worker
/// outlives neither and is never killed because some pool thread of its coordinator retired.
final class SpawningThread: Sendable {
  /// What to start.
  struct Request: Sendable {
    var path: String
    var arguments: [String]
    var socket: Int32
  }

  /// The child's process identifier, or an error number.
  enum Outcome: Sendable {
    case started(Int32)
    case failed(Int32)
  }

  static let shared = SpawningThread()

  private let turn = Mutex(())
  private let request = Mutex<Request?>(nil)
  private let outcome = Mutex(Outcome.failed(0))
  private let requested = DispatchSemaphore(value: 0)
  private let answered = DispatchSemaphore(value: 0)

  private init() {
    let thread = Thread { self.serve() }
    thread.name = "spawning"
    thread.start()
  }

  /// Starts a process and returns at once, whichever thread calls.
  func start(_ wanted: Request) -> Outcome {
    turn.withLock { _ in
      request.withLock { $0 = wanted }
      requested.signal()
      answered.wait()
      return outcome.withLock { $0 }
    }
  }

  private func serve() {
    while true {
      requested.wait()
      if let wanted = request.withLock({ $0 }) {
        let result = spawn(wanted)
        outcome.withLock { $0 = result }
      }
      answered.signal()
    }
  }
}

/// Starts a process from the calling thread.
private func spawn(_ wanted: SpawningThread.Request) -> SpawningThread.Outcome {
  var arguments = unsafe wanted.arguments.map { unsafe strdup($0) }
  unsafe arguments.append(nil)
  defer { for index in wanted.arguments.indices { unsafe free(arguments[index]) } }
  var child: pid_t = 0
  let error = unsafe cprocess_spawn(wanted.path, arguments, wanted.socket, &child)
  return error == 0 ? .started(child) : .failed(error)
}
