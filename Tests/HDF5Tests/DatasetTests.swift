import HDF5
import TestSupport
import Testing

@Suite struct DatasetTests {
  private func roundTrip<Element: HDF5Scalar>(
    _ values: [Element], shape: [Int], chunk: [Int]?, filters: [Filter]
  ) throws -> [Element] {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    let written = try file.createDataset(
      "x", of: Element.self, shape: shape, chunk: chunk, filters: filters)
    try written.write(values)
    try written.close()
    try file.close()
    let reading = try File.openForReading(at: path)
    let dataset = try reading.openDataset("x", of: Element.self)
    #expect(try dataset.shape() == shape)
    #expect(try dataset.chunkShape() == chunk)
    return try dataset.read()
  }

  private func extremes<Element: HDF5Scalar & FixedWidthInteger>(_: Element.Type) -> [Element] {
    let values: [Element] = [.min, .max, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    return values + values.reversed()
  }

  private func extremes<Element: HDF5Scalar & BinaryFloatingPoint>(_: Element.Type) -> [Element] {
    let values: [Element] = [
      -.infinity, .infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -1 / 3, .pi,
    ]
    return values + values.map { -$0 } + values.map { $0 / 2 } + values.map { $0 / 4 }
  }

  @Test(arguments: [
    ([24], [5]), ([4, 6], [3, 6]), ([2, 3, 4], [1, 3, 4]),
  ])
  func everyTypeComesBackAtEveryRank(shape: [Int], chunk: [Int]) throws {
    func check<Element: HDF5Scalar>(_ values: [Element]) throws {
      #expect(try roundTrip(values, shape: shape, chunk: nil, filters: []) == values)
      for filters in [[], [.fletcher32], [.shuffle, .deflate(level: 4), .fletcher32]] as [[Filter]]
      {
        #expect(try roundTrip(values, shape: shape, chunk: chunk, filters: filters) == values)
      }
    }
    try check(extremes(Int8.self))
    try check(extremes(Int32.self))
    try check(extremes(Int64.self))
    try check(extremes(UInt64.self))
    try check(extremes(Float.self))
    try check(extremes(Double.self))
  }

  /// The compiler may keep an array that was just made on the stack.
  @Test(arguments: [1, 2, 3]) func arraysMadeInTheCallComeBack(n: Int) throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let one = try file.createDataset("one", of: Double.self, shape: [2])
    try one.write([Double(n), 0.5 * Double(n)])
    let rows = try file.createDataset("rows", of: Double.self, shape: [4])
    for row in 0..<4 { try rows.write([Double(row * n)], rows: row..<row + 1) }
    #expect(try one.read() == [Double(n), 0.5 * Double(n)])
    #expect(try rows.read() == (0..<4).map { Double($0 * n) })
  }

  @Test func aScalarComesBack() throws {
    #expect(try roundTrip([Int8(-3)], shape: [], chunk: nil, filters: []) == [-3])
    #expect(try roundTrip([UInt64.max], shape: [], chunk: nil, filters: []) == [.max])
    #expect(try roundTrip([-0.1], shape: [], chunk: nil, filters: []) == [-0.1])
  }

  @Test func bitsOfNaNComeBack() throws {
    let payload = Double(bitPattern: 0x7FF8_0000_0000_1234)
    let values = try roundTrip([payload], shape: [1], chunk: nil, filters: [])
    #expect(values.map(\.bitPattern) == [payload.bitPattern])
  }

  @Test(arguments: [nil, [4], [400]] as [[Int]?])
  func anEmptyDatasetComesBack(chunk: [Int]?) throws {
    #expect(try roundTrip([Double](), shape: [0], chunk: chunk, filters: []) == [])
    let wide = chunk.map { $0 + [3] }
    #expect(try roundTrip([Int32](), shape: [0, 3], chunk: wide, filters: []) == [])
  }

