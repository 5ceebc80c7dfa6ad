import HDF5
import TestSupport
import Testing

@Suite struct ThreadTests {
  @Test func tasksWriteFilesOfTheirOwnAtTheSameTime() async throws {
    let directory = TemporaryDirectory()
    let paths = (0..<8).map { directory.file("\($0).h5") }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for path in paths {
        group.addTask {
          try writeSample(at: path)
          try readSample(at: path)
        }
      }
      try await group.waitForAll()
    }
    let first = contents(of: paths[0])
    for path in paths.dropFirst() { #expect(contents(of: path) == first) }
  }

  @Test func aHandleMayMoveToAnotherTask() async throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let dataset = try file.createDataset("x", of: Int64.self, shape: [3])
    try dataset.write([1, 2, 3])
    let values = try await Task.detached { try dataset.read() }.value
    #expect(values == [1, 2, 3])
  }
}
