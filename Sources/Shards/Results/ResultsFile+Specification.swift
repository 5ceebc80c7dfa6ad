internal import Digests
internal import HDF5
public import Sweeps

extension ResultsFile {
  /// The sweep whose results these are; nil for several, and where the text is not what the file's own
  /// digest of the sweep says: then nothing may be reckoned from it.
  public var specification: Specification? {
    guard let text = attribute("specification"),
      let specification = try? Specification(canonicalJSON: Array(text.utf8)),
      let numerics = try? file.attribute(AttributeName.numericsVersion, of: Int64.self),
      Manifest.digest(of: specification, format: formatVersion, numerics: Int(numerics)).description
        == sweepDigest
    else { return nil }
    return specification
  }
}
