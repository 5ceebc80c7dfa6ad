/// The arrays of a file of `numpy.savez` or `numpy.savez_compressed`.
public struct NPZFile {
  private let archive: ZIPArchive

  /// The names of the arrays, in the order of the file.
  public let names: [String]

  private static let ending = ".npy"

  /// Whether bytes begin as such a file does.
  public static func isClaimed(by bytes: [UInt8]) -> Bool { ZIPArchive.isClaimed(by: bytes) }

  /// Looks at the bytes of a file.
  ///
  /// - Throws: ``ArrayFileError`` for what is no archive, or not whole.
  public init(_ bytes: [UInt8]) throws(ArrayFileError) {
    archive = try ZIPArchive(bytes)
    names = archive.names.map { name in
      name.hasSuffix(Self.ending) ? String(name.dropLast(Self.ending.count)) : name
    }
    guard names.count == Set(names).count else {
      throw ArrayFileError("two arrays have one name")
    }
  }

  /// An array of a name in ``names``, in the order of C.
  ///
  /// - Throws: ``ArrayFileError`` for one that is damaged, or no numbers.
  public func array(_ name: String) throws(ArrayFileError) -> NumberArray {
    try NPYArray(archive.contents(of: name + Self.ending), name: name).numbers()
  }

  /// The texts of an array of one axis.
  ///
  /// - Throws: ``ArrayFileError`` for one that is damaged, or no texts.
  public func texts(_ name: String) throws(ArrayFileError) -> [String] {
    try NPYArray(archive.contents(of: name + Self.ending), name: name).texts()
  }
}
