import HDF5
import TestSupport
import Testing

@Suite struct DamagedFileTests {
  /// Cut anywhere, the file does not open: its superblock says how long it is.
  @Test func aTruncatedFileIsAnError() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    try writeSample(at: path)
    let bytes = contents(of: path)
    let lengths = [0, 1, 7, 8, 47, 48, 96, 500, 800, 2000, bytes.count / 2, bytes.count - 1]
    for length in lengths {
      let cut = directory.file("cut-\(length).h5")
      write(bytes.prefix(length), to: cut)
      let error = #expect(throws: HDF5Error.self, "\(length) bytes") {
        try File.openForReading(at: cut).close()
      }
      #expect(error?.function == "H5Fopen")
    }
  }

  @Test func aFileOfSomethingElseIsAnError() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    write(Array("axes:\n  step_size: [0.1, 0.2]\n".utf8), to: path)
    #expect(throws: HDF5Error.self) { try File.openForReading(at: path).close() }
  }

  /// The superblock, 48 bytes at the start, ends in a checksum of itself.
  @Test func aFlippedBitInTheSuperblockIsAnError() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    try writeSample(at: path)
    let bytes = contents(of: path)
    for index in 0..<48 {
      var damaged = bytes
      damaged[index] ^= 0x10
      let name = directory.file("flip-\(index).h5")
      write(damaged, to: name)
      #expect(throws: HDF5Error.self, "byte \(index)") { try readSample(at: name) }
    }
  }

  /// Damage elsewhere may go unseen or be an error; it does not end the process.
  @Test func flippedBytesWithoutVariableTextsNeverCrash() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      try writeSample(at: directory.file("a.h5"), withVariableTexts: false)
      let bytes = contents(of: directory.file("a.h5"))
      var errors = 0
      for index in stride(from: 0, to: bytes.count, by: 41) {
        var damaged = bytes
        damaged[index] ^= 0xFF
        let name = directory.file("flip-\(index).h5")
        write(damaged, to: name)
        do { try readSample(at: name, withVariableTexts: false) } catch { errors += 1 }
      }
      precondition(errors > 0, "no damage was found at all")
    }
  }
}
