internal import FileSystem

/// The names that this program gives to files in a sweep's directory.
///
/// Only files with such names are ever removed or moved; all others are somebody else's.
enum OwnNames {
  /// `shard-000042.h5`.
  static func isShard(_ name: String) -> Bool { isNumbered(name, "shard-", ".h5", digits: 6) }

  /// `000`, a directory of a thousand shards.
  static func isShardFolder(_ name: String) -> Bool { isNumbered(name, "", "", digits: 3) }

  /// `shard-000042.ckpt`.
  static func isCheckpoint(_ name: String) -> Bool {
    isNumbered(name, "shard-", ".ckpt", digits: 6)
  }

  /// `shard-000042`, a directory of evidence.
  static func isEvidenceFolder(_ name: String) -> Bool {
    isNumbered(name, "shard-", "", digits: 6)
  }

  /// `death-4711-3w5e11264sgsf.json`, whole or temporary.
  static func isEvidence(_ name: String) -> Bool {
    guard let middle = middle(of: target(ofTemporary: name) ?? name, "death-", ".json") else {
      return false
    }
    return isProcessAndToken(middle)
  }

  /// `lock`, `lock-3-of-8`, or what stands in for them for a moment.
  static func isLock(_ name: String) -> Bool {
    name == "lock" || name.hasPrefix("lock-") || name.hasPrefix("lock.heir-of-")
  }

  /// `NAME.tmp-4711-3w5e11264sgsf`, where NAME is one of this program's.
  static func isTemporary(_ name: String) -> Bool {
    guard let target = target(ofTemporary: name) else { return false }
    return ["manifest.json", "progress.json", "results.h5", "results.provenance.json", "view.h5"]
      .contains(target) || isLock(target) || isShard(target) || isCheckpoint(target)
  }

  /// NAME of `NAME.tmp-PID-TOKEN`; nil for any other name.
  private static func target(ofTemporary name: String) -> String? {
    guard let mark = name.firstRange(of: ".tmp-"),
      isProcessAndToken(name[mark.upperBound...])
    else { return nil }
    return String(name[..<mark.lowerBound])
  }

  private static func isProcessAndToken(_ text: Substring) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && isNumber(parts[0]) && isToken(parts[1])
  }

  /// Whether text is a random number as this program writes it.
  static func isToken(_ text: some StringProtocol) -> Bool {
    (1...13).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) }
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isNumbered(
    _ name: String, _ prefix: String, _ suffix: String, digits: Int
  ) -> Bool {
    guard let number = middle(of: name, prefix, suffix) else { return false }
    return number.utf8.count >= digits && isNumber(number)
  }

  private static func middle(
    of name: String, _ prefix: String, _ suffix: String
  ) -> Substring? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix),
      name.utf8.count > prefix.utf8.count + suffix.utf8.count
    else { return nil }
    return name.dropFirst(prefix.count).dropLast(suffix.count)
  }

  /// Removes those files of a directory whose names `isLeftover` accepts, and the directory if it is
  /// empty then.
  ///
  /// Nothing is done through links, and what cannot be removed stays: it may be removed later.
  static func remove(in folder: String, where isLeftover: (String) -> Bool) {
    guard (try? Files.kind(of: folder)) == .directory else { return }
    for name in (try? Files.names(in: folder)) ?? [] where isLeftover(name) {
      let path = "\(folder)/\(name)"
      if (try? Files.kind(of: path)) == .file { try? Files.remove(path) }
    }
    Files.removeDirectory(ifEmpty: folder)
  }
}
