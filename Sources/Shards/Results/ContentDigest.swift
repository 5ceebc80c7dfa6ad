public import Digests
internal import HDF5

/// The digest of what a results file holds, whichever version of HDF5 wrote it.
///
/// It covers the names, types, extents and values of all datasets, and so the order of the runs. The
/// format's description says it exactly.
enum ContentDigest {
  /// Elements read at once.
  private static let elementLimit = 1 << 20

  /// The digest of an open file.
  static func of(_ file: borrowing File) throws(HDF5Error) -> SHA256Digest {
    var text = "thalweg content 1\n"
    for name in try file.linkNames().sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      text += try line(of: name, in: file)
    }
    return .of(text)
  }

  private static func line(
    of name: String, in file: borrowing File
  ) throws(HDF5Error) -> String {
    if let dataset = try? file.openDataset(name, of: Double.self) {
      return try line(name, "float64", dataset, isSame: { $0.bitPattern == $1.bitPattern })
    }
    if let dataset = try? file.openDataset(name, of: Int64.self) {
      return try line(name, "int64", dataset, isSame: ==)
    }
    if let dataset = try? file.openDataset(name, of: UInt64.self) {
      return try line(name, "uint64", dataset, isSame: ==)
    }
    if let dataset = try? file.openDataset(name, of: Int8.self) {
      return try line(name, "int8", dataset, isSame: ==)
    }
    let dataset = try file.openStringDataset(name)
    return line(name, "text", try dataset.shape(), try words(of: dataset))
  }

  private static func line(
    _ name: String, _ type: String, _ shape: [Int], _ values: String
  ) -> String {
    ([name, type] + shape.map(String.init) + [values]).joined(separator: " ") + "\n"
  }

  /// Numbers are hashed as they are stored, little-endian.
  private static func line<Element: HDF5Scalar>(
    _ name: String, _ type: String, _ dataset: borrowing Dataset<Element>,
    isSame: (Element, Element) -> Bool
  ) throws(HDF5Error) -> String {
    let shape = try dataset.shape()
    let fill: Element? =
      try dataset.hasAttribute(fillName) ? try dataset.attribute(fillName, of: Element.self) : nil
    // Nothing was written, so there is nothing to be read.
    if fill != nil, try !dataset.mayHoldValues() { return line(name, type, shape, fillWord) }
    var hasher = SHA256Hasher()
    var isFill = fill != nil
    try forEachPart(of: shape) { rows throws(HDF5Error) in
      let values = if let rows { try dataset.read(rows: rows) } else { try dataset.read() }
      if isFill, let fill { isFill = values.allSatisfy { isSame($0, fill) } }
      unsafe values.withUnsafeBytes { bytes in unsafe hasher.update(bytes) }
    }
    let digest = hasher.finalize()
    return line(name, type, shape, isFill ? fillWord : digest.description)
  }

  /// Texts are hashed as UTF-8, each with a zero after it.
  private static func words(of dataset: borrowing StringDataset) throws(HDF5Error) -> String {
    let shape = try dataset.shape()
    let isWritten = try dataset.mayHoldValues()
    var hasher = SHA256Hasher()
    try forEachPart(of: shape) { rows throws(HDF5Error) in
      // What all runs have is read once.
      let read = isWritten ? rows : rows.map { $0.lowerBound..<$0.lowerBound + 1 }
      let texts = if let read { try dataset.read(rows: read) } else { try dataset.read() }
      let bytes: [UInt8] = texts.flatMap { Array($0.utf8) + [0] }
      for _ in 0..<(isWritten ? 1 : rows?.count ?? 1) { hasher.update(bytes) }
    }
    return hasher.finalize().description
  }

  /// Calls `body` with the rows of consecutive parts, or with nil for a scalar.
  private static func forEachPart(
    of shape: [Int], _ body: (Range<Int>?) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    guard let count = shape.first else { return try body(nil) }
    let length = max(1, elementLimit / max(1, shape.dropFirst().reduce(1, *)))
    for start in stride(from: 0, to: count, by: length) {
      try body(start..<min(start + length, count))
    }
  }

  private static let fillName = "_FillValue"
  /// What stands for values that are all the fill.
  private static let fillWord = "fill"
}

extension ResultsFile {
  /// The digest of the file's content, whichever version of HDF5 wrote it; reads every value, and so
  /// checks all checksums.
  ///
  /// - Throws: ``ShardError``, also where it is not the one that the file says.
  public func checkedContentDigest() throws(ShardError) -> SHA256Digest {
    let digest: SHA256Digest
    do { digest = try ContentDigest.of(file) } catch {
      throw .damaged(path: path, reason: error.description)
    }
    if let said = try attribute(AttributeName.contentDigest), said != digest.description {
      throw .damaged(path: path, reason: "its content is not what its content_sha256 says")
    }
    return digest
  }
}
