import Digests
import FileSystem
import Foundation
import TestSupport
import Testing

/// What is opened for reading: regular files, no larger than they can be.
@Suite struct RegularFileTests {
  private let directory = TemporaryDirectory()

  /// Something of each kind that is no regular file, with its name in messages.
  private func strangers() -> [(path: String, word: String)] {
    let fifo = directory.file("fifo")
    unsafe #expect(mkfifo(fifo, 0o600) == 0)
    let link = directory.file("link")
    unsafe #expect(symlink("fifo", link) == 0)
    return [
      (fifo, "a FIFO"), (link, "a FIFO"), (directory.path, "a directory"),
      ("/dev/zero", "a device"), ("/dev/null", "a device"), (socket(), "a socket"),
    ]
  }

  private func socket() -> String {
    let path = directory.file("s")
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let code = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, size)
      }
    }
    #expect(code == 0, "\(path) fits a socket's name")
    return path
  }

  @Test func whatIsNoRegularFileIsRefusedAtOnceAndByName() throws {
    for (path, word) in strangers() {
      let reason = "\(path): this is \(word), not a regular file"
      #expect(throws: FileError.self) { try Files.read(path) }
      let reads: [() throws -> Void] = [
        { _ = try Files.read(path) }, { _ = try Files.read(path, atMost: 10) },
        { _ = try SHA256Digest.ofFile(at: path) },
        { try Files.copy(path, to: directory.file("copy")) },
      ]
      for read in reads {
        do {
          try read()
          Issue.record("\(path) was read")
        } catch {
          #expect("\(error)" == reason)
        }
      }
    }
    #expect(try !Files.exists(directory.file("copy")))
  }

  @Test func aFileThatIsNotThereIsAnErrorOfTheSystem() {
    let error = #expect(throws: FileError.self) { try Files.read(directory.file("none")) }
    #expect(error?.code == ENOENT && error?.finding == nil)
  }

  /// A hole takes no room on the disk, but would in memory.
  @Test func aLargeHoleIsRefusedBeforeItIsRead() throws {
    let path = directory.file("hole")
    try Files.create(path, containing: [1, 2, 3])
    unsafe #expect(truncate(path, 1 << 40) == 0)
    #expect(throws: FileError.self) { try Files.read(path) }
    #expect(try Files.read(path, atMost: 4) == [1, 2, 3, 0])
  }

  @Test func aFileMayBeAsLargeAsTheLimitAndNotLarger() throws {
    let path = directory.file("f")
    try Files.create(path, containing: [1, 2, 3])
    #expect(try Files.read(path, limit: 3) == [1, 2, 3])
    let error = #expect(throws: FileError.self) { try Files.read(path, limit: 2) }
    #expect(error?.description.contains("at most 2") == true)
    // The kernel does not say how long its own files are.
    #expect(throws: FileError.self) { try Files.read("/proc/self/status", limit: 100) }
    #expect(try !Files.read("/proc/self/status").isEmpty)
  }

  @Test func aCopyHasTheBytesAndReplacesInOneStep() throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let (source, target) = (directory.file("a"), directory.file("b"))
    try Files.create(source, containing: bytes)
    try Files.create(target, containing: [1])
    try Files.copy(source, to: target)
    #expect(try Files.read(target) == bytes)
    #expect(try Files.names(in: directory.path) == ["a", "b"])
  }
}
