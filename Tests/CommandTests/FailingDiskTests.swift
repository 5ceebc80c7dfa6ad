import Digests
import FileSystem
import Foundation
import TestSupport
import Testing

/// Every file operation of a coordinator fails once, one after the other: it ends with an error or with
/// the right results, and the same sweep goes on to the right results afterwards.
@Suite(.serialized) struct FailingDiskTests {
  private let directory = TemporaryDirectory()
  /// Four shards of a tenth of a second each.
  private let yaml = SmallSweep.tiny.replacing("steps: 200", with: "steps: [200000, 100000]")
  private var larger: String { yaml.replacing("{count: 4}", with: "{count: 5}") }

  /// What the coordinator has to do.
  enum Task: String, CaseIterable {
    case merge
    case resume
    case delete
    case readArchive
    case extend
  }

  /// Loads what makes operations fail.
  private func library() throws -> String {
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "failing_calls.c"
    ).path
    let library = directory.file("failing_calls.so")
    let made = try runProcess(
      "/usr/bin/env", ["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"])
    try #require(made.exitCode == 0, "\(made.standardError)")
    return library
  }

  @Test(arguments: Task.allCases)
  func everyFailureIsAnErrorOrChangesNothing(task: Task) throws {
    let library = try library()
    let (small, large) = (
      directory.write(yaml, to: "a.yaml"), directory.write(larger, to: "b.yaml")
    )
    let begun = directory.file("begun")
    #expect(try Program.run("run", small, "--out", begun).exitCode == 0)
    var right = try Program.digest(of: begun)
    if task == .extend {
      #expect(try Program.run("run", large, "--out", directory.file("whole")).exitCode == 0)
      right = try Program.digest(of: directory.file("whole"))
    }
    try prepare(begun, for: task)

    let sweep = task == .extend ? large : small
    let (copy, mark) = (directory.file("copy"), directory.file("mark"))
    let goOn = ["run", sweep, "--out", copy, "--workers", "1", "--extend"]
    let arguments =
      switch task {
      case .merge: ["merge", copy]
      case .delete: ["merge", copy, "--delete-sources"]
      case .resume, .readArchive, .extend: goOn
      }
    var (call, errors) = (0, 0)
    while true {
      call += 1
      try? FileManager.default.removeItem(atPath: copy)
      try FileManager.default.copyItem(atPath: begun, toPath: copy)
      try Files.remove(mark)
      let result = try runProcess(
        try builtProgram("thalweg"), arguments,
        environment: [
          "LD_PRELOAD": library, "FAILING_COMMAND": arguments[0], "FAILING_UNDER": copy,
          "FAILING_CALL": "\(call)", "FAILING_MARK": mark, "SWIFT_BACKTRACE": "enable=no",
        ], timeout: .seconds(300))
      guard let failed = try Files.read(ifThere: mark) else { break }
      let what = "\(task), call \(call), \(String(decoding: failed, as: UTF8.self))"
      if result.exitCode == 0 {
        #expect(try Program.digest(of: copy) == right, "\(what)")
      } else {
        errors += 1
        #expect(result.exitCode == 74 || result.exitCode == 1, "\(what)")
        #expect(result.standardError.contains("thalweg: "), "\(what)")
      }
      let after = try runProcess(try builtProgram("thalweg"), goOn, timeout: .seconds(300))
      #expect(after.exitCode == 0, "\(what): \(result.standardError)\(after.standardError)")
      #expect(try Program.digest(of: copy) == right, "\(what)")
    }
    print("\(task): \(call - 1) operations failed in turn, \(errors) of them with an error")
    #expect(errors > 10)
  }

  private func prepare(_ begun: String, for task: Task) throws {
    let place = begun + "/shards/000/"
    switch task {
    case .delete: break
    case .readArchive:
      #expect(try Program.run("merge", begun, "--delete-sources").exitCode == 0)
    case .merge, .resume, .extend:
      try Files.remove(begun + "/results.h5")
      try Files.remove(begun + "/results.provenance.json")
      guard task != .merge, let name = try Files.names(in: place).last else { return }
      try Files.remove(place + name)
    }
  }

  /// What cannot be listed is not empty.
  @Test func aDirectoryThatCannotBeListedIsNotSound() throws {
    let (sweep, out) = (directory.write(yaml, to: "a.yaml"), directory.file("out"))
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    let (library, mark) = (try library(), directory.file("mark"))
    var lists = 0
    for call in 1...1000 {
      try Files.remove(mark)
      let result = try Program.run(
        "verify", out,
        environment: [
          "LD_PRELOAD": library, "FAILING_COMMAND": "verify", "FAILING_UNDER": out + "/shards",
          "FAILING_CALL": "\(call)", "FAILING_MARK": mark, "SWIFT_BACKTRACE": "enable=no",
        ])
      guard let failed = try Files.read(ifThere: mark) else { break }
      let what = String(decoding: failed, as: UTF8.self)
      guard what.hasPrefix("readdir") else { continue }
      lists += 1
      #expect(result.exitCode != 0, "call \(call), \(what)")
    }
    #expect(lists > 0)
  }

  /// Whoever is silent for 15 s counts as dead elsewhere.
  @Test func aLongMergeKeepsItsLockAlive() throws {
    let (sweep, out) = (directory.write(yaml, to: "a.yaml"), directory.file("out"))
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    // The fourth call opens the shard; before the first ones it has no lock yet.
    let merge = try Program.launch(
      ["merge", out],
      environment: [
        "LD_PRELOAD": try library(), "FAILING_COMMAND": "merge", "FAILING_CALL": "4",
        "FAILING_UNDER": out + "/shards/000/shard-000001.h5", "FAILING_SLEEP": "600",
        "FAILING_MARK": directory.file("mark"),
      ])
    func beats() throws -> Int {
      let lines = String(decoding: try Files.read(ifThere: out + "/lock") ?? [], as: UTF8.self)
        .split(separator: "\n")
      return lines.last.flatMap { Int($0) } ?? 0
    }
    #expect(try waits { try Files.exists(directory.file("mark")) })
    #expect(try waits { try beats() >= 2 })
    merge.send(signal: SIGKILL)
    _ = merge.waitUntilExit(timeout: .seconds(60))
  }
}
