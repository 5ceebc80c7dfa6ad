import Digests
import Experiments
import FileSystem
import Foundation
import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Orchestration
@testable import Shards

@Suite struct MergeTests {
  private let temporary = TemporaryDirectory()

  /// `SmallSweep.tiny` with other seeds: 3 step sizes times 4 seeds from `first` on.
  private func sweep(firstSeed first: Int, in name: String) throws -> LocalSweep {
    let yaml = SmallSweep.tiny.replacing(
      "seed: {count: 4}", with: "seed: {first: \(first), count: 4}")
    let sweep = try LocalSweep(yaml, in: temporary.file(name))
    try sweep.run(workers: 1)
    return sweep
  }

  @Test func severalSweepsGiveEachRunOnce() throws {
    let first = try sweep(firstSeed: 1, in: "first")
    let second = try sweep(firstSeed: 3, in: "second")
    let path = temporary.file("both.h5")
    let outcome = try SweepSession.merge([first.session, second.session], to: path).outcome
    #expect(outcome.runs == [.ok: 18])
    #expect(outcome.repeatedRuns == 6)
    let results = try ResultsFile.open(path, knowing: RecordedQuantities.all)
    #expect(results.runCount == 18)
    let seeds = try #require(try results.parameter("seed"))
    let steps = try #require(try results.parameter("step_size"))
    #expect(Set(zip(seeds, steps).map { "\($0) \($1)" }).count == 18)
    // The rows of the first sweep are those of its own results.
    let alone = try ResultsFile.open(first.directory.results, knowing: RecordedQuantities.all)
      .records(ofRuns: 0..<12)
    #expect(try results.records(ofRuns: 0..<12).hasSameBits(as: alone))
    #expect(try results.attribute("title") == "tiny")
    #expect(try results.attribute("merged_sweeps")?.split(separator: " ").count == 2)
    #expect(try Verification(of: path).problems.isEmpty)
  }

