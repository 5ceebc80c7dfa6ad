internal import Glibc
public import Messaging

/// Endpoint 0 over worker processes on this machine, one socket pair each.
///
/// The workers are started by the transport and make a ``WorkerEndpoint``. They find their socket as
/// descriptor 3, standard input at /dev/null, and standard output *and* error at the coordinator's
/// standard error, so that no worker ever dirties the coordinator's results. They inherit nothing
/// else, and the kernel kills them when the coordinator dies.
///
/// Signals: workers start with default dispositions and stay in the coordinator's process group, so
/// that job control and a batch system's signals reach all of them. They are immune to SIGINT alone:
/// after Ctrl-C at the terminal it is the coordinator who decides what becomes of them.
public final class ProcessTransport: Transport {
  /// Always 0.
  public let endpoint: Int = 0

  /// One more than there are workers.
  public let endpointCount: Int

  private let path: String
  private let arguments: [String]
  private let closingGrace: Duration
  /// The worker of endpoint k at index k − 1; nil once its departure is in `events`.
  private var workers: [WorkerProcess?] = []
  private var events = Queue<Event>()
  private var isClosed = false

  /// Starts workers.
  ///
  /// - Parameters:
  ///   - workerCount: How many, at endpoints 1 ... `workerCount`.
  ///   - executable: Path of the program; by default the one that is running.
  ///   - arguments: Its arguments, the program's name not included.
  ///   - closingGrace: How long `close` waits for a worker before it kills it; so long too may a
  ///     worker run on that has closed its side.
  /// - Throws: ``TransportError/failed(operation:code:message:)`` if one cannot be started; the
  ///   others are ended then.
  /// - Precondition: `workerCount >= 0`.
  public init(
    workerCount: Int, executable: String = "/proc/self/exe", arguments: [String],
    closingGrace: Duration = .seconds(5)
  ) throws(TransportError) {
    precondition(workerCount >= 0, "a negative number of workers")
    endpointCount = workerCount + 1
    path = executable
    self.arguments = [CommandLine.arguments.first ?? executable] + arguments
    self.closingGrace = closingGrace
    for endpoint in 1..<endpointCount {
      workers.append(try makeWorker(endpoint))
    }
  }

  deinit {
    close()
  }

  /// The process identifier of a worker; nil once it has ended and the transport has noticed.
  ///
  /// - Precondition: 1 ≤ `endpoint` < `endpointCount`.
  public func processIdentifier(of endpoint: Int) -> Int32? {
    checkWorker(endpoint)
    return isClosed ? nil : workers[endpoint - 1]?.processIdentifier
  }

  /// Ends a worker at once with SIGKILL; `receive` reports its departure.
  ///
  /// One that has ended is fine.
  ///
  /// - Precondition: 1 ≤ `endpoint` < `endpointCount`.
  public func kill(_ endpoint: Int) {
    checkWorker(endpoint)
    if !isClosed { workers[endpoint - 1]?.kill() }
  }

  /// Starts a new worker in place of one that departed.
  ///
  /// - Precondition: 1 ≤ `endpoint` < `endpointCount`, and `receive` has reported its departure.
  /// - Throws: ``TransportError/failed(operation:code:message:)`` if it cannot be started,
  ///   ``TransportError/closed`` after `close`.
  public func respawn(_ endpoint: Int) throws(TransportError) {
    guard !isClosed else { throw .closed }
    checkWorker(endpoint)
    precondition(workers[endpoint - 1] == nil, "worker \(endpoint) has not departed")
    workers[endpoint - 1] = try makeWorker(endpoint)
  }

  /// Queues a message and writes what the worker's socket takes; never waits.
  public func send(_ message: [UInt8], to destination: Int) throws(TransportError) {
    checkSend(message, to: destination)
    guard !isClosed else { throw .closed }
    guard let worker = workers[destination - 1], worker.silentSince == nil, worker.send(message)
    else { throw .departed(endpoint: destination) }
  }

