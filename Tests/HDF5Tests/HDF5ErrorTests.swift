import Glibc
import TestSupport
import Testing

@testable import HDF5

@Suite struct HDF5ErrorTests {
  @Test func aMissingFileGivesFunctionPathAndReason() throws {
    let error = #expect(throws: HDF5Error.self) {
      try File.openForReading(at: "/nonexistent/x.h5").close()
    }
    #expect(error?.function == "H5Fopen")
    #expect(error?.object == "/nonexistent/x.h5")
    #expect(error?.frames.first?.function == "H5Fopen")
    #expect(
      error?.description == """
        H5Fopen on /nonexistent/x.h5 failed: unable to open file: name = '/nonexistent/x.h5', \
        errno = 2, error message = 'No such file or directory', flags = 0, o_flags = 0
        """)
  }

  /// The library creates a file, then looks at it; a directory that vanishes in between is a reason
  /// which it does not tell.
  @Test func whatTheLibrarySaysItselfIsTheCause() {
    let told = HDF5Error.Frame(
      function: "H5FD__sec2_open",
      message: "unable to open file: errno = 24, error message = 'Too many open files'")
    let untold = HDF5Error.Frame(
      function: "H5F__build_actual_name", message: "can't retrieve stat info for file")
    func cause(_ frame: HDF5Error.Frame, at path: String) -> String? {
      HDF5Error(function: "H5Fcreate", object: path, frames: [frame])
        .sayingWhatIsMissing(at: path).frames.last?.message
    }
    #expect(cause(told, at: "/nonexistent/x.h5") == told.message)
    #expect(cause(untold, at: "/") == untold.message)
    #expect(cause(untold, at: "/nonexistent/x.h5") == "No such file or directory")
  }

  @Test func aMissingDatasetIsNamed() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    let group = try file.createGroup("g")
    let dataset = #expect(throws: HDF5Error.self) {
      try group.openDataset("loss", of: Double.self).close()
    }
    #expect(dataset?.function == "H5Dopen2")
    #expect(dataset?.object == "\(path):/g/loss")
    #expect(dataset?.description.contains("object 'loss' doesn't exist") == true)
    let missing = #expect(throws: HDF5Error.self) { try file.openGroup("h").close() }
    #expect(missing?.object == "\(path):/h")
  }

  @Test func theSameFailureGivesTheSameError() {
    func failure() -> HDF5Error? {
      do throws(HDF5Error) {
        try File.openForReading(at: "/nonexistent/x.h5").close()
        return nil
      } catch {
        return error
      }
    }
    #expect(failure() == failure())
  }

  @Test func volatilePartsOfAMessageAreRemoved() {
    let message = """
      file write failed: time = Wed Jan  1 00:00:00 2025
      , filename = 'a.h5', file descriptor = 4, errno = 28, error message = 'No space left on \
      device', buf = 0x55d0, total write size = 96, offset = 0
      """
    #expect(
      normalized(message) == """
        file write failed: filename = 'a.h5', errno = 28, \
        error message = 'No space left on device', total write size = 96, offset = 0
        """)
    #expect(normalized("can't open\n  file") == "can't open file")
  }

  /// In a process of its own, whose standard error goes into a file that must stay empty.
  @Test func nothingIsPrintedOnAnyThread() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let log = directory.file("stderr")
      let descriptor = unsafe open(log, O_WRONLY | O_CREAT, 0o644)
      dup2(descriptor, 2)
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            for _ in 0..<20 { try? File.openForReading(at: "/nonexistent/x.h5").close() }
          }
        }
      }
      precondition(contents(of: log).isEmpty, "the library printed")
    }
  }

  /// A full disk, here a limit on the size of files: an error, and the process ends in order.
  @Test func aWriteThatDoesNotFitIsAnError() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      precondition(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let directory = TemporaryDirectory()
      var caught: HDF5Error?
      do throws(HDF5Error) {
        let file = try File.create(at: directory.file("a.h5"))
        let dataset = try file.createDataset("x", of: Double.self, shape: [1000])
        try dataset.write([Double](repeating: 1, count: 1000))
        try dataset.close()
        try file.close()
      } catch {
        caught = error
      }
      precondition(caught?.description.contains("File too large") == true)
    }
  }
}
