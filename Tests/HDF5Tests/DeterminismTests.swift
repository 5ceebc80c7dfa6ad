import Digests
import Glibc
import HDF5
import TestSupport
import Testing

@Suite struct DeterminismTests {
  @Test(arguments: [0, 512, 4096])
  func theSameContentsGiveTheSameBytes(userBlockByteCount: Int) throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    try writeSample(at: path, userBlockByteCount: userBlockByteCount)
    let first = try SHA256Digest.ofFile(at: path)
    for pattern: UInt8 in [0x55, 0xAA, 0xFF] {
      disturbMemory(with: pattern)
      let again = directory.file("again-\(pattern).h5")
      try writeSample(at: again, userBlockByteCount: userBlockByteCount)
      #expect(try SHA256Digest.ofFile(at: again) == first)
    }
  }

  /// The file's name is not in it, nor is the time: a second later the bytes are the same.
  @Test func theClockIsNotInTheFile() throws {
    let directory = TemporaryDirectory()
    try writeSample(at: directory.file("a.h5"))
    sleep(1)
    try writeSample(at: directory.file("another.h5"))
    #expect(contents(of: directory.file("a.h5")) == contents(of: directory.file("another.h5")))
  }
}

/// Leaves a pattern in freed memory and below the stack, where a library that writes memory it
/// never set would find it.
@inline(never) private func disturbMemory(with pattern: UInt8) {
  for size in [16, 24, 64, 200, 512, 2000, 8000, 60000] {
    let blocks = unsafe (0..<64).map { _ in
      UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    }
    for index in unsafe blocks.indices {
      unsafe blocks[index].initializeMemory(as: UInt8.self, repeating: pattern)
    }
    for index in unsafe blocks.indices { unsafe blocks[index].deallocate() }
  }
  overwriteStack(with: pattern, depth: 64)
}

/// Fills 512 bytes of stack in each of `depth` nested calls.
@inline(never) @discardableResult
private func overwriteStack(with pattern: UInt8, depth: Int) -> UInt8 {
  unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 512) { buffer in
    unsafe buffer.initialize(repeating: pattern)
    let inner = depth > 0 ? overwriteStack(with: pattern, depth: depth - 1) : 0
    return unsafe buffer[Int(inner) & 1] ^ inner
  }
}
