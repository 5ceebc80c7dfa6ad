public import Digests
internal import FileSystem
internal import HDF5
public import Parameters
internal import Sweeps

/// A merged results file, open for reading.
public struct ResultsFile: ~Copyable {
  let file: File
  /// The file.
  public let path: String
  /// Runs in the file.
  public let runCount: Int
  /// Snapshots of the longest run.
  public let snapshotCount: Int
  /// Version of the file's layout.
  public let formatVersion: Int
  /// The quantities that the caller knows, in their order.
  let known: [Quantity]

  private init(
    file: consuming File, path: String, runCount: Int, snapshotCount: Int, formatVersion: Int,
    known: [Quantity]
  ) {
    self.file = file
    self.path = path
    self.runCount = runCount
    self.snapshotCount = snapshotCount
    self.formatVersion = formatVersion
    self.known = known
  }

  /// Opens a results file of this format version or an earlier one, whatever numerics it was
  /// computed with.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - quantities: What may be recorded in it, in the order in which it is to be shown; others that
  ///     are there follow by name.
  /// - Returns: The file.
  /// - Throws: ``ShardError``.
  public static func open(
    _ path: String, knowing quantities: [Quantity] = []
  ) throws(ShardError) -> ResultsFile {
    try open(path, bytes: nil, knowing: quantities)
  }

  /// Opens what was read of a file, or the file itself.
  static func open(
    _ path: String, bytes: [UInt8]?, knowing quantities: [Quantity] = []
  ) throws(ShardError) -> ResultsFile {
    let results = try openAnyVersion(path, bytes, quantities)
    guard FormatVersion.readable.contains(results.formatVersion) else {
      throw .otherVersion(
        path: path, format: results.formatVersion, numerics: results.numericsVersion ?? 0,
        expected: NumericsVersion.latest)
    }
    return results
  }

