import Digests
import Experiments
import Foundation
import Parameters
import TestSupport
import Testing

@testable import Orchestration
@testable import Shards

/// A directory of format 2, which every later version reads.
///
/// What h5py found in its results when it was made is in `values.txt`, all values with all their bits.
@Suite struct SecondFormatTests {
  private let temporary = TemporaryDirectory()
  private let directory: SweepDirectory
  private let known: FixtureValues

  init() throws {
    directory = SweepDirectory(try FixtureValues.unpackDirectory(into: temporary))
    known = try FixtureValues()
  }

  @Test func theDirectoryIsSound() throws {
    #expect(try Verification(of: directory.path).problems == [])
    #expect(try SweepStatus(of: directory).isComplete)
  }

  @Test func theResultsAreWhatAnotherReaderFound() throws {
    try expectKnown(ResultsFile.open(directory.results, knowing: RecordedQuantities.all))
  }

  @Test func whatTheFileSaysOfItselfIsRead() throws {
    let results = try ResultsFile.open(directory.results)
    #expect(known.attributes.count >= 7)
    for (name, wanted) in known.attributes where !name.hasPrefix("thalweg_") {
      let said = try results.attribute(name)
      #expect(said == wanted)
    }
    #expect("\(results.formatVersion)" == known.attributes["thalweg_format_version"])
    #expect(
      results.numericsVersion.map { "\($0)" } == known.attributes["thalweg_numerics_version"])
    let manifest = try SweepSession(opening: directory).manifest
    let specification = try results.specification
    #expect(specification == manifest.specification)
    let digest = try results.checkedContentDigest().description
    #expect(digest == known.attributes["content_sha256"])
  }

  @Test func theShardMergesToTheSameValues() throws {
    let session = try SweepSession(opening: directory)
    let outcome = try session.merge(to: temporary.file("merged.h5"))
    #expect(outcome.runs == [.ok: 20, .diverged: 2, .failed: 2])
    try expectKnown(
      ResultsFile.open(temporary.file("merged.h5"), knowing: RecordedQuantities.all))
  }

  /// Every column has the type, the meaning and the bits that are known, and none is missing.
  private func expectKnown(_ results: borrowing ResultsFile) throws {
    let columns = try results.columns()
    let dimensions = ["run", "snapshot", "entry"]
    #expect(Set(columns.map(\.name) + dimensions) == Set(known.datasets.keys))
    for column in columns {
      let wanted = try #require(known.datasets[column.name])
      let shape = try column.dimensions.map { try results.extent(of: $0) }
      #expect(wanted.head == ([column.elementType.rawValue] + shape.map { "\($0)" }))
      let said: [String: String?] = [
        "long_name": column.longName, "units": column.units, "symbol": column.symbol,
        "role": column.role?.rawValue, "scale": column.scale?.rawValue,
        "applies_to": column.owners?.description,
      ]
      for (name, text) in said { #expect(wanted.attributes[name] == text, "\(column.name)") }
      #expect((column.missingLabel != nil) == (wanted.attributes["not_applicable"] != nil))
      let values = try results.values(of: column, runs: 0..<results.runCount)
      #expect(FixtureValues.words(values) == wanted.values, "\(column.name)")
    }
  }
}

/// What `values.txt` of the fixture says.
private struct FixtureValues {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/formats/v2")

  struct Dataset {
    /// Type and extents.
    var head: [String]
    var attributes: [String: String] = [:]
    var values: [String] = []
  }

  private(set) var attributes: [String: String] = [:]
  private(set) var datasets: [String: Dataset] = [:]

  init() throws {
    let text = try String(contentsOf: Self.folder.appending(path: "values.txt"), encoding: .utf8)
    var name: String?
    for line in text.split(separator: "\n").map(String.init) {
      let words = line.split(separator: " ").map(String.init)
      let isOfDataset = line.hasPrefix("  ")
      if let mark = line.firstRange(of: " = ") {
        let (key, value) = (words[0], String(line[mark.upperBound...]))
        if let name, isOfDataset {
          datasets[name]?.attributes[key] = value
        } else {
          attributes[key] = value
        }
      } else if let name, isOfDataset {
        datasets[name]?.values = words
      } else {
        name = words[0]
        datasets[words[0]] = Dataset(head: Array(words.dropFirst()))
      }
    }
  }

  /// The sweep's directory as it was written.
  static func unpackDirectory(into temporary: TemporaryDirectory) throws -> String {
    let packed = folder.appending(path: "directory.tar.gz").path
    let result = try runProcess("/usr/bin/env", ["tar", "xzf", packed, "-C", temporary.path])
    try #require(result.exitCode == 0, "\(result.standardError)")
    return temporary.file("v2")
  }

  /// Values as the file has them: reals by their bits.
  static func words(_ values: ParameterColumn.Values) -> [String] {
    switch values {
    case .text(let texts): texts
    case .real(let reals):
      reals.map { real in
        let digits = String(real.bitPattern, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
      }
    case .integer(let numbers): numbers.map { "\($0)" }
    case .seed(let numbers): numbers.map { "\($0)" }
    }
  }
}
