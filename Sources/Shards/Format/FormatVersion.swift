/// Versions that files on disk carry.
public enum FormatVersion {
  /// Version of the layout of manifest, shards and results.
  ///
  /// Readers refuse newer ones.
  public static let format = 2
  /// Versions that this program reads; it writes the last one.
  public static let readable = 1...format
}
