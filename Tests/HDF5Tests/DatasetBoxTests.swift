import HDF5
import TestSupport
import Testing

@Suite struct DatasetBoxTests {
  @Test(arguments: [nil, [1, 2, 3]])
  func aBoxGoesWhereItBelongsAndTouchesNothingElse(chunk: [Int]?) throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let dataset = try file.createDataset(
      "x", of: Int32.self, shape: [2, 3, 4], chunk: chunk, fill: -1)
    try dataset.write([1, 2, 3, 4], start: [1, 1, 2], extents: [1, 2, 2])
    var expected = [Int32](repeating: -1, count: 24)
    for (index, place) in [18, 19, 22, 23].enumerated() { expected[place] = Int32(index + 1) }
    #expect(try dataset.read() == expected)
    try dataset.write([], start: [0, 0, 0], extents: [0, 3, 4])
    #expect(try dataset.read() == expected)
    try dataset.close()
    try file.close()
  }

  @Test func aBoxBeyondTheDatasetTraps() async {
    await #expect(processExitsWith: .failure) {
      let directory = TemporaryDirectory()
      let file = try File.create(at: directory.file("a.h5"))
      let dataset = try file.createDataset("x", of: Int32.self, shape: [2, 3])
      try dataset.write([1, 2], start: [1, 2], extents: [1, 2])
    }
  }

  @Test func aBoxOfAnotherSizeThanItsValuesTraps() async {
    await #expect(processExitsWith: .failure) {
      let directory = TemporaryDirectory()
      let file = try File.create(at: directory.file("a.h5"))
      let dataset = try file.createDataset("x", of: Int32.self, shape: [2, 3])
      try dataset.write([1, 2, 3], start: [0, 0], extents: [1, 2])
    }
  }
}
