internal import Digests
internal import FileSystem
internal import Shards
internal import Sweeps

extension SweepSession {
  /// Puts the sweep that is in a directory aside, so that another one can extend it.
  ///
  /// Manifest, shards, checkpoints and results go to `generations/` under the start of its digest;
  /// evidence of deaths is dropped. What has no name of ours stays where it is. Every step can be
  /// repeated: the manifest in the directory is the old one until all is moved.
  ///
  /// - Parameters:
  ///   - manifest: The sweep's.
  ///   - directory: Where it is.
  ///   - confirm: Asked before every step whether the directory is still this process's.
  /// - Throws: ``OrchestrationError``, also that of `confirm`.
  static func putAside(
    _ manifest: Manifest, in directory: SweepDirectory,
    confirm: () throws(OrchestrationError) -> Void
  ) throws(OrchestrationError) {
    let name = String(manifest.digest.description.prefix(16))
    let place = SweepDirectory("\(directory.generations)/\(name)")
    do {
      try confirm()
      try Files.makeDirectory(place.path)
      try Files.replace(place.manifest, with: manifest.json)
      for folder in try Files.names(in: directory.shards) where OwnNames.isShardFolder(folder) {
        let source = "\(directory.shards)/\(folder)"
        OwnNames.remove(in: source, where: OwnNames.isTemporary)
        try move(
          from: source, to: "\(place.shards)/\(folder)", where: OwnNames.isShard, confirm)
      }
      try move(
        from: directory.checkpoints, to: place.checkpoints, where: OwnNames.isCheckpoint, confirm)
      for folder in try Files.names(in: directory.attempts)
      where OwnNames.isEvidenceFolder(folder) {
        try confirm()
        OwnNames.remove(in: "\(directory.attempts)/\(folder)", where: OwnNames.isEvidence)
      }
      Files.removeDirectory(ifEmpty: directory.attempts)
      for (source, target) in [
        (directory.results, place.results), (directory.provenance, place.provenance),
      ] where try Files.kind(of: source) != nil {
        try confirm()
        try Files.rename(source, to: target)
      }
    } catch {
      throw OrchestrationError(error)
    }
  }

  private static func move(
    from source: String, to target: String, where isMoved: (String) -> Bool,
    _ confirm: () throws(OrchestrationError) -> Void
  ) throws {
    let names = try Files.names(in: source).filter(isMoved)
    if !names.isEmpty { try Files.makeDirectory(target) }
    for name in names {
      try confirm()
      try Files.rename("\(source)/\(name)", to: "\(target)/\(name)")
    }
    Files.removeDirectory(ifEmpty: source)
  }
}
