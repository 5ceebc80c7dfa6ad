import FileSystem
import Shards
import Sweeps
import TestSupport
import Testing

@testable import Orchestration

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
      #expect(opened.shards.runs(ofShard: index) == opened.manifest.runs(ofShard: index))
    }
  }
}
