internal import CProcess
internal import Glibc
internal import Messaging

/// The coordinator's hold on one worker process: its pid until it is reaped, and its socket.
final class WorkerProcess {
  /// Nil once it is reaped: the number may belong to somebody else from then on.
  private(set) var processIdentifier: Int32?
  let socket: Int32
  private var reader = FrameReader()
  private(set) var writer = FrameWriter()
  /// When the worker stopped talking, though it may still run.
  private(set) var silentSince: ContinuousClock.Instant?

  /// Starts a worker whose first message tells it its endpoint and how many there are.
  init(path: String, arguments: [String], endpoint: Int, endpointCount: Int) throws(TransportError)
  {
    var pair: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &pair) == 0 else {
      throw systemCallFailed("socketpair")
    }
    let outcome = SpawningThread.shared.start(
      SpawningThread.Request(path: path, arguments: arguments, socket: pair[1]))
    Glibc.close(pair[1])
    socket = pair[0]
    switch outcome {
    case .started(let pid): processIdentifier = pid
    // The deinit closes the socket.
    case .failed(let code):
      // A user may have so many processes and no more.
      throw systemCallFailed(
        "posix_spawn \(path)" + (code == EAGAIN ? " (ulimit -u)" : ""), code)
    }
    var welcome = WireEncoder()
    welcome.encode(UInt64(endpoint))
    welcome.encode(UInt64(endpointCount))
    _ = send(welcome.bytes)
  }

  deinit {
    Glibc.close(socket)
  }

  /// Queues a message and writes what the socket takes; false if the worker is gone.
  func send(_ message: [UInt8]) -> Bool {
    writer.append(message)
    return flush()
  }

  /// Writes what the socket takes; false if the worker is gone.
  func flush() -> Bool {
    writer.flush(to: socket)
  }

  /// Reads one message if there is a whole one.
  func read() -> FrameReader.Progress {
    guard silentSince == nil else { return .ended }
    let progress = reader.next(from: socket)
    switch progress {
    case .message, .nothingYet: break
    case .ended, .malformed: silentSince = .now
    }
    return progress
  }

  /// Says that nothing more will come, so that the worker finishes by itself.
  func hangUp() {
    shutdown(socket, Int32(SHUT_WR))
  }

  /// How the worker ended, the first time this is known; nil before.
  func reap() -> Departure? {
    guard let pid = processIdentifier else { return nil }
    var code: Int32 = -1
    var signal: Int32 = -1
    let answer = unsafe cprocess_reap(pid, &code, &signal)
    guard answer != 0 else { return nil }
    processIdentifier = nil
    if code >= 0 { return .exited(code: Int(code)) }
    if signal >= 0 { return .killed(signal: Int(signal)) }
    return .unknown
  }

  /// Ends the worker; `reap` will tell.
  func kill() {
    // A child that is not reaped keeps its number, so this can hit no other process.
    if let pid = processIdentifier { _ = Glibc.kill(pid, SIGKILL) }
  }
}
