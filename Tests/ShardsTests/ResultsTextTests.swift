import FileSystem
import TestSupport
import Testing

@testable import Shards

/// What results say of themselves in words.
@Suite struct ResultsTextTests {
  private let directory = TemporaryDirectory()

  /// Attributes lie in object headers, each with a checksum: flipped bits in them are errors, and no
  /// text is missing without a word.
  @Test func aTextThatCannotBeReadIsNotAbsent() throws {
    let path = try SampleResults(SmallSweep.tiny, in: directory).path
    let whole = try ResultsFile.open(path)
    let title = try whole.attribute("title")
    try #require(title == "tiny")
    let bytes = try Files.read(path)
    let headers = bytes.indices.dropLast(32).filter { start in
      ["OHDR", "OCHK"].contains { bytes[start..<start + 4].elementsEqual($0.utf8) }
    }
    var refused = 0
    for start in headers {
      var damaged = bytes
      damaged[start + 12] ^= 1
      do {
        let results = try ResultsFile.open("damaged.h5", bytes: damaged)
        let found = try results.attribute("title")
        #expect(found == title, "byte \(start + 12)")
      } catch {
        refused += 1
      }
    }
    #expect(refused > 0)
  }
}
