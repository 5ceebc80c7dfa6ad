internal import CProcess
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
/// descriptor open hold up nothing. It is started without Foundation's `Process`, whose `run()` may
/// crash where many threads start programs at the same time.
public final class LaunchedProcess {
  /// Its process identifier.
  public let processIdentifier: Int32
  private let directory: TemporaryDirectory
  /// How it ended; nil while it runs, and then its number is its own.
  private var end: (exitCode: Int?, signal: Int?)?

  /// Starts a program.
  ///
  /// No signal is blocked in it, though a thread of a pool, which tests run on, blocks most: `mpirun`
  /// would never hear of SIGTERM.
  ///
  /// - Parameters:
  ///   - executable: Its path.
  ///   - arguments: Its arguments.
  ///   - environment: Variables added to those of this process, or put in their place.
  /// - Throws: ``LaunchFailure`` if it cannot be started.
  public init(
    _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws {
    directory = TemporaryDirectory()
    let variables = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    var child: pid_t = 0
    let error = spawn(
      executable, [executable] + arguments, variables.map { "\($0.key)=\($0.value)" },
      output: directory.file("stdout"), errors: directory.file("stderr"), &child)
    guard error == 0 else { throw LaunchFailure(path: executable, code: error) }
    processIdentifier = child
  }

  deinit {
    send(signal: SIGKILL)
    while isRunning { usleep(1000) }
  }

  /// What it has written to standard output by now.
  public var standardOutput: String { contents("stdout") }

  /// What it has written to standard error by now.
  public var standardError: String { contents("stderr") }

  /// Sends it a signal, if it still runs.
  public func send(signal: Int32) {
    if isRunning { kill(processIdentifier, signal) }
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
    return ProcessResult(
      exitCode: isTimedOut ? nil : end?.exitCode, signal: end?.signal, isTimedOut: isTimedOut,
      standardOutput: standardOutput, standardError: standardError)
  }

  private func waitsForExit(atMost limit: Duration) -> Bool {
    let deadline = ContinuousClock.now + limit
    while isRunning {
      guard ContinuousClock.now < deadline else { return false }
      usleep(2000)
    }
    return true
  }

  private var isRunning: Bool {
    guard end == nil else { return false }
    var code: Int32 = -1
    var signal: Int32 = -1
    guard unsafe cprocess_reap(processIdentifier, &code, &signal) != 0 else { return true }
    end = (code >= 0 ? Int(code) : nil, signal >= 0 ? Int(signal) : nil)
    return false
  }

  private func contents(_ name: String) -> String {
    let data = try? Data(contentsOf: URL(fileURLWithPath: directory.file(name)))
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}

/// A program that could not be started.
public struct LaunchFailure: Error, CustomStringConvertible {
  /// The program.
  public let path: String
  /// The error number.
  public let code: Int32

  /// One sentence for people.
  public var description: String { unsafe "\(path): \(String(cString: strerror(code)))" }
}

/// Starts a program, its arguments beginning with its name; 0 or an error number.
private func spawn(
  _ path: String, _ arguments: [String], _ environment: [String], output: String, errors: String,
  _ child: inout pid_t
) -> Int32 {
  let words = unsafe arguments.map { unsafe strdup($0) } + [nil]
  let variables = unsafe environment.map { unsafe strdup($0) } + [nil]
  defer {
    for index in arguments.indices { unsafe free(words[index]) }
    for index in environment.indices { unsafe free(variables[index]) }
  }
  return unsafe cprocess_launch(path, words, variables, output, errors, &child)
}

/// Runs a program to its end.
///
/// - Parameters:
///   - executable: Its path.
///   - arguments: Its arguments.
///   - environment: Variables added to those of this process, or put in their place.
///   - timeout: After that it is ended.
/// - Returns: How it ended and what it wrote.
/// - Throws: ``LaunchFailure`` if it cannot be started.
public func runProcess(
  _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
  timeout: Duration = .seconds(120)
) throws -> ProcessResult {
  try LaunchedProcess(executable, arguments, environment: environment)
    .waitUntilExit(timeout: timeout)
}
