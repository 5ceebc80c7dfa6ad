import Experiments
import FileSystem
import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Orchestration
@testable import Shards

@Suite struct SweepSessionTests {
  private let temporary = TemporaryDirectory()

  @Test func theSameSweepGoesOnInItsDirectory() throws {
    let first = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    let manifest = try Files.read(first.directory.manifest)
    let again = try LocalSweep("# edited comment\n" + SmallSweep.tiny, in: temporary.file("sweep"))
    #expect(again.session.manifest.digest == first.session.manifest.digest)
    #expect(try Files.read(first.directory.manifest) == manifest)
  }

  @Test func aChangedSweepIsRefusedWithTheDifference() throws {
    _ = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    let changed = SmallSweep.tiny.replacing("steps: 200", with: "steps: 300")
    #expect {
      _ = try LocalSweep(changed, in: temporary.file("sweep"))
    } throws: { error in
      "\(error)".contains("steps: it was 200, and is now 300")
    }
  }

  @Test func aDirectoryWithoutAManifestIsNoSweep() {
    #expect {
      _ = try SweepSession(opening: SweepDirectory(temporary.path))
    } throws: { error in
      "\(error)".contains("no sweep was run here")
    }
  }

  @Test func reopeningGivesTheSameSession() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    let opened = try SweepSession(opening: sweep.directory)
    #expect(opened.manifest.json == sweep.session.manifest.json)
    for index in 0..<opened.manifest.shardCount {
      let batches = opened.laneBatches(ofShard: index)
      #expect(opened.grid.runs(ofLaneBatches: batches) == opened.manifest.runs(ofShard: index))
    }
  }

  /// A directory as a program with other cost constants starts it.
  private func start(_ yaml: String, cost: CostModel) throws -> SweepDirectory {
    let directory = SweepDirectory(temporary.file("older"))
    let specification = try Specification(yaml: yaml, source: "test.yaml")
    let grid = Grid(specification)
    let manifest = Manifest(
      specification: specification, grid: grid, shards: ShardTable(grid, model: cost))
    try Files.makeDirectory(directory.path)
    try Files.create(directory.manifest, containing: manifest.json)
    return directory
  }

  /// What was started with the moments of before is not mixed with those of now.
  @Test func aSweepOfOtherNumericsIsRefusedWithBoth() throws {
    let yaml = SmallSweep.tiny.replacing("beta2: 0.99", with: "beta2: 0")
    let specification = try Specification(yaml: yaml, source: "test.yaml")
    let grid = Grid(specification)
    let manifest = Manifest(
      specification: specification, grid: grid,
      shards: TrainingCost.shards(of: grid), numericsVersion: 2)
    let directory = SweepDirectory(temporary.file("older"))
    try Files.makeDirectory(directory.path)
    try Files.create(directory.manifest, containing: manifest.json)
    #expect {
      _ = try LocalSweep(yaml, in: directory.path)
    } throws: { error in
      "\(error)".contains("numerics 2") && "\(error)".contains("numerics 3")
    }
    #expect(try SweepSession(opening: directory).manifest.numericsVersion == 2)
  }

  @Test func aSweepKeepsTheShardsItWasStartedWith() throws {
    let fresh = try LocalSweep(SmallSweep.mixed, in: temporary.file("fresh"))
    try fresh.run(workers: 2)
    // Some 30 shards, cut where the program of today would not.
    let directory = try start(
      SmallSweep.mixed,
      cost: CostModel(paths: ["data.samples"]) { value, _ in
        value("data.samples")?.asReal == 10 ? 150_000_000 : 70_000_000
      })
    let before = try Files.read(directory.manifest)
    let sweep = try LocalSweep(SmallSweep.mixed, in: directory.path)
    let shards = sweep.session.manifest.firstRuns
    try #require(shards != fresh.session.manifest.firstRuns && shards.count > 20)

    try sweep.run(workers: 2)
    #expect(try Files.read(directory.manifest) == before)
    #expect(try Files.names(in: directory.shards + "/000").count == shards.count)
    #expect(try Verification(of: directory.path).problems.isEmpty)
    #expect(try sweep.digest == fresh.digest)
  }

  @Test func shardsThatCutALaneBatchAreRefused() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    let text = String(decoding: sweep.session.manifest.json, as: UTF8.self)
    let cut = text.replacing(
      #"{"count":1,"first_runs":[0]}"#, with: #"{"count":2,"first_runs":[0,5]}"#)
    try Files.replace(sweep.directory.manifest, with: Array(cut.utf8))
    #expect {
      _ = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    } throws: { error in
      "\(error)".contains("its shards are not made of this sweep's lane-batches")
    }
  }

  /// Programs with other cost constants share a sweep's runs out differently.
  private func manifests(of yaml: String, count: Int) throws -> [Manifest] {
    let specification = try Specification(yaml: yaml, source: "test.yaml")
    let grid = Grid(specification)
    return (1...count).map { number in
      let cost = CostModel(paths: []) { _, _ in number * 10_000_000 }
      return Manifest(
        specification: specification, grid: grid, shards: ShardTable(grid, model: cost))
    }
  }

  /// It was not there when the second program looked, and is when that writes its own.
  @Test func theFirstOfTwoManifestsStays() throws {
    let planned = try manifests(of: SmallSweep.mixed, count: 20)
    let (one, other) = (planned[0], planned[19])
    try #require(one.firstRuns != other.firstRuns)
    let directory = SweepDirectory(temporary.path)
    #expect(try SweepSession.first(one, in: directory).json == one.json)
    #expect(try SweepSession.first(other, in: directory).json == one.json)
    #expect(try Files.read(directory.manifest) == one.json)
    #expect(try Files.names(in: temporary.path) == ["manifest.json"])

    let stranger = try manifests(of: SmallSweep.tiny, count: 1)[0]
    #expect(throws: OrchestrationError.self) {
      try SweepSession.first(stranger, in: directory)
    }
    #expect(try Files.read(directory.manifest) == one.json)
  }

  @Test func allThatStartAtOnceGoOnWithOneManifest() async throws {
    let planned = try manifests(of: SmallSweep.mixed, count: 20)
    for round in 0..<20 {
      let directory = SweepDirectory(temporary.file("round-\(round)"))
      try Files.makeDirectory(directory.path)
      let taken = try await withThrowingTaskGroup(of: [UInt8].self) { group in
        for manifest in planned {
          group.addTask { try SweepSession.first(manifest, in: directory).json }
        }
        return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
      }
      #expect(taken == [try Files.read(directory.manifest)])
    }
  }
}
