public import Digests
internal import HDF5

/// A merged results file, open for reading.
public struct ResultsFile: ~Copyable {
  let file: File
  /// The file.
  public let path: String
  /// Runs in the file.
  public let runCount: Int
  /// Snapshots of the longest run.
  public let snapshotCount: Int

  private init(file: consuming File, path: String, runCount: Int, snapshotCount: Int) {
    self.file = file
    self.path = path
    self.runCount = runCount
    self.snapshotCount = snapshotCount
  }

  /// Opens a results file of this format version, whatever numerics it was computed with.
  ///
  /// - Throws: ``ShardError``.
  public static func open(_ path: String) throws(ShardError) -> ResultsFile {
    let results = try openAnyVersion(path)
    let format = (try? results.file.attribute(AttributeName.formatVersion, of: Int64.self)) ?? 0
    guard format == FormatVersion.format else {
      let numerics = try? results.file.attribute(AttributeName.numericsVersion, of: Int64.self)
      throw .otherVersion(path: path, format: Int(format), numerics: Int(numerics ?? 0))
    }
    return results
  }

  private static func openAnyVersion(_ path: String) throws(ShardError) -> ResultsFile {
    do throws(HDF5Error) {
      let file = try File.openForReading(at: path)
      guard try file.hasAttribute(AttributeName.formatVersion) else {
        throw HDF5Error(
          function: "H5Aexists", object: path,
          frames: [.init(function: "", message: "this is not a results file of Thalweg")])
      }
      let runs = try file.openDataset(DatasetName.run, of: Int64.self).shape()
      let snapshots = try file.openDataset(DatasetName.snapshot, of: Int64.self).shape()
      return ResultsFile(
        file: file, path: path, runCount: runs.first ?? 0, snapshotCount: snapshots.first ?? 0)
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// The digest of the sweep that the file says it is of; nil where it does not.
  public var sweepDigest: String? { attribute(AttributeName.sweepDigest) }

  /// Text of a global attribute; nil where there is none.
  public func attribute(_ name: String) -> String? { try? file.textAttribute(name) }

  /// A parameter of every run as text; nil where the file has no such parameter.
  public func parameter(_ name: String) throws(ShardError) -> [String]? {
    do throws(HDF5Error) {
      guard try file.exists(name) else { return nil }
      let values: [String]
      if let text = try? file.openStringDataset(name) {
        values = try text.read()
      } else if let numbers = try? file.openDataset(name, of: Double.self) {
        values = try numbers.read().map { $0.isNaN ? "" : shortest($0) }
      } else if let seeds = try? file.openDataset(name, of: UInt64.self) {
        values = try seeds.read().map { String($0) }
      } else {
        let integers = try file.openDataset(name, of: Int64.self)
        values = try integers.read().map { $0 == RecordBlock.integerFill ? "" : String($0) }
      }
      return values.count == runCount
        ? values : Array(repeating: values.first ?? "", count: runCount)
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// How each run ended.
  public func status() throws(ShardError) -> [RunState] {
    do throws(HDF5Error) {
      let dataset = try file.openDataset(DatasetName.status, of: Int8.self)
      return try dataset.read().map { RunState(rawValue: $0) ?? .failed }
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// A recorded variable, run × snapshot; NaN where nothing was recorded.
  public func variable(_ variable: RecordVariable) throws(ShardError) -> [Double] {
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

  private func shortest(_ value: Double) -> String {
    let text = String(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
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
    try open(path).readEverything()
  }

  /// Reads all that readers read, and so checks all checksums; keeps at most about 16 MiB.
  ///
  /// - Throws: ``ShardError`` where anything cannot be read.
  public func readEverything() throws(ShardError) {
    for name in ["title", "question", "description", "specification", "coordinates"] {
      _ = attribute(name)
    }
    for column in try columns() {
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
      for dimension in ResultsColumn.Dimension.allCases where try file.exists(dimension.rawValue) {
        _ = try file.openDataset(dimension.rawValue, of: Int64.self).read()
      }
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }
}
