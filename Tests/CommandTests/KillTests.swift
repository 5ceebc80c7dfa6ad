import FileSystem
import Foundation
import TestSupport
import Testing

/// SIGKILLs at random, of workers, coordinators, ranks and whole MPI jobs, over one sweep.
///
/// `Benchmarks/kills.sh 200` runs the same with more of them.
@Suite(.serialized) struct KillTests {
  private let directory = TemporaryDirectory()
  private let log: String
  /// Kills; four a round.
  private let count: Int
  /// Times that the sweep is longer than `SmallSweep.uneven`.
  ///
  /// A kill takes up to a second of two
  /// processors, for ranks outlive their mpirun, and the kills together must not finish it.
  private let length: Int
  private let sweep: String

  private static let checkpointInterval = 0.2

  init() throws {
    count = ProcessInfo.processInfo.environment["THALWEG_KILLS"].flatMap { Int($0) } ?? 12
    length = (count + 2) / 3
    sweep = directory.write(
      // The longer steps are ten times the shorter ones, in the text too.
      SmallSweep.uneven.replacing("300000", with: "\(300_000 * length)"), to: "sweep.yaml")
    log = directory.file("log")
    try Files.makeDirectory(log)
  }

  private func out(_ name: String) -> String { directory.file(name) }

  /// Run-steps of the whole sweep.
  private var needed: Int { length * (32 * 300_000 + 4 * 3_000_000) }

  @Test func anyNumberOfKillsCostsAtMostACheckpointIntervalEach() throws {
    #expect(try Program.run("run", sweep, "--out", out("whole")).exitCode == 0)
    let files = SweepFiles(path: out("killed"))
    var random = SplitMix64(seed: 20_240_917)
    var kills = 0
    while kills < count {
      for victims in [[Victim.worker, .coordinator], [.rank], [.mpirun]] {
        let ranks = victims[0] == .worker ? nil : 2
        let process = try Program.launch(
          ["run", sweep, "--out", files.path, "--checkpoint-every", "\(Self.checkpointInterval)"]
            + (ranks == nil ? ["--workers", "2"] : []),
          underMPI: ranks, environment: ["THALWEG_WORK_METER": log])
        for victim in victims {
          try waitForWork(&random)
          try #require(try !Files.exists(files.path + "/results.h5"), "over after \(kills) kills")
          if victim.isFirstProcess {
            process.send(signal: SIGKILL)
          } else {
            #expect(
              waits {
                let writers = files.livingWriters
                return writers.randomElement(using: &random).map { kill($0, SIGKILL) == 0 } ?? false
              })
          }
          kills += 1
        }
        let result = process.waitUntilExit(timeout: .seconds(600))
        #expect(result.exitCode != 0, "the sweep was over before: \(result.standardError)")
        #expect(waits { files.isDeserted })
      }
    }
    // Local workers that were killed thrice at one place count against their shard.
    let last = try Program.launch(
      ["run", sweep, "--out", files.path, "--retry-quarantined"],
      environment: ["THALWEG_WORK_METER": log]
    ).waitUntilExit(timeout: .seconds(1200))
    #expect(last.exitCode == 0, "\(last.standardError)")
    #expect(try Program.digest(of: files.path) == Program.digest(of: out("whole")))

    let entries = try entries()
    let computed = entries.reduce(0) { $0 + $1.computed }
    let lost = entries.reduce(0) { $0 + $1.unsaved }
    // Nothing is computed twice but what no checkpoint held when its process was killed: two workers
    // a kill at most, and of each what fits between two checkpoints. The bound is on processor time,
    // which a busy machine does not stretch; half of it is for the last steps before a checkpoint.
    #expect(computed >= needed)
    #expect(computed <= needed + lost)
    #expect(entries.count { $0.unsaved > 0 } <= 2 * kills)
    for entry in entries { #expect(entry.unsavedSeconds <= 2 * Self.checkpointInterval) }
    print(
      "\(kills) kills: \(computed) run-steps for \(needed), \(lost) lost with their processes, "
        + "at most \(entries.map(\.unsavedSeconds).max() ?? 0) CPU seconds of one")
  }

  /// Who is killed; the first process is the one that the test started.
  private enum Victim {
    case worker
    case coordinator
    case rank
    case mpirun

    var isFirstProcess: Bool { self == .coordinator || self == .mpirun }
  }

  /// Waits until a random share of the sweep is computed, so that all kills together come before its
  /// end on any machine; one time in four for no more than a random moment, to hit starts too.
  private func waitForWork(_ random: inout SplitMix64) throws {
    let isForAMoment = Int.random(in: 0..<4, using: &random) == 0
    let moment = ContinuousClock.now + .milliseconds(Int.random(in: 0..<600, using: &random))
    let start = try entries().reduce(0) { $0 + $1.computed }
    let target = start + Int.random(in: 0..<needed / count / 4, using: &random)
    #expect(
      try waits {
        try isForAMoment && ContinuousClock.now > moment
          || entries().reduce(0) { $0 + $1.computed } > target
      })
  }

  private struct Entry {
    var computed: Int
    var unsaved: Int
    var unsavedSeconds: Double
  }

  /// What every process wrote last.
  private func entries() throws -> [Entry] {
    try Files.names(in: log).compactMap { name in
      let text = String(decoding: try Files.read(log + "/" + name), as: UTF8.self)
      let words = text.split(separator: " ")
      guard words.count >= 3, let computed = Int(words[0]), let unsaved = Int(words[1]),
        let seconds = Double(words[2])
      else { return nil }
      return Entry(computed: computed, unsaved: unsaved, unsavedSeconds: seconds)
    }
  }
}
