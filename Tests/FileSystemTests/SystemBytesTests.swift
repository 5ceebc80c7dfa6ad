import FileSystem
import TestSupport
import Testing

@Suite struct SystemBytesTests {
  /// Names of UTF-8 are the text that they say.
  @Test(arguments: [
    "", "out/sweep", "é", "e\u{301}", "δ ∈ ℝ", "a\u{1F9EA}b", "\u{10FFFF}", "a\tb\n",
  ])
  func namesInUTF8AreTheirText(text: String) {
    let name = String(systemBytes: Array(text.utf8))
    #expect(Array(name.utf8) == Array(text.utf8))
    #expect(name.systemBytes == Array(text.utf8))
  }

  @Test(
    arguments: [
      [0xE9], [0x72, 0xE9, 0x73], [0xFF], [0x80], [0xC3], [0x61, 0xC3, 0x28], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xAF], [0xE2, 0x82], [0xF0, 0x9F, 0x92, 0x2F],
      // What other names become.
      [0xF4, 0x8F, 0xBB, 0xA9], [0xF4, 0x8F, 0xBA, 0x80], [0x61, 0xF4, 0x8F, 0xBB, 0xBF, 0xE9],
    ] as [[UInt8]])
  func otherNamesKeepTheirBytes(bytes: [UInt8]) {
    let name = String(systemBytes: bytes)
    #expect(name.systemBytes == bytes)
    #expect(!name.unicodeScalars.contains("\u{FFFD}"))
    #expect(name.systemCString == bytes.map(CChar.init(bitPattern:)) + [0])
  }

  /// A byte and the text of the scalar that stands for it stay two names.
  @Test func noTwoNamesBecomeOne() {
    let byte = String(systemBytes: [0xE9])
    #expect(String(systemBytes: Array(byte.utf8)) != byte)
  }

  @Test func randomBytesComeBack() {
    var generator = SplitMix64(seed: 15)
    for _ in 0..<5000 {
      // Lead bytes of long sequences are more frequent than among random bytes.
      let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0...255, using: &generator)
          : [0xF4, 0x8F, 0xBA, 0xBB, 0xBF, 0x80, 0xE9, 0x2F].randomElement(using: &generator)!
      }
      #expect(String(systemBytes: bytes).systemBytes == bytes)
    }
  }

  /// The file operations use the very bytes.
  @Test func filesHaveTheNamesThatWereGiven() throws {
    let directory = TemporaryDirectory()
    let folder = directory.path + "/" + String(systemBytes: [0x72, 0xE9])
    try Files.makeDirectory(folder + "/deeper")
    let path = folder + "/" + String(systemBytes: [0x66, 0xFF])
    try Files.create(path, containing: [1])
    #expect(try Files.names(in: folder) == ["deeper", Files.name(of: path)])
    try Files.replace(path, with: [2, 3])
    try Files.append(path, [4])
    #expect(try Files.read(path) == [2, 3, 4])
    #expect(try Files.readStream(path, atMost: 2) == [2, 3])
    #expect(try Files.size(of: path) == 3)
    #expect(try Files.kind(of: path) == .file)
    let second = folder + "/" + String(systemBytes: [0xE9])
    #expect(try Files.link(path, as: second))
    #expect(try Files.identity(of: second) == Files.identity(of: path))
    try Files.rename(second, to: second + "x")
    try Files.remove(path)
    #expect(
      try Files.names(in: folder).map(\.systemBytes) == [Array("deeper".utf8), [0xE9, 0x78]])
    #expect(try Files.names(in: directory.path).map(\.systemBytes) == [[0x72, 0xE9]])
    // Foundation, which removes the directory, knows no such names.
    try Files.remove(second + "x")
    Files.removeDirectory(ifEmpty: folder + "/deeper")
    Files.removeDirectory(ifEmpty: folder)
  }

  /// A slash before a combining mark is a slash.
  @Test func slashesAreBytes() {
    #expect(Files.directory(of: "a/\u{301}b") == "a")
    #expect(Files.name(of: "a/\u{301}b").unicodeScalars.elementsEqual("\u{301}b".unicodeScalars))
    #expect(Files.isAbsolute("/\u{301}b"))
    #expect(Files.directory(of: "/a") == "/" && Files.directory(of: "a") == ".")
  }
}
