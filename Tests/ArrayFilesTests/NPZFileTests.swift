import Foundation
import Testing

@testable import ArrayFiles

/// Archives that NumPy wrote; see Tests/Fixtures/arrays/remake.py.
@Suite struct NPZFileTests {
  private func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/arrays")
    return [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  private let integers = (-6..<6).map(Double.init)

  @Test(arguments: ["stored.npz", "deflated.npz"])
  func everyTypeOfNumberIsRead(name: String) throws {
    let file = try NPZFile(bytes(name))
    #expect(NPZFile.isClaimed(by: try bytes(name)))
    let thirds = integers.map { $0 / 3 }
    let expected: [String: NumberArray] = [
      "f8": NumberArray(shape: [3, 4], values: thirds),
      "f4": NumberArray(shape: [3, 4], values: thirds.map { Double(Float($0)) }),
      "f2": NumberArray(shape: [5], values: [0, -0.5, 0x1p-24, 65504, 1 + 0x1p-10]),
      "i1": NumberArray(shape: [3, 4], values: integers),
      "i8": NumberArray(shape: [3, 4], values: integers.map { $0 * 1e12 }),
      "u2": NumberArray(shape: [2], values: [0, 65535]),
      "bool": NumberArray(shape: [3, 4], values: integers.map { $0 > 0 ? 1 : 0 }),
      "big": NumberArray(shape: [3, 4], values: thirds),
      "fortran": NumberArray(shape: [2, 3, 4], values: (0..<24).map(Double.init)),
      "number": NumberArray(shape: [], values: [2.5]),
      "empty": NumberArray(shape: [0, 3], values: []),
    ]
    #expect(Set(file.names) == Set(expected.keys))
    for (name, array) in expected { #expect(try file.array(name) == array, "\(name)") }
  }

  @Test func otherTypesAreNamed() throws {
    let file = try NPZFile(bytes("others.npz"))
    for (name, word) in [("complex", "<c16"), ("text", "<U1"), ("fields", "fields")] {
      do throws(ArrayFileError) {
        _ = try file.array(name)
        Issue.record("\(name) is no array of numbers")
      } catch {
        #expect(error.array == name && error.reason.contains(word))
      }
    }
  }

  @Test func textsAreReadWhereTheyAreAskedFor() throws {
    #expect(try NPZFile(bytes("others.npz")).texts("text").allSatisfy { $0.count == 1 })
    let file = try NPZFile(bytes("stored.npz"))
    do throws(ArrayFileError) {
      _ = try file.texts("u2")
      Issue.record("numbers are no texts")
    } catch {
      #expect(error.array == "u2" && error.reason.contains("<u2"))
    }
  }

  @Test func whatIsNotWholeIsAnError() throws {
    #expect(throws: ArrayFileError.self) { try NPZFile(bytes("cut.npz")).array("a") }
    #expect(throws: ArrayFileError.self) { try NPZFile(bytes("nonsense.npz")).array("a") }
    #expect(throws: ArrayFileError.self) { try NPZFile(bytes("nonsense.npz")).array("b") }
    let packed = try bytes("bzip2.npz")
    do throws(ArrayFileError) {
      _ = try NPZFile(packed).array("a")
      Issue.record("bzip2 is not known")
    } catch {
      #expect(error.reason.contains("method 12"))
    }
  }

  /// Every end and every byte in turn: an error, or the same numbers, never a crash.
  @Test(arguments: ["stored.npz", "deflated.npz"])
  func damageIsAnError(name: String) throws {
    let whole = try bytes(name)
    let first = try NPZFile(whole).array("f8")
    for count in stride(from: 0, to: whole.count, by: 97) {
      #expect(throws: ArrayFileError.self) { try NPZFile(Array(whole[..<count])).array("f8") }
    }
    var found = 0
    for index in stride(from: 0, to: whole.count, by: 7) {
      var bytes = whole
      bytes[index] ^= 0x15
      do throws(ArrayFileError) {
        #expect(try NPZFile(bytes).array("f8").values.count <= first.values.count)
      } catch {
        found += 1
      }
    }
    #expect(found > 20, "bytes of this array, its header and the directory were among them")
  }
}
