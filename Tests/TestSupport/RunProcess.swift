internal import Foundation

/// How a program ended and what it wrote.
public struct ProcessResult: Sendable {
  /// The exit code; nil if a signal ended it or it was stopped for taking too long.
  public var exitCode: Int?
  /// The signal that ended it.
  public var signal: Int?
  /// Whether it took too long and was ended.
  public var isTimedOut: Bool
  /// What it wrote to standard output.
  public var standardOutput: String
  /// What it wrote to standard error.
  public var standardError: String
}

/// A program under way.
///
/// It writes into files, not pipes: nobody has to read along, and grandchildren that hold a
/// descriptor open hold up nothing.
public final class LaunchedProcess {
  private let process = Process()
  private let directory: URL

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - executable: Its path.
  ///   - arguments: Its arguments.
  ///   - environment: Variables added to those of this process, or put in their place.
  /// - Throws: What Foundation says if it cannot be started.
  public init(
    _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("process-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(environment) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try file("stdout")
    process.standardError = try file("stderr")
    try Self.withoutBlockedSignals { try process.run() }
  }

  /// A child inherits the signals that its parent's thread blocks, and the threads that tests run on
  /// block most; `mpirun` would never hear of SIGTERM.
  private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
    var (none, before) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: directory)
  }

  /// Its process identifier.
  public var processIdentifier: Int32 { process.processIdentifier }

  /// What it has written to standard output by now.
  public var standardOutput: String { contents("stdout") }

  /// What it has written to standard error by now.
  public var standardError: String { contents("stderr") }

  /// Sends it a signal, if it still runs.
  public func send(signal: Int32) {
    if process.isRunning { kill(process.processIdentifier, signal) }
  }

  /// Waits for its end; after `timeout` it gets SIGTERM, and 5 s later SIGKILL.
  public func waitUntilExit(timeout: Duration) -> ProcessResult {
    let isTimedOut = !waitsForExit(atMost: timeout)
    if isTimedOut {
      send(signal: SIGTERM)
      // mpirun needs about 2 s to end its ranks.
      if !waitsForExit(atMost: .seconds(5)) {
        send(signal: SIGKILL)
        _ = waitsForExit(atMost: .seconds(5))
      }
    }
    let isOver = !process.isRunning
    let status = isOver ? Int(process.terminationStatus) : nil
    let isSignalled = isOver && process.terminationReason == .uncaughtSignal
    return ProcessResult(
      exitCode: isSignalled || isTimedOut ? nil : status, signal: isSignalled ? status : nil,
      isTimedOut: isTimedOut, standardOutput: standardOutput, standardError: standardError)
  }

  private func waitsForExit(atMost limit: Duration) -> Bool {
    let deadline = ContinuousClock.now + limit
    while process.isRunning {
      guard ContinuousClock.now < deadline else { return false }
      usleep(2000)
    }
    return true
  }

  private func file(_ name: String) throws -> FileHandle {
    let url = directory.appendingPathComponent(name)
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }

  private func contents(_ name: String) -> String {
    let data = try? Data(contentsOf: directory.appendingPathComponent(name))
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}

/// Runs a program to its end.
///
/// - Parameters:
///   - executable: Its path.
///   - arguments: Its arguments.
///   - environment: Variables added to those of this process, or put in their place.
///   - timeout: After that it is ended.
/// - Returns: How it ended and what it wrote.
/// - Throws: What Foundation says if it cannot be started.
public func runProcess(
  _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
  timeout: Duration = .seconds(120)
) throws -> ProcessResult {
  try LaunchedProcess(executable, arguments, environment: environment)
    .waitUntilExit(timeout: timeout)
}
