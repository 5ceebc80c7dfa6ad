import Digests
import FileSystem
import Glibc
import TestSupport
import Testing

/// Disks that are full, read-only or gone: exit code 74, the path is named, nothing finished is
/// lost.
@Suite(.serialized) struct DiskTests {
  private func digests(of shards: [String]) throws -> [SHA256Digest] {
    try shards.map { try .ofFile(at: $0) }
  }

  /// The sweep wants 1.0 MB for its shards and 0.7 MB for its results: the disk is full at the
  /// manifest, the lock, the first shard, in the middle, and at the merge.
  @Test(arguments: [4, 8, 60, 600, 1400])
  func aFullDiskStopsASweepThatGoesOnWhenThereIsSpace(kibibytes: Int) throws {
    let disk = try SmallDisk(kibibytes: kibibytes)
    let bench = Bench(.small, out: disk.path + "/out")
    let full = try bench.runSweep()
    #expect(full.exitCode == 74)
    #expect(full.standardError.contains(disk.path))
    #expect(full.standardError.contains("No space left on device"))
    #expect(try !Files.exists(bench.out + "/results.h5"))
    let finished = bench.finishedShards()
    let before = try digests(of: finished)
    #expect(finished.count >= (kibibytes < 600 ? 0 : 3))
    // What is half-written does not take the space that is lacking.
    #expect(try leftovers(in: bench).isEmpty)

    try disk.resize(kibibytes: 8000)
    let last = try bench.runSweep()
    #expect(last.exitCode == 0, "\(last.standardError)")
    #expect(try digests(of: finished) == before)
    try bench.expectReferenceResults()
  }

  @Test func aDirectoryThatBecameReadOnlyIsNamedAndGoesOnLater() throws {
    let disk = try SmallDisk(kibibytes: 8000)
    let bench = Bench(out: disk.path + "/out")
    let first = try bench.launchSweep()
    try bench.waitUntilUnderWay()
    first.send(signal: SIGTERM)
    #expect(first.waitUntilExit(timeout: .seconds(600)).exitCode == 75)

    try disk.setReadOnly(true)
    let refused = try bench.runSweep()
    #expect(refused.exitCode == 74)
    #expect(refused.standardError.contains(bench.out + "/lock"))
    #expect(refused.standardError.contains("Read-only file system"))

    try disk.setReadOnly(false)
    #expect(try bench.runSweep().exitCode == 0)
    try bench.expectReferenceResults()
  }

  @Test func aDirectoryThatVanishesStopsTheSweep() throws {
    let bench = Bench()
    let moved = bench.file("moved")
    let first = try bench.launchSweep()
    try bench.waitUntilUnderWay()
    try Files.rename(bench.out, to: moved)
    let stopped = first.waitUntilExit(timeout: .seconds(600))
    #expect(stopped.exitCode == 74)
    #expect(stopped.standardError.contains(bench.out))
    #expect(stopped.standardError.contains("No such file or directory"))

    // Where it went, it goes on.
    let last = try run(["thalweg", "run", bench.sweep, "--out", moved])
    #expect(last.exitCode == 0, "\(last.standardError)")
    #expect(last.standardError.contains("shards are there already"))
    try bench.expectReferenceResults(in: moved)
  }

  @Test func tenThousandForeignFilesAreLeftAlone() throws {
    let bench = Bench(.small)
    let folder = bench.out + "/shards/000"
    try Files.makeDirectory(folder)
    let names =
      (0..<10_000).map { "foreign-\($0)" } + [
        "notes.tmp-1", "shard-000001.h5.bak", "shard-1.h5", "shard-999999.h5",
      ]
    for name in names { try Files.create(folder + "/" + name, containing: [1, 2, 3]) }
    // Under the name of a shard it is not foreign but damaged.
    try Files.create(folder + "/shard-000002.h5", containing: [1, 2, 3])

    let result = try bench.runSweep()
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(result.standardError.contains("shard 2 is computed again"))
    try bench.expectReferenceResults()
    let left = Set(try Files.names(in: folder))
    #expect(names.allSatisfy(left.contains))
    let verified = try run(["thalweg", "verify", bench.out])
    // They are named, but not all ten thousand of them.
    #expect(verified.exitCode == 1)
    #expect(verified.standardOutput.contains("foreign-0: no file of this sweep"))
    #expect(verified.standardOutput.contains("\(names.count) problems"))
    #expect(verified.standardOutput.split(separator: "\n").count < 50)
  }

  private func leftovers(in bench: Bench) throws -> [String] {
    try [bench.out, bench.out + "/shards/000"].flatMap { try Files.names(in: $0) }
      .filter { $0.contains(".tmp-") }
  }
}
