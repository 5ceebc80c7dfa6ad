import Foundation
import Messaging
import ProcessMessaging
import TestSupport
import Testing

@Suite struct ProcessTransportTests {
  private static let patience: Duration = .seconds(30)

  private func makeTransport(
    _ workerCount: Int, role: String = "worker", closingGrace: Duration = .seconds(5)
  ) throws -> ProcessTransport {
    try ProcessTransport(
      workerCount: workerCount, executable: builtProgram("TransportPeer"), arguments: [role],
      closingGrace: closingGrace)
  }

  @Test(arguments: [
    (PeerCommand.exit(code: 7), Departure.exited(code: 7)),
    (PeerCommand.exit(code: 0), Departure.exited(code: 0)),
    (PeerCommand.raise(signal: Int(SIGKILL)), Departure.killed(signal: Int(SIGKILL))),
    (PeerCommand.raise(signal: Int(SIGTERM)), Departure.killed(signal: Int(SIGTERM))),
  ])
  func deathIsReportedAfterTheLastMessage(command: PeerCommand, departure: Departure) throws {
    let transport = try makeTransport(2)
    defer { transport.close() }
    let byteCount = 1 << 20
    try transport.send(PeerCommand.send(count: 4, byteCount: byteCount).bytes, to: 2)
    // These fit into the socket, so that they are still there when their sender is not.
    try transport.send(PeerCommand.send(count: 50, byteCount: 100).bytes, to: 2)
    try transport.send(command.bytes, to: 2)
    let pid = try #require(transport.processIdentifier(of: 2))
    for seed in 0..<4 {
      let expected = Event.message(pattern(byteCount: byteCount, seed: seed), from: 2)
      let isExpected = try transport.receive(waitingAtMost: Self.patience) == expected
      #expect(isExpected, "message \(seed)")
    }
    let deadline = ContinuousClock.now + Self.patience
    while exists(pid), ContinuousClock.now < deadline { usleep(1000) }
    for seed in 0..<50 {
      let expected = Event.message(pattern(byteCount: 100, seed: seed), from: 2)
      #expect(try transport.receive(waitingAtMost: Self.patience) == expected)
    }
    #expect(
      try transport.receive(waitingAtMost: Self.patience)
        == .departed(endpoint: 2, departure))
    #expect(transport.processIdentifier(of: 2) == nil)
    #expect(throws: TransportError.departed(endpoint: 2)) { try transport.send([], to: 2) }

