internal import CProcess
internal import Glibc
public import Messaging

/// A worker process's endpoint towards the ``ProcessTransport`` that started it.
///
/// Making one ties the process to its coordinator: the kernel kills it when the coordinator dies.
/// SIGINT is ignored from then on, because Ctrl-C is the coordinator's to answer; every other signal
/// keeps its default disposition until the worker chooses another.
public final class WorkerEndpoint: Transport {
  /// Which worker this is, counted from 1.
  public let endpoint: Int

  /// The number of endpoints, the coordinator's included.
  public let endpointCount: Int

  /// Where the coordinator left this process's end of the socket pair.
  private static let socket: Int32 = 3
  /// The welcome is written before the worker starts; this only bounds the wait for a stranger's.
  private static let welcomeLimit: Duration = .seconds(30)

  private var reader: FrameReader
  private var isClosed = false
  /// Whether the coordinator is gone, and whether `receive` has said so.
  private var isAlone = false
  private var isAloneReported = false

  /// Adopts descriptor 3.
  ///
  /// Call it once, early, in a process that a ``ProcessTransport`` started.
  ///
  /// - Throws: ``TransportError/departed(endpoint:)`` if the coordinator is gone already,
  ///   ``TransportError/failed(operation:code:message:)`` if this process was not started by one.
  public init() throws(TransportError) {
    let coordinator = cprocess_socket_maker(Self.socket)
    guard coordinator > 0 else { throw systemCallFailed("no coordinator at descriptor 3") }
    _ = fcntl(Self.socket, F_SETFD, FD_CLOEXEC)
    guard cprocess_die_with_parent() == 0 else { throw systemCallFailed("prctl") }
    // It may have died before the line above took hold; then somebody else is our parent now.
    guard getppid() == coordinator else { throw .departed(endpoint: 0) }
    Self.ignoreInterrupts()
    var reader = FrameReader()
    (endpoint, endpointCount) = try Self.welcome(from: &reader)
    self.reader = reader
  }

  /// Sends a message; waits while the socket is full, that is, until the coordinator receives.
  public func send(_ message: [UInt8], to destination: Int) throws(TransportError) {
    checkSend(message, to: destination)
    guard !isClosed else { throw .closed }
    var writer = FrameWriter()
    writer.append(message)
    while !isAlone {
      guard writer.flush(to: Self.socket) else { break }
      if writer.isEmpty { return }
      var descriptors = [pollfd(fd: Self.socket, events: Int16(POLLOUT), revents: 0)]
      wait(on: &descriptors, atMost: .seconds(1))
    }
    throw .departed(endpoint: 0)
  }

  /// The next event; wakes as soon as the coordinator sends or hangs up.
  public func receive(waitingAtMost timeout: Duration) throws(TransportError) -> Event? {
    guard !isClosed else { throw .closed }
    let deadline = ContinuousClock.now + timeout
    while true {
      if !isAlone {
        switch reader.next(from: Self.socket) {
        case .message(let message): return .message(message, from: 0)
        case .nothingYet: break
        case .ended: isAlone = true
        case .malformed:
          isAlone = true
          throw .malformed(endpoint: 0)
        }
      }
      if isAlone && !isAloneReported {
        isAloneReported = true
        return .departed(endpoint: 0, .closed)
      }
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return nil }
      // Once alone there is nothing to wait for but the end of the time.
      let descriptor = isAlone ? -1 : Self.socket
      var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
      wait(on: &descriptors, atMost: left)
    }
  }

  /// Closes the socket; the process lives on, and should end soon.
  public func close() {
    guard !isClosed else { return }
    isClosed = true
    Glibc.close(Self.socket)
  }

  deinit {
    close()
  }

  /// SIGINT arrives blocked, so that none can slip in between; a pending one is dropped here.
  private static func ignoreInterrupts() {
    _ = signal(SIGINT, SIG_IGN)
    var interrupt = sigset_t()
    unsafe sigemptyset(&interrupt)
    unsafe sigaddset(&interrupt, SIGINT)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &interrupt, nil)
  }

  /// Reads this worker's endpoint and the endpoint count, the coordinator's first message.
  private static func welcome(
    from reader: inout FrameReader
  ) throws(TransportError) -> (endpoint: Int, endpointCount: Int) {
    let deadline = ContinuousClock.now + welcomeLimit
    while ContinuousClock.now < deadline {
      switch reader.next(from: socket) {
      case .message(let message):
        var decoder = WireDecoder(message)
        guard let endpoint = try? decoder.decode(UInt64.self),
          let count = try? decoder.decode(UInt64.self), endpoint >= 1, endpoint < count,
          count <= UInt64(Int32.max)
        else { throw .malformed(endpoint: 0) }
        return (Int(endpoint), Int(count))
      case .nothingYet:
        var descriptors = [pollfd(fd: socket, events: Int16(POLLIN), revents: 0)]
        wait(on: &descriptors, atMost: .seconds(1))
      case .ended: throw .departed(endpoint: 0)
      case .malformed: throw .malformed(endpoint: 0)
      }
    }
    throw .failed(operation: "welcome", code: Int(ETIMEDOUT), message: "the coordinator is silent")
  }
}
