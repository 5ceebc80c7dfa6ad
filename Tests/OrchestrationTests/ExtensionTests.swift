import Digests
import Experiments
import FileSystem
import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Orchestration
@testable import Shards

@Suite struct ExtensionTests {
  private let temporary = TemporaryDirectory()

  /// More values in the middle of a uniform axis, of a varying one, a longer signal, another optimizer.
  private static let larger = SmallSweep.mixed
    .replacing("[40, 33]", with: "[40, 64, 33]")
    .replacing("[1e-3, 1e-2, 5]", with: "[1e-3, 2e-3, 1e-2, 5]")
    .replacing("{count: 4}", with: "{count: 5}")
    .replacing(
      "beta2: 0.99}", with: "beta2: 0.99}\n  - {kind: rmsprop, step_size: 1e-3, beta2: 0.9}")

  private func extend(
    _ old: String, to new: String, losing lost: Int? = nil, deletingShards isArchived: Bool = false
  ) throws -> (isSame: Bool, takenOver: Int?, sweep: LocalSweep) {
    let before = try LocalSweep(old, in: temporary.file("sweep"))
    try before.run(workers: 2)
    if let lost {
      try Files.replace(before.directory.shard(lost), with: Array("damaged".utf8))
    }
    if isArchived { _ = try before.session.deleteShards(mergedInto: before.digest) }
    let notes = Notes()
    let after = try LocalSweep(new, in: temporary.file("sweep"), extends: true)
    try after.run(workers: 2, reporter: notes)
    let fresh = try LocalSweep(new, in: temporary.file("fresh"))
    try fresh.run(workers: 2)
    let shards = try (0..<fresh.session.manifest.shardCount).allSatisfy { index in
      try Files.read(fresh.directory.shard(index)) == Files.read(after.directory.shard(index))
    }
    let takenOver = notes.notes.compactMap { note in
      note.hasSuffix("runs were taken over, not computed")
        ? note.split(separator: " ").first.flatMap { Int($0) } : nil
    }.first
    return (try shards && after.digest == fresh.digest, takenOver, after)
  }

  @Test func aLargerSweepTakesOverAllThatIsThere() throws {
    let (isSame, takenOver, sweep) = try extend(SmallSweep.mixed, to: Self.larger)
    #expect(isSame)
    #expect(takenOver == SmallSweep.mixedRunCount)
    #expect(try Verification(of: sweep.directory.path).problems.isEmpty)
  }

  @Test func everySignalAndDivergedRunIsTakenOver() throws {
    let old = SmallSweep.mixed.replacing("signal: last", with: "signal: all")
    let new = Self.larger.replacing("signal: last", with: "signal: all")
    let (isSame, takenOver, _) = try extend(old, to: new)
    #expect(isSame)
    #expect(takenOver == SmallSweep.mixedRunCount)
  }

  @Test func resultsWhoseShardsWereDeletedAreTakenOver() throws {
    let (isSame, takenOver, sweep) = try extend(
      SmallSweep.mixed, to: Self.larger, deletingShards: true)
    #expect(isSame)
    #expect(takenOver == SmallSweep.mixedRunCount)
    #expect(try Verification(of: sweep.directory.path).problems.isEmpty)
  }

  @Test func damagedShardsAreComputedAgain() throws {
    let (isSame, takenOver, sweep) = try extend(SmallSweep.mixed, to: Self.larger, losing: 0)
    #expect(isSame)
    let generation = try #require(Files.names(in: sweep.directory.generations).first)
    let old = try SweepSession(
      opening: SweepDirectory("\(sweep.directory.generations)/\(generation)"))
    try #require(old.manifest.shardCount > 1)
    #expect(takenOver == SmallSweep.mixedRunCount - old.manifest.runs(ofShard: 0).count)
  }

  @Test func anotherRecordPlanTakesNothingOver() throws {
    let new = SmallSweep.mixed.replacing("count: 12", with: "count: 13")
    let (isSame, takenOver, _) = try extend(SmallSweep.mixed, to: new)
    #expect(isSame)
    #expect(takenOver == nil)
  }

  /// Runs that forget their moments fast have other numerics; those beside them are the same.
  @Test func aSweepOfOtherNumericsTakesOverTheRunsThatHaveThem() throws {
    let old = SmallSweep.tiny.replacing("beta2: 0.99", with: "beta2: [0.99, 0.9]")
    let new = SmallSweep.tiny.replacing("beta2: 0.99", with: "beta2: [0.99, 0, 0.9]")
    let (isSame, takenOver, sweep) = try extend(old, to: new)
    #expect(isSame)
    #expect(takenOver == 24)
    #expect(sweep.session.manifest.numericsVersion == 3)
    #expect(try Verification(of: sweep.directory.path).problems.isEmpty)
  }

  /// Nothing was computed of them.
  @Test(arguments: [RunState.failed, .absent])
  func runsThatAreNotThereAreNotTakenOver(state: RunState) throws {
    let before = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    try before.run(workers: 1)
    let reader = before.session.reader(ofShard: 0)
    var block = try reader.readExactly(shape: before.session.shape)
    block.setState(state, ofRun: reader.runs.lowerBound + 1)
    try Files.remove(reader.path)
    var writer = try ShardWriter.begin(
      path: reader.path, sweepDigest: reader.sweepDigest, shard: 0, runs: reader.runs,
      shape: before.session.shape, numericsVersion: reader.numericsVersion)
    try writer.append(block)
    try writer.publish()
    let new = SmallSweep.tiny.replacing("{count: 4}", with: "{count: 5}")
    let after = try LocalSweep(new, in: temporary.file("sweep"), extends: true)
    var runs = EarlierRuns(after.session)
    try runs.open(note: { _ in })
    let all = 0..<after.session.manifest.runCount
    let known = try #require(try runs.records(ofRuns: all, of: after.session.grid)?.known)
    #expect(known.count == 11)
  }