    try transport.send([], to: 1)
    #expect(try transport.receive(waitingAtMost: Self.patience) == .message([1], from: 1))
  }

  @Test func aWorkerKilledWhileMessagesWaitForItIsReported() throws {
    let transport = try makeTransport(1)
    defer { transport.close() }
    try transport.send(PeerCommand.sleep(milliseconds: 60_000).bytes, to: 1)
    // Far more than a socket takes, so that most of it waits in the queue.
    try transport.send([UInt8](repeating: 0, count: 8 << 20), to: 1)
    kill(try #require(transport.processIdentifier(of: 1)), SIGKILL)
    #expect(
      try transport.receive(waitingAtMost: Self.patience)
        == .departed(endpoint: 1, .killed(signal: Int(SIGKILL))))
  }

  @Test func aDepartedWorkerCanBeReplaced() throws {
    let transport = try makeTransport(2)
    defer { transport.close() }
    let before = transport.processIdentifier(of: 1)
    try transport.send(PeerCommand.exit(code: 3).bytes, to: 1)
    #expect(
      try transport.receive(waitingAtMost: Self.patience)
        == .departed(endpoint: 1, .exited(code: 3)))
    try transport.respawn(1)
    #expect(transport.processIdentifier(of: 1) != before)
    try transport.send([], to: 1)
    #expect(try transport.receive(waitingAtMost: Self.patience) == .message([1], from: 1))
  }

  @Test func closingEndsEvenAStubbornWorker() throws {
    let transport = try makeTransport(2, role: "stubborn", closingGrace: .milliseconds(100))
    for _ in 0..<2 {
      // The greeting says that the worker runs.
      guard case .message([1], _) = try transport.receive(waitingAtMost: Self.patience) else {
        Issue.record("no greeting")
        return
      }
    }
    let pids = (1...2).compactMap { transport.processIdentifier(of: $0) }
    #expect(pids.count == 2)
    transport.close()
    for pid in pids { #expect(!exists(pid), "worker \(pid) is still there") }
    #expect(throws: TransportError.closed) { try transport.send([], to: 1) }
    #expect(throws: TransportError.closed) { try transport.respawn(1) }
  }

  @Test func closingDeliversWhatIsQueued() throws {
    let transport = try makeTransport(1)
    // Sleeping first, the worker finds all of this after the coordinator began to close, and
    // answers it into nowhere.
    try transport.send(PeerCommand.sleep(milliseconds: 100).bytes, to: 1)
    for _ in 0..<4 {
      try transport.send(PeerCommand.echo([UInt8](repeating: 1, count: 4 << 20)).bytes, to: 1)
    }
    let pid = try #require(transport.processIdentifier(of: 1))
    transport.close()
    #expect(!exists(pid))
  }

  @Test func aDroppedTransportLeavesNoWorkers() throws {
    var pid: Int32?
    do {
      let transport = try makeTransport(1)
      pid = transport.processIdentifier(of: 1)
    }
    #expect(!exists(try #require(pid)))
  }

  /// The kernel takes the thread that starts a process for its parent; see `SpawningThread`.
  @Test func workersOutliveTheThreadThatMadeTheTransport() throws {
    let made = Handover()
    let path = try builtProgram("TransportPeer")
    let thread = Thread {
      made.transport = try? ProcessTransport(
        workerCount: 1, executable: path, arguments: ["worker"])
      // Wait for an answer, so that the worker has tied itself to its parent before this ends.
      try? made.transport?.send([], to: 1)
      made.answer = try? made.transport?.receive(waitingAtMost: Self.patience)
    }
    thread.start()
    while !thread.isFinished { usleep(1000) }
    // The kernel's thread ends a little after Foundation's says so, and signals come at once.
    usleep(50_000)
    let transport = try #require(made.transport)
    defer { transport.close() }
    #expect(made.answer == .message([1], from: 1))
    try transport.send([], to: 1)
    #expect(try transport.receive(waitingAtMost: Self.patience) == .message([1], from: 1))
  }

  @Test func anUnknownProgramIsAnError() {
    #expect {
      try ProcessTransport(workerCount: 2, executable: "/nonexistent/program", arguments: [])
    } throws: { error in
      guard case .failed(let operation, let code, _) = error as? TransportError else {
        return false
      }
      return operation == "posix_spawn /nonexistent/program" && code == Int(ENOENT)
    }
  }

  @Test func aWorkerIgnoresInterruptsOnly() throws {
    let transport = try makeTransport(1)
    defer { transport.close() }
    // At once: the worker may not have come to the point where it ignores the signal.
    let pid = try #require(transport.processIdentifier(of: 1))
    kill(pid, SIGINT)
    try transport.send([], to: 1)
    #expect(try transport.receive(waitingAtMost: Self.patience) == .message([1], from: 1))
    kill(pid, SIGINT)
    try transport.send([], to: 1)
    #expect(try transport.receive(waitingAtMost: Self.patience) == .message([1], from: 1))
    kill(pid, SIGTERM)
    #expect(
      try transport.receive(waitingAtMost: Self.patience)
        == .departed(endpoint: 1, .killed(signal: Int(SIGTERM))))
  }

  @Test func workersNeverWriteToStandardOutput() throws {
    let result = try runProcess(builtProgram("TransportPeer"), ["stdout"])
    #expect(result.standardOutput == "results\n")
    #expect(result.standardError.contains("a worker's chatter"))
    #expect(result.exitCode == 0)
  }

  @Test func workersDieWithTheirCoordinator() throws {
    let coordinator = try LaunchedProcess(builtProgram("TransportPeer"), ["coordinator", "3"])
    let deadline = ContinuousClock.now + Self.patience
    while !coordinator.standardOutput.hasSuffix("\n"), ContinuousClock.now < deadline {
      usleep(5000)
    }
    let pids = coordinator.standardOutput.split(whereSeparator: \.isWhitespace)
      .compactMap { Int32($0) }
    #expect(pids.count == 3, "\(coordinator.standardError)")
    for pid in pids { #expect(exists(pid)) }

    coordinator.send(signal: SIGKILL)
    let result = coordinator.waitUntilExit(timeout: Self.patience)
    #expect(result.signal == Int(SIGKILL))
    for pid in pids {
      while exists(pid), ContinuousClock.now < deadline { usleep(5000) }
      #expect(!exists(pid), "worker \(pid) outlives its coordinator")
    }
  }

  /// As under `nohup`, when the terminal is closed.
  @Test(arguments: [("HUP", SIGHUP), ("TERM", SIGTERM), ("USR1", SIGUSR1)])
  func whatTheCoordinatorIgnoresItsWorkersIgnore(signal: String, number: Int32) throws {
    let coordinator = try LaunchedProcess(
      "/bin/sh",
      ["-c", "trap '' \(signal); exec \"$0\" coordinator 1", builtProgram("TransportPeer")])
    let deadline = ContinuousClock.now + Self.patience
    while !coordinator.standardOutput.hasSuffix("\n"), ContinuousClock.now < deadline {
      usleep(5000)
    }
    let pid = try #require(Int32(coordinator.standardOutput.dropLast()))
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") })
    let mask = String(line.split(separator: "\t").last ?? "")
    let ignored = try #require(UInt64(mask, radix: 16))
    let bit = UInt64(1) << UInt64(number - 1)
    #expect(ignored & bit != 0)
    // What it does not ignore they do not.
    #expect(ignored & (1 << UInt64(SIGUSR2 - 1)) == 0)
  }

  @Test func aProcessWithoutCoordinatorIsNoWorker() throws {
    let result = try runProcess(builtProgram("TransportPeer"), ["worker"])
    #expect(result.exitCode == 1)
    #expect(result.standardError.contains("no coordinator at descriptor 3"))
  }
}

/// What a thread leaves to another that waits for its end.
private final class Handover: @unchecked Sendable {
  var transport: ProcessTransport?
  var answer: Event?
}

/// Whether a process runs; one that is dead and only waits to be reaped does not.
private func exists(_ pid: Int32) -> Bool {
  guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else {
    return false
  }
  // The state follows the name, which is in parentheses and may contain anything.
  let state = stat.split(separator: ")").last?.split(separator: " ").first
  return state != "Z" && state != "X"
}
