internal import Digests
internal import HDF5
public import Sweeps

extension ResultsFile {
  /// The sweep whose results these are; nil for several.
  ///
  /// - Throws: ``ShardError`` where the text is not what the file's own digest of the sweep says: then
  ///   nothing may be reckoned from it.
  public var specification: Specification? {
    get throws(ShardError) {
      guard let text = try attribute(AttributeName.specification),
        try attribute(AttributeName.mergedSweeps) == nil
      else { return nil }
      let said = try sweepDigest
      // Results of this format may be of a sweep that was started in an earlier one.
      guard let specification = try? Specification(canonicalJSON: Array(text.utf8)),
        let numericsVersion,
        FormatVersion.readable.contains(where: { format in
          Manifest.digest(of: specification, format: format, numerics: numericsVersion)
            .description == said
        })
      else {
        throw .damaged(path: path, reason: "its specification is not what its sweep_sha256 says")
      }
      return specification
    }
  }

  /// Checks what the file says of the sweep as a whole, which no checksum covers.
  ///
  /// - Throws: ``ShardError`` where name, question or description are not those of the specification.
  func checkHeading() throws(ShardError) {
    guard let specification = try specification else { return }
    let texts = [
      (AttributeName.title, specification.name),
      (AttributeName.question, specification.question),
      (AttributeName.description, specification.description),
    ]
    for (name, wanted) in texts where try attribute(name) != wanted {
      throw .damaged(path: path, reason: "its \(name) is not that of its specification")
    }
  }
}
