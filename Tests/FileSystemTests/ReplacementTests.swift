import FileSystem
import Glibc
import TestSupport
import Testing

@Suite struct ReplacementTests {
  private let directory = TemporaryDirectory()

  /// Nothing but a file gives way to a file, and what is there stays, with nothing beside it.
  @Test(arguments: [Files.Kind.link, .pipe, .directory, .socket])
  func onlyFilesAreReplaced(kind: Files.Kind) throws {
    let path = directory.file("name")
    try make(kind, path)
    let error = #expect(throws: FileError.self) { try Files.replace(path, with: [1]) }
    #expect(error?.description == "\(path): replace \(kind.words): File exists")
    #expect(try Files.kind(of: path) == kind)
    #expect(try Files.names(in: directory.path) == ["name"] + (kind == .link ? ["target"] : []))
  }

  @Test func filesAndFreeNamesAreReplaced() throws {
    let path = directory.file("name")
    try Files.replace(path, with: [1])
    try Files.replace(path, with: [2])
    #expect(try Files.read(path) == [2])
  }

  @Test func kindsAreTold() throws {
    #expect(try Files.kind(of: "/dev/null") == .device)
    #expect(try Files.kind(of: directory.file("nothing")) == nil)
    try make(.link, directory.file("link"))
    #expect(try Files.kind(behind: directory.file("link")) == .file)
    #expect(try Files.kind(behind: "/dev/null") == .device)
    #expect(Files.isRoot("/..") && !Files.isRoot(directory.path) && !Files.isRoot(""))
  }

  private func make(_ kind: Files.Kind, _ path: String) throws {
    switch kind {
    case .link:
      try Files.create(directory.file("target"), containing: [0])
      #expect(unsafe symlink(directory.file("target"), path) == 0)
    case .pipe: #expect(unsafe mkfifo(path, 0o600) == 0)
    case .directory: try Files.makeDirectory(path)
    case .socket: #expect(unsafe mknod(path, S_IFSOCK | 0o600, 0) == 0)
    default: break
    }
  }
}