  /// The next event; meanwhile messages move both ways and ended workers are noticed.
  ///
  /// A worker that sends something that is not a message is killed after the closing grace and
  /// departs then, if it does not before.
  public func receive(waitingAtMost timeout: Duration) throws(TransportError) -> Event? {
    guard !isClosed else { throw .closed }
    let deadline = ContinuousClock.now + timeout
    while events.isEmpty {
      let left = ContinuousClock.now.duration(to: deadline)
      try exchange(waitingAtMost: left)
      if left <= .zero { break }
    }
    return events.popFirst()
  }

  /// Ends the workers: end of file first, SIGKILL after the closing grace; reaps all of them.
  ///
  /// What is still queued for a worker is delivered if it takes it within the grace.
  public func close() {
    guard !isClosed else { return }
    isClosed = true
    let deadline = ContinuousClock.now + closingGrace
    var remaining = workers.compactMap { $0 }
    workers = []
    var isKilling = false
    while true {
      remaining.removeAll { $0.reap() != nil }
      if remaining.isEmpty { break }
      if !isKilling && ContinuousClock.now >= deadline {
        isKilling = true
        for worker in remaining { worker.kill() }
      }
      for worker in remaining {
        // A worker may be waiting in `send`: let it through, though nobody reads this any more.
        // Not without end, or one that never stops talking would outlive its grace.
        var dropped = 0
        while dropped < 1000, case .message = worker.read() { dropped += 1 }
        if !worker.flush() || worker.writer.isEmpty { worker.hangUp() }
      }
      usleep(1000)
    }
  }

  /// Moves bytes both ways between all workers and the queues, and notices who ended.
  private func exchange(waitingAtMost timeout: Duration) throws(TransportError) {
    var descriptors: [pollfd] = []
    var isAnyoneLeaving = false
    for worker in workers {
      // A negative descriptor is passed over by `poll`.
      var entry = pollfd(fd: -1, events: 0, revents: 0)
      if let worker {
        if worker.silentSince == nil {
          let wanted = worker.writer.isEmpty ? POLLIN : POLLIN | POLLOUT
          entry = pollfd(fd: worker.socket, events: Int16(wanted), revents: 0)
        } else {
          isAnyoneLeaving = true
        }
      }
      descriptors.append(entry)
    }
    // The end of a process shows first as the end of its socket and a moment later in `reap`. One
    // whose own children hold the socket open shows in `reap` alone.
    let slice: Duration = isAnyoneLeaving ? .milliseconds(1) : .milliseconds(100)
    wait(on: &descriptors, atMost: min(timeout, slice))
    var malformed: Int?
    for (index, worker) in workers.enumerated() {
      guard let worker else { continue }
      let endpoint = index + 1
      let isReady = Int32(descriptors[index].revents)
      if isReady & Int32(POLLOUT) != 0 { _ = worker.flush() }
      if isReady & Int32(POLLIN | POLLHUP | POLLERR) != 0 {
        // One message each, so that a talkative worker cannot hold back the others.
        switch worker.read() {
        case .message(let message): events.append(.message(message, from: endpoint))
        case .malformed: malformed = endpoint
        case .nothingYet, .ended: break
        }
      }
      noticeEnd(of: worker, at: endpoint)
    }
    if let malformed { throw .malformed(endpoint: malformed) }
  }

  /// Queues the last messages and the departure of a worker that has ended.
  private func noticeEnd(of worker: WorkerProcess, at endpoint: Int) {
    guard let departure = worker.reap() else {
      if let since = worker.silentSince, ContinuousClock.now > since + closingGrace {
        worker.kill()
      }
      return
    }
    while case .message(let message) = worker.read() {
      events.append(.message(message, from: endpoint))
    }
    events.append(.departed(endpoint: endpoint, departure))
    workers[endpoint - 1] = nil
  }

  private func makeWorker(_ endpoint: Int) throws(TransportError) -> WorkerProcess {
    try WorkerProcess(
      path: path, arguments: arguments, endpoint: endpoint, endpointCount: endpointCount)
  }

  private func checkWorker(_ endpoint: Int) {
    precondition((1..<endpointCount).contains(endpoint), "worker \(endpoint) does not exist")
  }
}
