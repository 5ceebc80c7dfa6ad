internal import FileSystem
internal import Shards

extension SweepSession {
  /// Removes what a sweep that is complete has no use for: temporary files whose writers were killed,
  /// checkpoints and evidence of finished shards.
  func removeLeftovers() {
    let folders = ((try? Files.names(in: directory.shards)) ?? []).map {
      directory.shards + "/" + $0
    }
    for folder in folders + [directory.path] { remove(in: folder, where: Self.isTemporary) }
    remove(in: directory.checkpoints) { _ in true }
    for shard in (try? Files.names(in: directory.attempts)) ?? [] {
      remove(in: "\(directory.attempts)/\(shard)") { _ in true }
      Files.removeDirectory(ifEmpty: "\(directory.attempts)/\(shard)")
    }
    Files.removeDirectory(ifEmpty: directory.checkpoints)
    Files.removeDirectory(ifEmpty: directory.attempts)
  }

  /// Whether a name is that of a temporary file of ours; other people's files are theirs.
  static func isTemporary(_ name: String) -> Bool {
    guard let end = name.firstRange(of: ".tmp-") else { return false }
    let target = name[..<end.lowerBound]
    return ["manifest.json", "progress.json", "results.h5", "results.provenance.json"]
      .contains(target) || target.hasPrefix("lock")
      || target.hasPrefix("shard-") && (target.hasSuffix(".h5") || target.hasSuffix(".ckpt"))
  }

  private func remove(in folder: String, where isLeftover: (String) -> Bool) {
    for name in (try? Files.names(in: folder)) ?? [] where isLeftover(name) {
      try? Files.remove(folder + "/" + name)
    }
  }
}