  @Test func elementsAreLittleEndianInTheFile() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    let dataset = try file.createDataset("x", of: Int32.self, shape: [2])
    try dataset.write([0x0102_0304, 0x0506_0708])
    try dataset.close()
    try file.close()
    #expect(contents(of: path).firstRange(of: [4, 3, 2, 1, 8, 7, 6, 5]) != nil)
  }

  @Test(arguments: [nil, [2, 3], [3, 2]] as [[Int]?])
  func unwrittenRowsReadAsTheFillValue(chunk: [Int]?) throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let dataset = try file.createDataset(
      "x", of: Int64.self, shape: [7, 3], chunk: chunk, fill: -9)
    try dataset.write([1, 2, 3, 4, 5, 6], rows: 3..<5)
    let unwritten = [Int64](repeating: -9, count: 9)
    #expect(try dataset.read() == unwritten + [1, 2, 3, 4, 5, 6] + unwritten.prefix(6))
    #expect(try dataset.read(rows: 4..<6) == [4, 5, 6, -9, -9, -9])
    #expect(try dataset.read(rows: 2..<2) == [])
  }

  @Test func rowsOfEveryRankArePlacedWhereTheyBelong() throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let line = try file.createDataset("line", of: Float.self, shape: [4], chunk: [3])
    try line.write([1, 2], rows: 2..<4)
    #expect(try line.read() == [0, 0, 1, 2])
    let cube = try file.createDataset("cube", of: Int8.self, shape: [3, 2, 2], chunk: [2, 2, 2])
    try cube.write([1, 2, 3, 4], rows: 1..<2)
    try cube.write([Int8](), rows: 3..<3)
    #expect(try cube.read() == [0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0])
    #expect(try cube.read(rows: 1..<3) == [1, 2, 3, 4, 0, 0, 0, 0])
  }

  @Test func chunksThatNobodyWritesTakeNoSpace() throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let dataset = try file.createDataset(
      "x", of: Double.self, shape: [1000, 10], chunk: [100, 10], fill: 1)
    #expect(try dataset.storageByteCount() == 0)
    try dataset.write([Double](repeating: 2, count: 10), rows: 500..<501)
    #expect(try dataset.storageByteCount() == 8000)
    let piece = try file.createDataset("y", of: Double.self, shape: [1000])
    #expect(try piece.storageByteCount() == 0)
    try piece.write([3], rows: 0..<1)
    #expect(try piece.storageByteCount() == 8000)
  }

  @Test func aChunkIsClippedToTheDataset() throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let dataset = try file.createDataset("x", of: Int8.self, shape: [3, 5], chunk: [64, 2])
    #expect(try dataset.chunkShape() == [3, 2])
  }

  @Test func anotherStoredTypeIsRefused() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    try file.createDataset("x", of: Int64.self, shape: [1]).close()
    try file.createStringDataset("text", shape: [1]).close()
    let error = #expect(throws: HDF5Error.self) {
      _ = try file.openDataset("x", of: UInt64.self).read()
    }
    #expect(error?.description == "H5Tequal on \(path):/x failed: the stored type is not uint64")
    #expect(throws: HDF5Error.self) { _ = try file.openDataset("text", of: Int8.self).read() }
    #expect(throws: HDF5Error.self) { _ = try file.openStringDataset("x").read() }
  }

  @Test func damageUnderAChecksumIsFound() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    let values = (1...64).map { 1 / Double($0) }
    let dataset = try file.createDataset(
      "x", of: Double.self, shape: [64], chunk: [64], filters: [.fletcher32])
    try dataset.write(values)
    try dataset.close()
    try file.close()
    var bytes = contents(of: path)
    // 1/64 as it is stored: the chunk is the only place where it stands.
    let place = try #require(bytes.firstRange(of: [0, 0, 0, 0, 0, 0, 0x90, 0x3F]))
    bytes[place.lowerBound] ^= 1
    write(bytes, to: path)
    let reading = try File.openForReading(at: path).openDataset("x", of: Double.self)
    let error = #expect(throws: HDF5Error.self) { try reading.read() }
    #expect(error?.function == "H5Dread")
  }
}
