import HDF5
import TestSupport
import Testing

@Suite struct StringDatasetTests {
  private let texts = [
    "diagonal", "", "Größe ½", "\u{1F9EE}", "a b\nc", String(repeating: "x", count: 5000),
  ]

  @Test(arguments: [nil, [2, 3], [1, 1]] as [[Int]?])
  func textsComeBack(chunk: [Int]?) throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    let written = try file.createStringDataset("x", shape: [2, 3], chunk: chunk)
    try written.write(texts)
    try written.close()
    try file.close()
    let reading = try File.openForReading(at: path)
    let dataset = try reading.openStringDataset("x")
    #expect(try dataset.shape() == [2, 3])
    #expect(try dataset.chunkShape() == chunk)
    #expect(try dataset.read() == texts)
    #expect(try dataset.read(rows: 1..<2) == Array(texts[3...]))
  }

  @Test func aScalarAndAnEmptyOneComeBack() throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let scalar = try file.createStringDataset("scalar", shape: [])
    try scalar.write(["model"])
    #expect(try scalar.read() == ["model"])
    let empty = try file.createStringDataset("empty", shape: [0])
    try empty.write([])
    #expect(try empty.read() == [])
  }

  @Test(arguments: [nil, [2]] as [[Int]?])
  func unwrittenTextsAreEmpty(chunk: [Int]?) throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let dataset = try file.createStringDataset("x", shape: [5], chunk: chunk)
    try dataset.write(["a", "b"], rows: 2..<4)
    #expect(try dataset.read() == ["", "", "a", "b", ""])
  }

  @Test func aTextWithANULIsAnError() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    let dataset = try file.createStringDataset("x", shape: [1])
    let error = #expect(throws: HDF5Error.self) { try dataset.write(["a\0b"]) }
    #expect(error?.object == "\(path):/x")
  }

  @Test func bytesThatAreNoUTF8AreAnError() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    let dataset = try file.createStringDataset("x", shape: [1])
    try dataset.write(["needle"])
    try dataset.close()
    try file.close()
    var bytes = contents(of: path)
    let place = try #require(bytes.firstRange(of: Array("needle".utf8)))
    bytes[place.lowerBound] = 0xFF
    write(bytes, to: path)
    let reading = try File.openForReading(at: path).openStringDataset("x")
    let error = #expect(throws: HDF5Error.self) { try reading.read() }
    #expect(error?.description == "H5Dread on \(path):/x failed: a text is not UTF-8")
  }
}
