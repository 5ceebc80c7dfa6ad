public import Digests
private import FileSystem
private import FoundationEssentials
public import Sweeps

/// What a sweep directory holds: written once, before the first shard.
public struct Manifest: Sendable {
  /// The sweep.
  public let specification: Specification
  /// Identifies sweep, format and numerics; every shard carries it.
  public let digest: SHA256Digest
  /// Version of the language that the sweep needs; see ``FormatVersion``.
  public let formatVersion: Int
  /// Numerics version of the directory's results.
  public let numericsVersion: Int
  /// First run of each shard, counted from 0.
  public let firstRuns: [Int]
  /// Runs of the whole sweep.
  public let runCount: Int
  /// What the user calls the files that hold data, by their digests; not part of the sweep's own.
  public let problemNames: [String: String]
  /// The names of inputs that these files say, by their digests; not part of the sweep's own.
  public let inputNames: [String: [String]]

  /// The manifest of a sweep to be run.
  public init(
    specification: Specification, grid: Grid, shards: ShardTable,
    problemNames: [String: String] = [:], inputNames: [String: [String]] = [:],
    formatVersion: Int = FormatVersion.format, numericsVersion: Int
  ) {
    self.inputNames = inputNames
    self.problemNames = problemNames
    self.specification = specification
    digest = Self.digest(
      of: specification, format: formatVersion, numerics: numericsVersion)
    self.formatVersion = formatVersion
    self.numericsVersion = numericsVersion
    firstRuns = (0..<shards.count).map { shards.runs(ofShard: $0).lowerBound }
    runCount = grid.runCount
  }

  /// The number of shards.
  public var shardCount: Int { firstRuns.count }

  /// The runs of shard `index`.
  ///
  /// - Precondition: `index` is in `0..<shardCount`.
  public func runs(ofShard index: Int) -> Range<Int> {
    firstRuns[index]..<(index + 1 < firstRuns.count ? firstRuns[index + 1] : runCount)
  }

  /// SHA-256 over the versions and the canonical specification.
  public static func digest(
    of specification: Specification, format: Int, numerics: Int
  ) -> SHA256Digest {
    let versions = "thalweg format \(format) numerics \(numerics)\n"
    return .of(Array(versions.utf8) + specification.canonicalJSON)
  }

  // MARK: JSON

  private struct File: Codable {
    struct Shards: Codable {
      var count: Int
      var firstRuns: [Int]

      enum CodingKeys: String, CodingKey {
        case count
        case firstRuns = "first_runs"
      }
    }

    var thalweg: String
    var formatVersion: Int
    var numericsVersion: Int
    var sweepSha256: String
    var runs: Int
    var shards: Shards
    var specification: Specification
    /// Absent where no data are from files, and in format 1.
    var problemNames: [String: String]?
    /// Absent where no file says them.
    var inputNames: [String: [String]]?

    enum CodingKeys: String, CodingKey {
      case thalweg
      case formatVersion = "format_version"
      case numericsVersion = "numerics_version"
      case sweepSha256 = "sweep_sha256"
      case runs
      case shards
      case specification
      case problemNames = "problem_names"
      case inputNames = "input_names"
    }
  }

  /// What is read first, because another version may look different in all the rest.
  private struct Versions: Decodable {
    var formatVersion: Int
    var numericsVersion: Int

    enum CodingKeys: String, CodingKey {
      case formatVersion = "format_version"
      case numericsVersion = "numerics_version"
    }
  }

  /// The manifest as JSON; equal sweeps give equal bytes.
  public var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let file = File(
      thalweg: "manifest", formatVersion: formatVersion, numericsVersion: numericsVersion,
      sweepSha256: digest.description, runs: runCount,
      shards: .init(count: shardCount, firstRuns: firstRuns), specification: specification,
      problemNames: problemNames.isEmpty ? nil : problemNames,
      inputNames: inputNames.isEmpty ? nil : inputNames)
    do {
      return Array(try encoder.encode(file)) + [UInt8(ascii: "\n")]
    } catch {
      preconditionFailure("a manifest holds finite numbers and text only: \(error)")
    }
  }

  /// Reads a manifest.
  ///
  /// - Parameters:
  ///   - json: The file's bytes.
  ///   - path: The file, for messages.
  /// - Throws: ``ShardError`` for anything but a whole manifest of this format and numerics version
  ///   or earlier ones: what was computed then can be merged and read.
  public init(json: [UInt8], path: String) throws(ShardError) {
    let file: File
    do {
      let decoder = JSONDecoder()
      let versions = try decoder.decode(Versions.self, from: Data(json))
      guard FormatVersion.readable.contains(versions.formatVersion),
        (1...NumericsVersion.latest).contains(versions.numericsVersion)
      else {
        throw ShardError.otherVersion(
          path: path, format: versions.formatVersion, numerics: versions.numericsVersion,
          expected: NumericsVersion.latest)
      }
      file = try decoder.decode(File.self, from: Data(json))
    } catch let error as ShardError {
      throw error
    } catch {
      throw .damaged(path: path, reason: "not a manifest")
    }
    specification = file.specification
    digest = Self.digest(
      of: file.specification, format: file.formatVersion, numerics: file.numericsVersion)
    problemNames = file.problemNames ?? [:]
    inputNames = file.inputNames ?? [:]
    formatVersion = file.formatVersion
    numericsVersion = file.numericsVersion
    firstRuns = file.shards.firstRuns
    runCount = file.runs
    guard file.sweepSha256 == digest.description else {
      throw .damaged(path: path, reason: "the digest does not match the specification")
    }
    let expected = Grid(file.specification).runCount
    guard runCount == expected else {
      throw .damaged(
        path: path, reason: "it says \(runCount) runs, where its specification has \(expected)")
    }
    let ends = firstRuns.dropFirst() + [runCount]
    guard firstRuns.first == 0, zip(firstRuns, ends).allSatisfy({ $0 < $1 }) else {
      throw .damaged(path: path, reason: "the shard table is not increasing")
    }
    // What the keys above do not cover: the count of shards, spaces, other spellings.
    guard self.json == json else {
      throw .damaged(path: path, reason: "it is not in the canonical form")
    }
  }

  /// Far more than 100 000 shards of the largest sweep file take: 64 MiB.
  private static let largestByteCount = 1 << 26

  /// Reads the manifest of a sweep directory.
  ///
  /// - Throws: ``ShardError``; ``ShardError/notASweep(path:)`` where there is none.
  public init(of directory: SweepDirectory) throws(ShardError) {
    let bytes: [UInt8]?
    do {
      bytes = try Files.read(ifThere: directory.manifest, limit: Self.largestByteCount)
    } catch {
      throw .file(error)
    }
    guard let bytes else { throw .notASweep(path: directory.path) }
    try self.init(json: bytes, path: directory.manifest)
  }
}
