import FileSystem
import Foundation
import TestSupport
import Testing

@testable import Experiments

/// Damaged problem files: every one is read or refused, none crashes or hangs.
@Suite struct ProblemFuzzTests {
  private let directory = TemporaryDirectory()

  @Test func everyDamagedProblemIsReadOrRefused() throws {
    let good = directory.file("good.h5")
    let shapes = [("design", [4, 6]), ("targets", [4]), ("w_star", [6]), ("theta0", [12])]
    try writeProblem(
      shapes.map { name, shape in
        (name, shape, (0..<shape.reduce(1, *)).map { Double($0) - 3 })
      }, to: good)
    _ = try ProblemFile(reading: good)

    let bytes = try Files.read(good)
    let path = directory.file("damaged.h5")
    var mutate = Mutation(seed: 1)
    for _ in 0..<Mutation.count(or: 500) {
      // Without waiting for the disk.
      try Data(mutate(bytes)).write(to: URL(filePath: path))
      do throws(ProblemFileError) {
        let problem = try ProblemFile(reading: path)
        #expect(problem.design.count == problem.sampleCount * problem.signalCount)
      } catch {
        #expect(error.description.contains("damaged.h5"))
      }
    }
  }
}
