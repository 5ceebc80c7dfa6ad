internal import FileSystem
internal import Shards

extension SweepSession {
  /// Removes what a sweep that is complete has no use for: temporary files whose writers were killed,
  /// checkpoints and evidence of finished shards.
  func removeLeftovers() {
    for folder in (try? Files.names(in: directory.shards)) ?? []
    where OwnNames.isShardFolder(folder) {
      OwnNames.remove(in: "\(directory.shards)/\(folder)", where: OwnNames.isTemporary)
    }
    OwnNames.remove(in: directory.path) { OwnNames.isTemporary($0) && !isOfALivingOwner($0) }
    OwnNames.remove(in: directory.checkpoints) {
      OwnNames.isCheckpoint($0) || OwnNames.isTemporary($0)
    }
    for folder in (try? Files.names(in: directory.attempts)) ?? []
    where OwnNames.isEvidenceFolder(folder) {
      OwnNames.remove(in: "\(directory.attempts)/\(folder)", where: OwnNames.isEvidence)
    }
    Files.removeDirectory(ifEmpty: directory.attempts)
  }

  /// Whether a temporary file is the lock of somebody who waits for his turn.
  private func isOfALivingOwner(_ name: String) -> Bool {
    guard name.hasPrefix("lock") else { return false }
    let owner = (try? LockFile.read("\(directory.path)/\(name)"))?.owner
    return owner?.isAlive != false
  }
}
