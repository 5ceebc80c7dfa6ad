/// Judges owners by what the kernel says, or by their silence.
struct OwnerWatch {
  /// What is known of an owner.
  enum Judgement {
    case alive
    case dead
    /// Not yet silent for long enough.
    case unknown
  }

  /// How long an owner may be silent before it counts as dead, in seconds.
  let patience: Double
  private var seen: [String: (beat: Int, since: Double)] = [:]

  init(patience: Double) { self.patience = patience }

  mutating func judge(_ file: LockFile) -> Judgement {
    switch file.owner?.isAlive ?? nil {
    case true?: return .alive
    case false?: return .dead
    case nil:
      // Another host, or a file that is no lock of ours: only its silence tells.
      let (beat, now) = (file.beat, monotonicSeconds())
      guard let last = seen[file.name] else {
        seen[file.name] = (beat, now)
        return .unknown
      }
      if last.beat != beat { return .alive }
      return now - last.since > patience ? .dead : .unknown
    }
  }
}
