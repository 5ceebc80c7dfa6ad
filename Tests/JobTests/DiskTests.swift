import Digests
import FileSystem
import Glibc
import TestSupport
import Testing

/// Disks that are full, read-only or gone: exit code 74, the path is named, nothing finished is
/// lost.
@Suite(.serialized) struct DiskTests {
  private func run(_ bench: Bench) throws -> ProcessResult {
    try runProcess(
      try builtProgram("thalweg"), ["run", bench.sweep, "--out", bench.out, "--workers", "2"])
  }

  private func digests(of shards: [String]) throws -> [SHA256Digest] {
    try shards.map { try .ofFile(at: $0) }
  }

  /// The sweep wants 2.8 MB for its shards and 0.7 MB for its results: the disk is full at the
  /// manifest, the lock, the first shard, in the middle, and at the merge.
  @Test(arguments: [4, 8, 60, 1000, 3000])
  func aFullDiskStopsASweepThatGoesOnWhenThereIsSpace(kibibytes: Int) throws {
    let disk = try SmallDisk(kibibytes: kibibytes)
    let bench = Bench(out: disk.path + "/out")
    let full = try run(bench)
    #expect(full.exitCode == 74)
    #expect(full.standardError.contains(disk.path))
    #expect(full.standardError.contains("No space left on device"))
    #expect(!Files.exists(bench.out + "/results.h5"))
    let finished = bench.finishedShards()
    let before = try digests(of: finished)
    #expect(finished.count >= (kibibytes < 1000 ? 0 : 3))
    // What is half-written does not take the space that is lacking.
    #expect(try leftovers(in: bench).isEmpty)

    try disk.resize(kibibytes: 8000)
    let last = try run(bench)
    #expect(last.exitCode == 0, "\(last.standardError)")
    #expect(try digests(of: finished) == before)
    try bench.expectReferenceResults()
  }

  @Test func aDirectoryThatBecameReadOnlyIsNamedAndGoesOnLater() async throws {
    let disk = try SmallDisk(kibibytes: 8000)
    let bench = Bench(out: disk.path + "/out")
    let first = try LaunchedProcess(
      try builtProgram("thalweg"), ["run", bench.sweep, "--out", bench.out, "--workers", "2"])
    try await bench.waitUntilUnderWay()
    first.send(signal: SIGTERM)
    #expect(try await first.end().exitCode == 75)

    try disk.setReadOnly(true)
    let refused = try run(bench)
    #expect(refused.exitCode == 74)
    #expect(refused.standardError.contains(bench.out + "/lock"))
    #expect(refused.standardError.contains("Read-only file system"))

    try disk.setReadOnly(false)
    #expect(try run(bench).exitCode == 0)
    try bench.expectReferenceResults()
  }

  @Test func aDirectoryThatVanishesStopsTheSweep() async throws {
    let bench = Bench()
    let moved = bench.file("moved")
    let first = try LaunchedProcess(
      try builtProgram("thalweg"), ["run", bench.sweep, "--out", bench.out, "--workers", "2"])
    try await bench.waitUntilUnderWay()
    try Files.rename(bench.out, to: moved)
    let stopped = try await first.end()
    #expect(stopped.exitCode == 74)
    #expect(stopped.standardError.contains(bench.out))
    #expect(stopped.standardError.contains("No such file or directory"))

    // Where it went, it goes on.
    let last = try runProcess(
      try builtProgram("thalweg"), ["run", bench.sweep, "--out", moved])
    #expect(last.exitCode == 0, "\(last.standardError)")
    #expect(last.standardError.contains("shards are there already"))
    #expect(try SHA256Digest.ofFile(at: moved + "/results.h5") == Bench.reference.get())
  }

  @Test func tenThousandForeignFilesAreLeftAlone() throws {
    let bench = Bench()
    let folder = bench.out + "/shards/000"
    try Files.makeDirectory(folder)
    let names =
      (0..<10_000).map { "foreign-\($0)" } + [
        "notes.tmp-1", "shard-000001.h5.bak", "shard-1.h5", "shard-999999.h5",
      ]
    for name in names { try Files.create(folder + "/" + name, containing: [1, 2, 3]) }
    // Under the name of a shard it is not foreign but damaged.
    try Files.create(folder + "/shard-000002.h5", containing: [1, 2, 3])

    let result = try run(bench)
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(result.standardError.contains("shard 2 is computed again"))
    try bench.expectReferenceResults()
    let left = Set(try Files.names(in: folder))
    #expect(names.allSatisfy(left.contains))
    let verified = try runProcess(try builtProgram("thalweg"), ["verify", bench.out])
    #expect(verified.exitCode == 0, "\(verified.standardOutput)")
  }

  private func leftovers(in bench: Bench) throws -> [String] {
    try [bench.out, bench.out + "/shards/000"].flatMap { try Files.names(in: $0) }
      .filter { $0.contains(".tmp-") }
  }
}