  /// An earlier program computed these otherwise, under an earlier version.
  @Test func runsOfEarlierNumericsAreComputedAgain() throws {
    let yaml = SmallSweep.tiny.replacing("beta2: 0.99", with: "beta2: [0.99, 0]")
    let sweep = try LocalSweep(yaml, in: temporary.file("sweep"))
    try sweep.run(workers: 1)
    let manifest = sweep.session.manifest
    let earlier = SweepDirectory("\(sweep.directory.generations)/earlier")
    let older = Manifest(
      specification: manifest.specification, grid: sweep.session.grid,
      shards: TrainingCost.shards(of: sweep.session.grid), numericsVersion: 2)
    try Files.makeDirectory(Files.directory(of: earlier.shard(0)))
    try Files.create(earlier.manifest, containing: older.json)
    for index in 0..<older.shardCount {
      let reader = sweep.session.reader(ofShard: index)
      var writer = try ShardWriter.begin(
        path: earlier.shard(index), sweepDigest: older.digest, shard: index, runs: reader.runs,
        shape: sweep.session.shape, numericsVersion: 2)
      try writer.append(reader.readExactly(shape: sweep.session.shape))
      try writer.publish()
    }
    var runs = EarlierRuns(sweep.session)
    try runs.open(note: { _ in })
    let all = 0..<manifest.runCount
    let known = try #require(runs.records(ofRuns: all, of: sweep.session.grid)?.known)
    #expect(known.count == 12)
    #expect(known.allSatisfy { sweep.session.grid[$0]["optimizer.beta2"] == .real(0.99) })
  }

  @Test func anInterruptedMoveIsCarriedOn() throws {
    let before = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    try before.run(workers: 2)
    // As if it had been killed after the first shards were moved.
    let name = before.session.manifest.digest.description.prefix(16)
    let place = SweepDirectory("\(before.directory.generations)/\(name)")
    try Files.makeDirectory(Files.directory(of: place.shard(0)))
    try Files.rename(before.directory.shard(0), to: place.shard(0))
    let notes = Notes()
    let after = try LocalSweep(Self.larger, in: temporary.file("sweep"), extends: true)
    try after.run(workers: 2, reporter: notes)
    #expect(
      notes.notes.contains("\(SmallSweep.mixedRunCount) runs were taken over, not computed"))
  }

  // MARK: Interrupted sweeps

  private static let slow = SmallSweep.mixed.replacing("steps: 10000", with: "steps: 30000")

  /// A sweep that was stopped while it computed some shards.
  private func interrupt(_ yaml: String, shards: [Int]) throws -> LocalSweep {
    let sweep = try LocalSweep(yaml, in: temporary.file("sweep"))
    for shard in shards {
      var computation = ShardComputation(
        sweep.session, checkpointInterval: 60, recordsDeaths: false)
      var looks = 0
      let summary = try computation.compute(shard) {
        looks += 1
        return looks < 4
      }
      try #require(try summary == nil && sweep.session.checkpoint(ofShard: shard).runSteps > 0)
    }
    return sweep
  }

  @Test func theCheckpointsOfAnInterruptedSweepAreNotLost() throws {
    let new = Self.slow.replacing("{count: 4}", with: "{count: 5}")
    let old = try interrupt(Self.slow, shards: [0, 2])
    let done = try [0, 2].reduce(0) { try $0 + old.session.checkpoint(ofShard: $1).runSteps }
    let interrupted = try #require(
      try InterruptedSweep(in: old.directory, extendedBy: LocalSweep.specification(new)))
    #expect(interrupted.shards == [0, 2])
    #expect(interrupted.session.manifest.digest == old.session.manifest.digest)
    let fresh = try LocalSweep(new, in: temporary.file("fresh"))
    try fresh.run(workers: 2)

    let after = LocalSweep(fresh.session, in: old.directory)
    let notes = Notes()
    try after.run(workers: 2, reporter: notes, finishing: interrupted)
    #expect(try after.digest == fresh.digest)
    let runs = [0, 2].reduce(0) { $0 + old.session.manifest.runs(ofShard: $1).count }
    #expect(notes.notes.contains("\(runs) runs were taken over, not computed"))
    let provenance = String(decoding: try Files.read(after.directory.provenance), as: UTF8.self)
    #expect(provenance.contains("\"resumed_run_steps\" : \(done)"), "\(provenance)")
  }

  @Test func whatALargerSweepHasNoUseForIsPutAsideAsItIs() throws {
    let new = Self.slow.replacing("steps: 30000", with: "steps: 20000")
    let old = try interrupt(Self.slow, shards: [1])
    let bytes = try Files.read(old.directory.checkpoint(1))
    #expect(
      try InterruptedSweep(in: old.directory, extendedBy: LocalSweep.specification(new)) == nil)
    // Nor is there anything to finish for the sweep itself, or in no directory.
    #expect(
      try InterruptedSweep(in: old.directory, extendedBy: LocalSweep.specification(Self.slow))
        == nil)
    #expect(
      try InterruptedSweep(
        in: SweepDirectory(temporary.file("none")), extendedBy: LocalSweep.specification(new))
        == nil)
    let after = try LocalSweep(new, in: old.directory.path, extends: true)
    let name = try #require(Files.names(in: after.directory.generations).first)
    let place = SweepDirectory("\(after.directory.generations)/\(name)")
    #expect(try Files.read(place.checkpoint(1)) == bytes)
    #expect(try !Files.exists(after.directory.checkpoints))
    #expect(
      try Verification(of: after.directory.path).problems.allSatisfy { $0.hasSuffix("missing") })
  }
}
