import Experiments
import Sweeps
import TestSupport
import Testing

@testable import Shards

@Suite struct ManifestTests {
  private static func manifest(_ yaml: String) throws -> Manifest {
    let specification = try Specification(yaml: yaml, source: "test.yaml")
    let grid = Grid(specification)
    let model = CostModel(paths: ["model.dimension"]) { _, _ in 30_000_000 }
    return Manifest(
      specification: specification, grid: grid, shards: ShardTable(grid, model: model))
  }

  @Test func aManifestReadsBackAsItWasWritten() throws {
    let manifest = try Self.manifest(SmallSweep.mixed)
    let read = try Manifest(json: manifest.json, path: "manifest.json")
    #expect(read.specification == manifest.specification)
    #expect(read.digest == manifest.digest)
    #expect(read.firstRuns == manifest.firstRuns)
    #expect(read.runCount == SmallSweep.mixedRunCount)
    #expect(read.json == manifest.json)
  }

  @Test func shardsTileTheRuns() throws {
    let manifest = try Self.manifest(SmallSweep.mixed)
    #expect(manifest.shardCount > 3)
    let runs = (0..<manifest.shardCount).flatMap { Array(manifest.runs(ofShard: $0)) }
    #expect(runs == Array(0..<manifest.runCount))
  }

  @Test func theDigestDependsOnWhatIsRun() throws {
    let first = try Self.manifest(SmallSweep.tiny)
    let same = try Self.manifest("# a comment\n" + SmallSweep.tiny)
    let other = try Self.manifest(SmallSweep.tiny.replacing("alpha: 0.01", with: "alpha: 0.02"))
    #expect(first.digest == same.digest)
    #expect(first.digest != other.digest)
  }

  @Test func aManifestOfAnotherVersionIsRefusedWithBothVersions() throws {
    let manifest = try Self.manifest(SmallSweep.tiny)
    let json = String(decoding: manifest.json, as: UTF8.self)
      .replacing(
        "\"numerics_version\":\(manifest.numericsVersion)", with: "\"numerics_version\":99")
    #expect {
      _ = try Manifest(json: Array(json.utf8), path: "manifest.json")
    } throws: { error in
      "\(error)".contains("numerics 99")
        && "\(error)".contains("numerics \(NumericsVersion.latest)")
    }
  }

  @Test(arguments: ["", "{}", "[]", "{\"format_version\":1}", "\u{0}"])
  func whatIsNoManifestIsDamaged(text: String) {
    #expect(throws: ShardError.self) { try Manifest(json: Array(text.utf8), path: "m") }
  }

  @Test func runsBeforeTheFirstShardAreMissed() throws {
    let json = String(decoding: try Self.manifest(SmallSweep.mixed).json, as: UTF8.self)
    let edited = json.replacing("\"first_runs\":[0,", with: "\"first_runs\":[1,")
    #expect(edited != json)
    #expect(throws: ShardError.self) { try Manifest(json: Array(edited.utf8), path: "m") }
  }

  @Test func aSpecificationThatWasEditedInTheManifestIsFound() throws {
    let json = String(decoding: try Self.manifest(SmallSweep.tiny).json, as: UTF8.self)
    let edited = json.replacing("{\"integer\":200}", with: "{\"integer\":201}")
    #expect(edited != json)
    #expect(throws: ShardError.self) { try Manifest(json: Array(edited.utf8), path: "m") }
  }
}