  private static func openAnyVersion(
    _ path: String, _ bytes: [UInt8]?, _ quantities: [Quantity]
  ) throws(ShardError) -> ResultsFile {
    do throws(HDF5Error) {
      let file: File
      if let bytes {
        file = try File.openForReading(bytes, of: path)
      } else {
        file = try File.openForReading(at: path)
      }
      guard try file.hasAttribute(AttributeName.formatVersion) else {
        throw HDF5Error(
          function: "H5Aexists", object: path,
          frames: [.init(function: "", message: "this is not a results file of Thalweg")])
      }
      let runs = try file.openDataset(DatasetName.run, of: Int64.self).shape()
      let snapshots = try file.openDataset(DatasetName.snapshot, of: Int64.self).shape()
      guard runs.count == 1, snapshots.count == 1, snapshots[0] >= 1 else {
        throw HDF5Error(
          function: "H5Dget_space", object: path,
          frames: [.init(function: "", message: "the dimensions are not those of results")])
      }
      let format = (try? file.attribute(AttributeName.formatVersion, of: Int64.self)) ?? 0
      return ResultsFile(
        file: file, path: path, runCount: runs[0], snapshotCount: snapshots[0],
        formatVersion: Int(format), known: quantities)
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// The digest of the sweep that the file says it is of; nil where it does not.
  ///
  /// - Throws: ``ShardError`` where that cannot be read.
  public var sweepDigest: String? {
    get throws(ShardError) { try attribute(AttributeName.sweepDigest) }
  }

  /// The numerics version of the results; nil where the file does not say it.
  public var numericsVersion: Int? {
    (try? file.attribute(AttributeName.numericsVersion, of: Int64.self)).map { Int($0) }
  }

  /// Text of a global attribute; nil where there is none.
  ///
  /// - Throws: ``ShardError`` where it cannot be read, or where it cannot be told whether it is there.
  public func attribute(_ name: String) throws(ShardError) -> String? {
    do throws(HDF5Error) {
      return try text(of: name)
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// As ``attribute(_:)``, for whoever passes on the library's errors.
  func text(of name: String) throws(HDF5Error) -> String? {
    try file.hasAttribute(name) ? try file.textAttribute(name) : nil
  }

  /// A parameter of every run as text, empty where the run does not have it; nil where the file has
  /// no such parameter.
  public func parameter(_ name: String) throws(ShardError) -> [String]? {
    guard let column = try parameterColumn(name) else { return nil }
    let values = try values(of: column, runs: 0..<runCount)
    var texts = (0..<values.count).map {
      values.isMissingLabel(at: $0, missing: column.missingLabel)
        ? "" : values.plainText(at: $0, of: column)
    }
    if texts.count != runCount { texts = Array(repeating: texts.first ?? "", count: runCount) }
    guard let owners = column.owners, let words = try labels(owners.column) else { return texts }
    for run in texts.indices where !owners.words.contains(words[run]) { texts[run] = "" }
    return texts
  }

  /// The labels of a parameter of every run, which some of them may not have; nil where the file has
  /// no such parameter.
  public func labels(_ name: String) throws(ShardError) -> [String]? {
    guard let column = try parameterColumn(name) else { return nil }
    let values = try values(of: column, runs: 0..<runCount)
    let texts = (0..<values.count).map { values.plainText(at: $0, of: column) }
    return texts.count == runCount
      ? texts : Array(repeating: texts.first ?? "", count: runCount)
  }

  /// The parameters that a run has, with their values as text.
  ///
  /// - Throws: ``ShardError``.
  /// - Precondition: `run` is in `0..<runCount`.
  public func parameters(
    ofRun run: Int
  ) throws(ShardError) -> [(column: ResultsColumn, text: String)] {
    var found: [(column: ResultsColumn, text: String, isMissing: Bool)] = []
    for column in try columns() where column.isParameter {
      let values = try values(of: column, runs: run..<run + 1)
      let isMissing = values.isMissingLabel(at: 0, missing: column.missingLabel)
      found.append((column, values.plainText(at: 0, of: column), isMissing))
    }
    let words = Dictionary(found.map { ($0.column.name, $0.text) }) { first, _ in first }
    return found.compactMap { column, text, isMissing in
      let isOwn = column.owners.map { owners in
        words[owners.column].map(owners.words.contains) ?? true
      }
      return isMissing || text.isEmpty || isOwn == false ? nil : (column, text)
    }
  }

  /// How each run ended.
  public func status() throws(ShardError) -> [RunState] {
    do throws(HDF5Error) {
      let dataset = try file.openDataset(DatasetName.status, of: Int8.self)
      guard try dataset.shape() == [runCount] else {
        throw HDF5Error(
          function: "H5Dget_space", object: dataset.location,
          frames: [.init(function: "", message: "there is not one status a run")])
      }
      return try dataset.read().map { RunState(rawValue: $0) ?? .failed }
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// A recorded quantity, run × snapshot; NaN where nothing was recorded.
  public func variable(_ variable: Quantity) throws(ShardError) -> [Double] {
    do throws(HDF5Error) {
      return try file.openDataset(variable.name, of: Double.self).read()
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// Snapshot steps, run × snapshot; −1 beyond a run's own snapshots.
  public func steps() throws(ShardError) -> [Int] {
    do throws(HDF5Error) {
      return try file.openDataset(DatasetName.step, of: Int64.self).read().map { Int($0) }
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// Checks a results file: its SHA-256 where it is known, then the checksums of all its data.
  ///
  /// - Throws: ``ShardError``.
  public static func verify(
    _ path: String, expecting digest: SHA256Digest?
  ) throws(ShardError) {
    if let digest {
      let found: SHA256Digest
      do { found = try .ofFile(at: path) } catch { throw .file(error) }
      guard found == digest else {
        throw .damaged(
          path: path, reason: "its SHA-256 is not the one in the provenance.json beside it")
      }
    }
    let results = try open(path)
    // The shards first: a number that cannot be read is named by its view alone.
    try results.verifyViewedShards()
    try results.readEverything()
    try results.checkHeading()
    if try results.attribute(AttributeName.contentDigest) != nil {
      _ = try results.checkedContentDigest()
    }
  }

  /// Checks every byte of the shards that a view shows; what is not there is shown as absent.
  private func verifyViewedShards() throws(ShardError) {
    let names: [String]
    do throws(HDF5Error) {
      names = try file.openDataset(DatasetName.status, of: Int8.self).virtualSources()
    } catch {
      throw .hdf5(error)
    }
    for name in names {
      let place = Files.isAbsolute(name) ? name : Files.directory(of: path) + "/" + name
      do throws(FileError) {
        guard try Files.exists(place) else { continue }
      } catch {
        throw .file(error)
      }
      try ShardReader(ofFile: place).verify()
    }
  }

  /// Reads all that readers read, and so checks all checksums; keeps at most about 16 MiB.
  ///
  /// - Throws: ``ShardError`` where anything cannot be read.
  public func readEverything() throws(ShardError) {
    do throws(HDF5Error) {
      try file.readTextAttributes()
      for name in try file.linkNames() { try file.readTextAttributes(of: name) }
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
    for column in try columns() {
      // Words are read at once elsewhere, and what the library does then is another matter.
      if column.elementType == .text { _ = try parameter(column.name) }
      guard column.isPerRun else {
        _ = try values(of: column, runs: 0..<0)
        continue
      }
      let rows = max(1, (16 << 20) / max(1, 8 * (try elementsPerRun(of: column))))
      for first in stride(from: 0, to: runCount, by: rows) {
        _ = try values(of: column, runs: first..<min(first + rows, runCount))
      }
    }
    do throws(HDF5Error) {
      for dimension in try dimensions() {
        _ = try file.openDataset(dimension.rawValue, of: Int64.self).read()
        _ = try texts(along: dimension)
      }
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }
}

extension ParameterColumn.Values {
  /// As ``text(at:of:)``, whole reals without a point.
  fileprivate func plainText(at index: Int, of column: ResultsColumn) -> String {
    guard case .real(let values) = self else { return text(at: index, of: column) }
    return values[index].isNaN ? "" : plainLabel(at: index)
  }
}
