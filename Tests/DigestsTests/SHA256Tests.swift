import Digests
import FileSystem
import Glibc
import TestSupport
import Testing

@Suite struct SHA256Tests {
  /// Messages and digests of FIPS 180-2, appendix B, and of the empty message.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func publishedVectorsAreMet(message: String, digest: String) {
    #expect(SHA256Digest.of(message).description == digest)
  }

  @Test(arguments: [1, 3, 63, 64, 65, 1000])
  func piecesGiveTheDigestOfTheWhole(pieceByteCount: Int) {
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var hasher = SHA256Hasher()
    for start in stride(from: 0, to: bytes.count, by: pieceByteCount) {
      let piece = bytes[start..<min(start + pieceByteCount, bytes.count)]
      hasher.update(Array(piece))
      hasher.update([])
    }
    #expect(hasher.finalize() == SHA256Digest.of(bytes))
  }

  @Test func memorySpanAndArrayAgree() {
    let bytes: [UInt8] = [1, 2, 3]
    var hasher = SHA256Hasher()
    unsafe bytes.withUnsafeBytes { unsafe hasher.update($0) }
    #expect(hasher.finalize() == SHA256Digest.of(bytes.span))
    var empty = SHA256Hasher()
    unsafe empty.update(UnsafeRawBufferPointer(start: nil, count: 0))
    #expect(empty.finalize() == SHA256Digest.of(""))
  }

  @Test func hexDigitsComeBack() {
    let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(SHA256Digest(hex: text) == SHA256Digest.of("abc"))
    #expect(SHA256Digest(hex: text.uppercased()) == SHA256Digest.of("abc"))
    #expect(SHA256Digest(bytes: SHA256Digest.of("abc").bytes) == SHA256Digest.of("abc"))
    #expect(SHA256Digest(hex: text.dropLast()) == nil)
    #expect(SHA256Digest(hex: text.dropLast() + "g") == nil)
    #expect(SHA256Digest(hex: text + "0") == nil)
    #expect(SHA256Digest(bytes: [1, 2, 3]) == nil)
  }
}

@Suite struct SHA256FileTests {
  private let temporary = TemporaryDirectory()

  /// Longer than two buffers of 1 MiB.
  @Test func aFileHasTheDigestOfItsBytes() throws {
    let bytes = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    let path = temporary.file("bytes")
    try Files.create(path, containing: bytes)
    #expect(try SHA256Digest.ofFile(at: path) == SHA256Digest.of(bytes))
    #expect(
      try SHA256Digest.ofFile(at: path, from: 512) == SHA256Digest.of(Array(bytes[512...])))
    for count in [0, 1, 1 << 20, 1_048_577, 2_499_990, 3_000_000] {
      let part = Array(bytes[10..<min(10 + count, bytes.count)])
      #expect(
        try SHA256Digest.ofFile(at: path, from: 10, maximumByteCount: count)
          == SHA256Digest.of(part))
    }
    #expect(try SHA256Digest.ofFile(at: path, from: 9_999_999) == SHA256Digest.of(""))
  }

  @Test func anEmptyFileHasTheDigestOfNothing() throws {
    let path = temporary.write("", to: "empty")
    #expect(try SHA256Digest.ofFile(at: path) == SHA256Digest.of(""))
  }

  @Test func whatCannotBeReadIsAnError() {
    #expect(throws: FileError(operation: "open", path: "/nonexistent/x", code: ENOENT)) {
      try SHA256Digest.ofFile(at: "/nonexistent/x")
    }
    let directory = FileError(
      operation: "open", path: "/tmp", code: EISDIR,
      finding: "this is a directory, not a regular file")
    #expect(throws: directory) { try SHA256Digest.ofFile(at: "/tmp") }
    let error = FileError(operation: "open", path: "/nonexistent/x", code: ENOENT)
    #expect(error.description == "/nonexistent/x: open: No such file or directory")
  }

  @Test func aNegativeOffsetTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = try? SHA256Digest.ofFile(at: "/dev/null", from: -1)
    }
  }
}
