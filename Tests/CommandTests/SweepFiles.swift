import FileSystem
import Foundation
import TestSupport

/// Looks into a sweep's directory while others work in it.
struct SweepFiles {
  let path: String

  /// The processes that compute a shard, or did until they died, by the names of the files they
  /// write.
  func writers(ofShard shard: Int) -> [Int32] {
    let names = (try? Files.names(in: path + "/shards/000")) ?? []
    let prefix = "shard-\(padded(shard)).h5.tmp-"
    return names.filter { $0.hasPrefix(prefix) }.compactMap { name in
      name.dropFirst(prefix.count).split(separator: "-").first.flatMap { Int32($0) }
    }
  }

  /// The processes that compute here now, whichever shard.
  var livingWriters: [Int32] {
    let names = (try? Files.names(in: path + "/shards/000")) ?? []
    let writers = names.compactMap { name in
      name.firstRange(of: ".tmp-").flatMap { mark in
        name[mark.upperBound...].split(separator: "-").first.flatMap { Int32($0) }
      }
    }
    return writers.filter(isRunning)
  }

  /// Whether nobody works here any more; ranks outlive their mpirun by a second or so.
  var isDeserted: Bool { livingWriters.isEmpty && processes(mentioning: path).isEmpty }

  /// What the coordinator said last, of all its workers: the share that each has done of its shard.
  var sharesUnderWay: [Double] {
    guard let bytes = try? Files.read(path + "/progress.json"),
      let file = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
      let workers = file["workers"] as? [[String: Any]]
    else { return [] }
    return workers.compactMap { $0["share"] as? Double }
  }

  /// The file of a shard's checkpoint.
  func checkpoint(ofShard shard: Int) -> String {
    path + "/checkpoints/shard-\(padded(shard)).ckpt"
  }

  /// Run-steps in a shard's checkpoint: the first number of its body; 0 where there is none.
  func checkpointedRunSteps(ofShard shard: Int) -> Int {
    let bytes = (try? Files.read(checkpoint(ofShard: shard), from: 512, atMost: 8)) ?? []
    return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  func isFinished(_ shard: Int) throws -> Bool {
    try Files.exists(path + "/shards/000/shard-\(padded(shard)).h5")
  }

  /// Evidence of deaths.
  var evidence: [String] {
    let directory = path + "/attempts"
    return ((try? Files.names(in: directory)) ?? []).flatMap { folder in
      ((try? Files.names(in: "\(directory)/\(folder)")) ?? [])
        .filter { $0.hasSuffix(".json") }.map { "\(folder)/\($0)" }
    }
  }

  /// A number in the work of results.provenance.json.
  func work(_ key: String) throws -> Int? {
    let data = try Data(contentsOf: URL(fileURLWithPath: path + "/results.provenance.json"))
    let file = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return (file?["work"] as? [String: Any])?[key] as? Int
  }

  private func padded(_ number: Int) -> String { String(String(1_000_000 + number).dropFirst()) }
}

/// Waits until something is the case; false after ten minutes, which only a hang takes.
func waits(until condition: () throws -> Bool) rethrows -> Bool {
  let deadline = ContinuousClock.now + .seconds(600)
  while ContinuousClock.now < deadline {
    if try condition() { return true }
    usleep(2000)
  }
  return false
}
