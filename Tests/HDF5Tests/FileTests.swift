import HDF5
import TestSupport
import Testing

@Suite struct FileTests {
  @Test func aFileThatExistsIsKeptUnlessTruncated() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let first = try File.create(at: path)
    try first.createGroup("g").close()
    try first.close()
    let error = #expect(throws: HDF5Error.self) { try File.create(at: path).close() }
    #expect(error?.function == "H5Fcreate")
    #expect(error?.object == path)
    #expect(try File.openForReading(at: path).linkNames() == ["g"])
    try File.create(at: path, ifItExists: .truncate).close()
    #expect(try File.openForReading(at: path).linkNames() == [])
  }

  @Test func closeFailsWhileADatasetIsOpen() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    let dataset = try file.createDataset("x", of: Int8.self, shape: [1])
    let error = closeError(file)
    #expect(error?.function == "H5Fclose")
    #expect(error?.object == "\(path):/")
    #expect(error?.frames.last?.message == "can't close file, there are objects still open")
    try dataset.close()
  }

  @Test func closeFailsWhileAGroupIsOpen() throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let group = try file.createGroup("g")
    #expect(closeError(file)?.function == "H5Fclose")
    try group.close()
  }

  @Test func linksAreListedInOrder() throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let names = (0..<40).map { "x\(($0 * 7) % 40)" }
    for name in names { try file.createGroup(name).close() }
    #expect(try file.linkNames() == names.sorted())
    let group = try file.openGroup("x7")
    #expect(try group.linkNames() == [])
    try group.createDataset("inner", of: Int8.self, shape: []).close()
    #expect(try file.exists("x7/inner"))
    #expect(try file.exists("x7"))
    #expect(try !file.exists("x7/outer"))
    #expect(try !file.exists("y/inner"))
    #expect(throws: HDF5Error.self) { try file.createGroup("x7").close() }
  }

  @Test(arguments: [512, 1024, 65536])
  func aUserBlockIsLeftAlone(byteCount: Int) throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    try writeSample(at: path, userBlockByteCount: byteCount)
    var bytes = contents(of: path)
    #expect(bytes.prefix(byteCount).allSatisfy { $0 == 0 })
    #expect(Array(bytes[byteCount..<byteCount + 4]) == [0x89] + Array("HDF".utf8))
    bytes.replaceSubrange(
      0..<byteCount, with: (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) })
    write(bytes, to: path)
    try readSample(at: path)
  }

  @Test func aWriterDoesNotLockReadersOut() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    try file.setAttribute("x", Int64(1))
    try file.flush()
    // A second writer in this process is refused by the library's own table of open files, so the
    // kernel is asked: nobody may hold a lock.
    #expect(lockIsFree(path))
    try file.close()
  }

  @Test func aReadOnlyFileIsNotChanged() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    try writeSample(at: path)
    let before = contents(of: path)
    do {
      let file = try File.openForReading(at: path)
      #expect(throws: HDF5Error.self) { try file.setAttribute("new", Int64(1)) }
      #expect(throws: HDF5Error.self) { try file.createGroup("new").close() }
    }
    #expect(contents(of: path) == before)
  }

  @Test func theLibraryIsThreadSafe() {
    #expect(HDF5Library.isThreadSafe)
    #expect(HDF5Library.version.split(separator: ".").count == 3)
  }
}

/// The error of closing a file, or nil; a closure cannot consume what it captures.
private func closeError(_ file: consuming File) -> HDF5Error? {
  do throws(HDF5Error) {
    try file.close()
    return nil
  } catch {
    return error
  }
}
