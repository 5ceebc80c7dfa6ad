import FileSystem
import Foundation
import Shards
import TestSupport
import Testing

@testable import Orchestration

/// What is removed is what the program made.
@Suite struct OwnNamesTests {
  private let temporary = TemporaryDirectory()

  @Test(arguments: [
    "results.h5.tmp-12-3w5e", "shard-000001.h5.tmp-1-a", "shard-1234567.ckpt.tmp-1-z9",
    "lock.tmp-4-q", "lock-1-of-2.tmp-4-q", "manifest.json.tmp-4-q",
  ])
  func ourTemporaryNames(name: String) { #expect(OwnNames.isTemporary(name)) }

  @Test(arguments: [
    "results.h5", "results.h5.tmp-", "results.h5.tmp-12", "results.h5.tmp-a-b", "my.h5.tmp-1-a",
    "results.h5.tmp-1-a.bak", "results.h5.tmp-1-A", "shard-01.h5.tmp-1-a", "notes.tmp-1-a",
    "shard-00000x.h5.tmp-1-a", "results.h5.tmp-1-a-b", ".tmp-1-a",
  ])
  func namesOfOthers(name: String) { #expect(!OwnNames.isTemporary(name)) }

  @Test func numberedNames() {
    #expect(OwnNames.isShard("shard-000001.h5") && !OwnNames.isShard("shard-1.h5"))
    #expect(!OwnNames.isShard("shard-000001 (copy).h5") && !OwnNames.isShard("shard-.h5"))
    #expect(OwnNames.isCheckpoint("shard-000001.ckpt"))
    #expect(!OwnNames.isCheckpoint("shard-000001.h5") && !OwnNames.isCheckpoint("best.ckpt"))
    #expect(OwnNames.isShardFolder("000") && OwnNames.isShardFolder("1234"))
    #expect(!OwnNames.isShardFolder("00") && !OwnNames.isShardFolder("old"))
    #expect(OwnNames.isEvidenceFolder("shard-000001") && !OwnNames.isEvidenceFolder("shard-x"))
    #expect(
      OwnNames.isEvidence("death-12-ab3.json") && OwnNames.isEvidence("death-1-a.json.tmp-1-b"))
    #expect(!OwnNames.isEvidence("death.json") && !OwnNames.isEvidence("death-1.json"))
  }

  /// A user's files in every folder of a sweep, and links of his under our names.
  @Test func aRunThatEndsLeavesTheFilesOfOthers() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    let directory = sweep.directory
    let outside = temporary.file("outside")
    try Files.makeDirectory(outside)
    try Files.create(outside + "/shard-000009.ckpt", containing: [7])
    try Files.create(outside + "/death-1-a.json", containing: [7])
    for folder in ["checkpoints/mine", "attempts/mine", "attempts/shard-000000", "shards/000"] {
      try Files.makeDirectory("\(directory.path)/\(folder)")
    }
    let mine = [
      "checkpoints/notes.txt", "checkpoints/best.ckpt", "checkpoints/mine/shard-000000.ckpt",
      "attempts/mine/death-1-a.json", "attempts/notes.txt", "attempts/shard-000000/notes.txt",
      "shards/notes.tmp-1-a", "shards/000/notes.txt.tmp-1-a", "results.h5.tmp-backup", "lock.txt",
    ]
    let ours = [
      "checkpoints/shard-000003.ckpt", "checkpoints/shard-000000.ckpt.tmp-1-a",
      "attempts/shard-000000/death-1-a.json", "shards/000/shard-000000.h5.tmp-1-a",
      "results.h5.tmp-1-a",
    ]
    for name in mine + ours { try Files.create("\(directory.path)/\(name)", containing: [1]) }
    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(
        atPath: "\(directory.path)/\(name)", withDestinationPath: target)
    }
    try link("checkpoints/shard-000009.ckpt", to: outside + "/shard-000009.ckpt")
    try link("attempts/shard-000001", to: outside)
    // Somebody waits for the lock.
    var waiting = LockOwner.current()
    try Files.create("\(directory.lock).tmp-2-b", containing: waiting.bytes)
    waiting.started = "1"
    try Files.create("\(directory.lock).tmp-2-c", containing: waiting.bytes)

    try sweep.run(workers: 1)
    for name in mine + ["checkpoints/shard-000009.ckpt", "lock.tmp-2-b"] {
      #expect(try Files.kind(of: "\(directory.path)/\(name)") != nil, "\(name)")
    }
    for name in ours + ["lock.tmp-2-c"] {
      #expect(try Files.kind(of: "\(directory.path)/\(name)") == nil, "\(name)")
    }
    #expect(try Files.names(in: outside) == ["death-1-a.json", "shard-000009.ckpt"])
  }

  @Test func whatIsNotOursIsNotPutAside() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    try sweep.run(workers: 1)
    let folder = sweep.directory.shards + "/000"
    try Files.makeDirectory(sweep.directory.checkpoints)
    try Files.makeDirectory(sweep.directory.attempts + "/mine")
    let mine = [
      folder + "/notes.txt", folder + "/notes.tmp-1-a", sweep.directory.checkpoints + "/notes.txt",
      sweep.directory.attempts + "/mine/notes.txt",
    ]
    for path in mine { try Files.create(path, containing: [1]) }
    let new = SmallSweep.tiny.replacing("{count: 4}", with: "{count: 5}")
    try LocalSweep(new, in: sweep.directory.path, extends: true).run(workers: 1)
    for path in mine { #expect(try Files.exists(path), "\(path)") }
  }
}
