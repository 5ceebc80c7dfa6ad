import Digests
import HDF5
import TestSupport
import Testing

@testable import Shards

@Suite struct ContentDigestTests {
  private let directory = TemporaryDirectory()

  /// The digest of a file with a column of reals, of which the given ones are 1 and the others the fill.
  private func digest(_ name: String, ones: [Int], of count: Int) throws -> String {
    let file = try File.create(at: directory.file(name))
    let dataset = try file.createDataset(
      "x", of: Double.self, shape: [count], chunk: [1 << 16], fill: .nan)
    try dataset.setFillValueAttribute(.nan)
    var values = Array(repeating: Double.nan, count: count)
    for row in ones { values[row] = 1 }
    try dataset.write(values)
    try dataset.close()
    return try ContentDigest.of(file).description
  }

  /// Columns are read in parts of 2²⁰ elements: one value in any of them counts.
  @Test func aValueInAnyPartCounts() throws {
    let count = 2 << 20
    let digests = try [[], [1], [1 << 20], [count - 1]].enumerated().map {
      try digest("\($0.offset).h5", ones: $0.element, of: count)
    }
    #expect(Set(digests).count == 4)
  }
}
