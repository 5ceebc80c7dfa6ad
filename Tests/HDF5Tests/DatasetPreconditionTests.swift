import HDF5
import TestSupport
import Testing

@Suite struct DatasetPreconditionTests {
  @Test func aWrongNumberOfValuesTraps() async {
    await #expect(processExitsWith: .failure) {
      let directory = TemporaryDirectory()
      let file = try File.create(at: directory.file("a.h5"))
      let dataset = try file.createDataset("x", of: Double.self, shape: [3])
      try dataset.write([1, 2])
    }
  }

  @Test func aPartialRowTraps() async {
    await #expect(processExitsWith: .failure) {
      let directory = TemporaryDirectory()
      let file = try File.create(at: directory.file("a.h5"))
      let dataset = try file.createDataset("x", of: Double.self, shape: [3, 2], chunk: [1, 2])
      try dataset.write([1, 2, 3], rows: 0..<2)
    }
  }

  @Test func rowsBehindTheEndTrap() async {
    await #expect(processExitsWith: .failure) {
      let directory = TemporaryDirectory()
      let file = try File.create(at: directory.file("a.h5"))
      let dataset = try file.createDataset("x", of: Double.self, shape: [3])
      _ = try dataset.read(rows: 2..<4)
    }
  }

  @Test func rowsOfAScalarTrap() async {
    await #expect(processExitsWith: .failure) {
      let directory = TemporaryDirectory()
      let file = try File.create(at: directory.file("a.h5"))
      let dataset = try file.createDataset("x", of: Double.self, shape: [])
      _ = try dataset.read(rows: 0..<1)
    }
  }

  @Test func aChunkOfAnotherRankTraps() async {
    await #expect(processExitsWith: .failure) {
      let directory = TemporaryDirectory()
      let file = try File.create(at: directory.file("a.h5"))
      _ = try file.createDataset("x", of: Double.self, shape: [3, 2], chunk: [3]).shape()
    }
  }

  @Test func filtersWithoutAChunkTrap() async {
    await #expect(processExitsWith: .failure) {
      let directory = TemporaryDirectory()
      let file = try File.create(at: directory.file("a.h5"))
      _ = try file.createDataset("x", of: Double.self, shape: [3], filters: [.fletcher32]).shape()
    }
  }

  @Test func anOddUserBlockTraps() async {
    await #expect(processExitsWith: .failure) {
      let directory = TemporaryDirectory()
      _ = try File.create(at: directory.file("a.h5"), userBlockByteCount: 600).linkNames()
    }
  }

  /// The bodies above end without a trap when their mistake is taken out.
  @Test func correctUseExitsWithSuccess() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let file = try File.create(at: directory.file("a.h5"), userBlockByteCount: 512)
      let dataset = try file.createDataset(
        "x", of: Double.self, shape: [3, 2], chunk: [3, 2], filters: [.fletcher32])
      try dataset.write([1, 2, 3, 4], rows: 0..<2)
      _ = try dataset.read(rows: 1..<3)
    }
  }
}
