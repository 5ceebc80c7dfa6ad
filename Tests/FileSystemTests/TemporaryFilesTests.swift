import FileSystem
import Foundation
import TestSupport
import Testing

@Suite struct TemporaryFilesTests {
  /// A name that somebody else has by now is not taken away when a signal ends the program.
  @Test func onlyTheFileThatWasAddedIsRemoved() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let (own, lost, other) = (
        directory.file("own"), directory.file("lost"), directory.file("other")
      )
      for path in [own, lost] {
        try Files.create(path, containing: [1])
        TemporaryFiles.add(path, identity: try Files.identity(of: path))
      }
      try Files.create(other, containing: [2])
      try Files.rename(other, to: lost)
      TemporaryFiles.removeAll()
      precondition(!FileManager.default.fileExists(atPath: own))
      precondition(FileManager.default.fileExists(atPath: lost))
    }
  }
}