  @Test func runsThatOnlyOneSweepHasGetColumnsWideEnough() throws {
    let first = try sweep(firstSeed: 1, in: "first")
    let yaml = SmallSweep.tiny.replacing("dimension: 12", with: "dimension: 14")
      .replacing("count: 8", with: "count: 9")
    let second = try LocalSweep(yaml, in: temporary.file("second"))
    try second.run(workers: 1)
    let path = temporary.file("both.h5")
    let outcome = try SweepSession.merge([first.session, second.session], to: path).outcome
    #expect(outcome.runs == [.ok: 24])
    let results = try ResultsFile.open(path, knowing: RecordedQuantities.all)
    #expect(
      try results.shape
        == RecordShape(
          snapshotCount: 9, arrays: [RecordedArray(.signal, lengths: [14], isSeries: true)],
          quantities: RecordedQuantities.all.filter { $0.since == 2 }))
    #expect(try results.parameter("dimension")?.last == "14")
    let steps = try results.steps()
    #expect(steps[8] == -1 && steps[12 * 9 + 8] == 200)
  }

  /// Each has the version that this program gives it; together they have the later one.
  @Test func sweepsOfOneProgramMergeWhateverTheirNumerics() throws {
    let first = try sweep(firstSeed: 1, in: "first")
    let yaml = SmallSweep.tiny.replacing("beta2: 0.99", with: "beta2: [0.99, 0]")
    let second = try LocalSweep(yaml, in: temporary.file("second"))
    try second.run(workers: 1)
    let path = temporary.file("both.h5")
    let outcome = try SweepSession.merge([first.session, second.session], to: path).outcome
    // Three of the four seeds are in both.
    #expect(outcome.runs == [.ok: 27])
    #expect(outcome.repeatedRuns == 9)
    let results = try ResultsFile.open(path, knowing: RecordedQuantities.all)
    #expect(results.numericsVersion == NumericsVersion.latest)
    // A program of other numerics gave these runs other bits.
    let older = Manifest(
      specification: second.session.manifest.specification, grid: second.session.grid,
      shards: TrainingCost.shards(of: second.session.grid), numericsVersion: 2)
    let other = SweepSession(directory: second.directory, manifest: older)
    #expect {
      try SweepSession.merge([first.session, other], to: path)
    } throws: { "\($0)".contains("numerics") }
  }

  /// Whole shards of a program that gave these runs other bits do not go beside those of this one.
  @Test func runsOfAProgramOfOtherNumericsAreNotMerged() throws {
    let yaml = SmallSweep.tiny.replacing("beta2: 0.99", with: "beta2: [0.99, 0]")
    let sweep = try LocalSweep(yaml, in: temporary.file("sweep"))
    try sweep.run(workers: 1)
    let session = sweep.session
    let older = Manifest(
      specification: session.manifest.specification, grid: session.grid,
      shards: TrainingCost.shards(of: session.grid), numericsVersion: 2)
    let directory = SweepDirectory(temporary.file("older"))
    for index in 0..<older.shardCount {
      let reader = session.reader(ofShard: index)
      var writer = try ShardWriter.begin(
        path: directory.shard(index), sweepDigest: older.digest, shard: index, runs: reader.runs,
        shape: session.shape, numericsVersion: 2)
      try writer.append(reader.readExactly(shape: session.shape))
      try writer.publish()
    }
    let other = SweepSession(directory: directory, manifest: older)
    #expect {
      try SweepSession.merge([session, other], to: temporary.file("both.h5"))
    } throws: { error in
      "\(error)".contains("\(directory.path) has numerics 2")
    }
  }

  @Test func aRunWithOtherRecordsIsAConflictThatNamesBothFiles() throws {
    let first = try sweep(firstSeed: 1, in: "first")
    let second = try sweep(firstSeed: 3, in: "second")
    // The shard of the second sweep, sealed like any other, with one value changed.
    let reader = second.session.reader(ofShard: 0)
    var block = try reader.readExactly(shape: second.session.shape)
    block.setValues([(.trainLoss, 0.5)], step: 0, snapshot: 0, ofRun: 0)
    try Files.remove(reader.path)
    var writer = try ShardWriter.begin(
      path: reader.path, sweepDigest: reader.sweepDigest, shard: 0, runs: reader.runs,
      shape: second.session.shape, numericsVersion: reader.numericsVersion)
    try writer.append(block)
    try writer.publish()
    let path = temporary.file("both.h5")
    #expect {
      try SweepSession.merge([first.session, second.session], to: path)
    } throws: { error in
      "\(error)".contains(first.directory.shard(0)) && "\(error)".contains(reader.path)
    }
    #expect(try !Files.exists(path))
  }

  @Test func aRunWhoseShardIsMissingIsTakenFromAnotherSweep() throws {
    let first = try sweep(firstSeed: 1, in: "first")
    let second = try sweep(firstSeed: 1, in: "second")
    let path = temporary.file("both.h5")
    try Files.remove(first.directory.shard(0))
    let outcome = try SweepSession.merge(
      [first.session, second.session], to: path, allowMissing: true
    ).outcome
    let lost = first.session.manifest.runs(ofShard: 0).count
    #expect(outcome.runs == [.ok: 12])
    #expect(outcome.repeatedRuns == 12 - lost)
  }

  /// What the first sweep has not is a column all the same.
  @Test func aParameterThatOnlyTheSecondSweepHasIsNotLost() throws {
    let yaml = SmallSweep.tiny.replacing("kind: adam", with: "kind: sgd")
      .replacing(", beta2: 0.99", with: "")
    let first = try LocalSweep(yaml, in: temporary.file("first"))
    try first.run(workers: 1)
    let second = try sweep(firstSeed: 1, in: "second")
    let path = temporary.file("both.h5")
    _ = try SweepSession.merge([first.session, second.session], to: path)
    let results = try ResultsFile.open(path, knowing: RecordedQuantities.all)
    for (name, value) in [("beta2", "0.99"), ("beta1", "0.9"), ("epsilon", "1e-06")] {
      let values = try #require(try results.parameter(name))
      let isOwn = values.map { !$0.isEmpty }
      #expect(isOwn == (0..<24).map { $0 >= 12 }, "\(name)")
      #expect(values.last == value)
    }
  }

  /// Also of a variable that is nothing but NaN the results have the bits of the shards.
  @Test func everyNaNKeepsItsBits() throws {
    let sweep = try sweep(firstSeed: 1, in: "sweep")
    let reader = sweep.session.reader(ofShard: 0)
    var block = try reader.readExactly(shape: sweep.session.shape)
    let odd = Double(bitPattern: 0xfff8_0000_0000_0001)
    for (row, run) in reader.runs.enumerated() {
      for snapshot in 0..<8 {
        block.setValues(
          [(.nuclearNorm, odd)], step: Int(block.step[8 * row + snapshot]), snapshot: snapshot,
          ofRun: run)
      }
    }
    try Files.remove(reader.path)
    var writer = try ShardWriter.begin(
      path: reader.path, sweepDigest: reader.sweepDigest, shard: 0, runs: reader.runs,
      shape: sweep.session.shape, numericsVersion: reader.numericsVersion)
    try writer.append(block)
    try writer.publish()
    _ = try sweep.session.merge(to: sweep.directory.results)
    let merged = try ResultsFile.open(sweep.directory.results, knowing: RecordedQuantities.all)
      .records(ofRuns: reader.runs, keepsNaNs: true)
    #expect(merged.variables[.nuclearNorm]?.first?.bitPattern == odd.bitPattern)
    #expect(merged.hasSameBits(as: block))
  }

  @Test func sweepsWithSignalsOfOtherTimesAreRefused() throws {
    let first = try sweep(firstSeed: 1, in: "first")
    let yaml = SmallSweep.tiny.replacing("signal: all", with: "signal: last")
    let second = try LocalSweep(yaml, in: temporary.file("second"))
    #expect {
      try SweepSession.merge([first.session, second.session], to: temporary.file("both.h5"))
    } throws: { error in
      "\(error)".contains("record.signal")
    }
  }

  /// A smaller block keeps its indices, and the rest of its row is NaN.
  @Test func blocksOfOtherSizesLieInOneColumn() throws {
    let yaml = SmallSweep.tiny.replacing("signal: all", with: "signal: all, parameters: all")
    let first = try LocalSweep(yaml, in: temporary.file("first"))
    let second = try LocalSweep(
      yaml.replacing("dimension: 12", with: "dimension: 5"), in: temporary.file("second"))
    for sweep in [first, second] { try sweep.run(workers: 1) }
    let path = temporary.file("both.h5")
    _ = try SweepSession.merge([first.session, second.session], to: path)
    let merged = try ResultsFile.open(path, knowing: RecordedQuantities.all)
    #expect(try merged.shape.arrays.map(\.lengths) == [[12], [12], [12]])
    let rows = try merged.records(ofRuns: 12..<24).arrays[1]
    let own = try second.session.reader(ofShard: 0).readExactly(shape: second.session.shape)
      .arrays[1]
    #expect(own.count == 12 * 8 * 5 && rows.count == 12 * 8 * 12)
    for (index, value) in rows.enumerated() {
      let (place, entry) = index.quotientAndRemainder(dividingBy: 12)
      if entry < 5 {
        #expect(value.bitPattern == own[place * 5 + entry].bitPattern && value.isFinite)
      } else {
        #expect(value.isNaN)
      }
    }
  }

  /// One name of two formulas would be one column.
  @Test func quantitiesOfOneNameAreOneFormula() throws {
    func sweep(_ formula: String, _ name: String) throws -> LocalSweep {
      let yaml = SmallSweep.tiny.replacing(
        "signal: all", with: "signal: all, formulas: {size: \(formula)}")
      return try LocalSweep(yaml, in: temporary.file(name))
    }
    let (first, second) = (try sweep("sum(u)", "first"), try sweep("sum(v)", "second"))
    #expect {
      try SweepSession.merge([first.session, second.session], to: temporary.file("both.h5"))
    } throws: { error in
      "\(error)".contains("size is another column in")
    }
  }

  @Test func allDamagedShardsAreNamedAtOnce() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    try sweep.run(workers: 2)
    try #require(sweep.session.manifest.shardCount > 2)
    for shard in [0, 2] { try flipBit(of: sweep.directory.shard(shard), at: 3000) }
    let digest = try sweep.digest
    #expect {
      try sweep.session.merge(to: sweep.directory.results)
    } throws: { error in
      [0, 2].allSatisfy { "\(error)".contains(sweep.directory.shard($0)) }
    }
    #expect(try sweep.digest == digest)
  }

  // MARK: Views

  @Test func aViewShowsWhatIsThereAndMarksTheRestAsAbsent() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    try sweep.run(workers: 2)
    let lost = sweep.session.manifest.runs(ofShard: 1)
    let aside = temporary.file("aside")
    try Files.rename(sweep.directory.shard(1), to: aside)
    let path = sweep.directory.path + "/view.h5"
    let present = try sweep.session.merger.makeView(at: path)
    #expect(present == SmallSweep.mixedRunCount - lost.count)

    let merged = try ResultsFile.open(sweep.directory.results, knowing: RecordedQuantities.all)
    let all = 0..<SmallSweep.mixedRunCount
    do {
      let view = try ResultsFile.open(path, knowing: RecordedQuantities.all)
      let status = try view.status()
      #expect(all.allSatisfy { (status[$0] == .absent) == lost.contains($0) })
      #expect(try completeness(of: view) == all.map { lost.contains($0) ? 0 : 1 })
      let records = try view.records(ofRuns: lost)
      #expect(records.variables.isEmpty && records.step.allSatisfy { $0 == -1 })
      let rest = all.prefix(lost.lowerBound)
      #expect(
        try view.records(ofRuns: rest).hasSameBits(as: try merged.records(ofRuns: rest)))
    }
    // What comes later is seen at once; what was there when the view was made stays said.
    try Files.rename(aside, to: sweep.directory.shard(1))
    let view = try ResultsFile.open(path, knowing: RecordedQuantities.all)
    #expect(try view.records(ofRuns: all).hasSameBits(as: try merged.records(ofRuns: all)))
    #expect(try completeness(of: view).count { $0 == 0 } == lost.count)
  }

  private func completeness(of view: borrowing ResultsFile) throws -> [Int] {
    let column = try #require(try view.columns().first { $0.name == "completeness" })
    guard case .integer(let values) = try view.values(of: column, runs: 0..<view.runCount) else {
      return []
    }
    return values.map { Int($0) }
  }

  @Test func aViewOfMoreShardsThanReadersCanOpenIsRefused() throws {
    // A shard for each lane-batch, of three step sizes.
    let yaml = SmallSweep.tiny.replacing("seed: {count: 4}", with: "seed: {count: 1000}")
    let sweep = try LocalSweep(yaml, in: temporary.file("sweep"))
    let manifest = String(decoding: sweep.session.manifest.json, as: UTF8.self)
    let shards = #"{"count":1000,"first_runs":\#((0..<1000).map { 3 * $0 })}"#
    let text = manifest.replacing(
      /\{"count":[0-9]+,"first_runs":[^}]*\}/, with: shards.replacing(" ", with: ""))
    let many = try Manifest(json: Array(text.utf8), path: "manifest")
    let session = SweepSession(directory: sweep.directory, manifest: many)
    #expect {
      try session.merger.makeView(at: temporary.file("view.h5"))
    } throws: { error in
      "\(error)".contains("1000 shards")
    }
  }

  // MARK: Deleting the shards

  @Test func shardsAreDeletedAfterReadingBackAndTheSweepStaysWhole() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    try sweep.run(workers: 2)
    let digest = try sweep.digest
    let count = try sweep.session.deleteShards(mergedInto: digest)
    #expect(count == sweep.session.manifest.shardCount)
    #expect(try !Files.exists(sweep.directory.shards))
    #expect(try Verification(of: sweep.directory.path).problems.isEmpty)
    #expect(try SweepStatus(of: sweep.directory).isComplete)
    // Running it again finds nothing to do.
    try sweep.run(workers: 1)
    #expect(try sweep.digest == digest)
    #expect(try !Files.exists(sweep.directory.shards))
  }

  @Test func noShardIsDeletedWhenTheResultIsNotWhatWasMerged() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    try sweep.run(workers: 1)
    let digest = try sweep.digest
    try flipBit(of: sweep.directory.results, at: 5000)
    #expect(throws: OrchestrationError.self) {
      try sweep.session.deleteShards(mergedInto: digest)
    }
    // Nor when the file is whole but of other shards.
    try sweep.run(workers: 1)
    let reader = sweep.session.reader(ofShard: 0)
    var block = try reader.readExactly(shape: sweep.session.shape)
    block.setValues([(.trainLoss, 0.5)], step: 0, snapshot: 0, ofRun: 0)
    try Files.remove(reader.path)
    var writer = try ShardWriter.begin(
      path: reader.path, sweepDigest: reader.sweepDigest, shard: 0, runs: reader.runs,
      shape: sweep.session.shape, numericsVersion: reader.numericsVersion)
    try writer.append(block)
    try writer.publish()
    #expect(throws: OrchestrationError.self) {
      try sweep.session.deleteShards(mergedInto: try sweep.digest)
    }
    #expect(try Files.exists(reader.path))
  }

  // MARK: Provenance

  @Test func theProvenanceSaysWhoComputedWhatAndWithWhat() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    try sweep.run(workers: 2)
    let data = Data(try Files.read(Provenance.path(beside: sweep.directory.results)))
    let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(file["results_sha256"] as? String == "\(try sweep.digest)")
    let shards = try #require(file["shards"] as? [String: [Double]])
    let count = sweep.session.manifest.shardCount
    #expect(shards["shard"]?.sorted() == (0..<count).map { Double($0) })
    for key in ["wall_seconds", "cpu_seconds", "run_steps"] {
      #expect(shards[key]?.count == count && shards[key]?.allSatisfy { $0 > 0 } == true)
    }
    let workers = try #require(file["workers"] as? [[String: Any]])
    #expect(workers.first?["host"] as? String == hostName())
    #expect((workers.first?["processor"] as? String)?.isEmpty == false)
    let program = try #require((file["programs"] as? [[String: Any]])?.first)
    for key in ["version", "program_sha256", "compiler", "hdf5", "commit", "instruction_set"] {
      #expect(program[key] is String, "\(key)")
    }
    #expect((file["merge"] as? [String: Any])?["finished_at"] is String)
  }
}

/// Flips one bit of a file, which becomes another file.
func flipBit(of path: String, at offset: Int, bit: Int = 2) throws {
  var bytes = try Files.read(path)
  bytes[offset] ^= 1 << UInt8(bit)
  try Files.replace(path, with: bytes)
}
