import Foundation
import HDF5
import Synchronization
import TestSupport
import Testing

/// A name that another file takes while the file is opened.
@Suite struct FileLookTests {
  private let directory = TemporaryDirectory()

  /// A thread gives the name to one file and to another in turn, sooner or later between the look and
  /// the library's own opening.
  @Test func whatTookTheNameMeanwhileIsRefused() throws {
    let (path, temporary) = (directory.file("name.h5"), directory.file("temporary"))
    let files = [directory.file("a.h5"), directory.file("b.h5")]
    for file in files + [path] { try File.create(at: file).close() }
    let isStopped = Mutex(false)
    let done = DispatchSemaphore(value: 0)
    Thread {
      while !isStopped.withLock({ $0 }) {
        for file in files {
          _ = unsafe link(file, temporary)
          _ = unsafe rename(temporary, path)
        }
      }
      done.signal()
    }.start()
    var refusal: HDF5Error?
    for _ in 0..<100_000 where refusal == nil {
      do throws(HDF5Error) { try File.openForReading(at: path).close() } catch { refusal = error }
    }
    isStopped.withLock { $0 = true }
    done.wait()
    #expect(refusal?.description.contains("another file took the name meanwhile") == true)
  }
}
