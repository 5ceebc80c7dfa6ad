/// Versions that files on disk carry.
public enum FormatVersion {
  /// Version of the layout of shards and checkpoints, and of every sweep that uses nothing newer.
  public static let format = 2
  /// The latest version of a manifest and of results: a sweep has the latest one among those that
  /// brought its keys, kinds and quantities.
  public static let latest = 3
  /// Versions of manifests and results that this program reads; readers refuse newer ones.
  public static let readable = 1...latest
  /// Versions of shards that this program reads.
  public static let readableShards = 1...format
}
