public import Digests
public import Shards
public import Sweeps

extension Manifest {
  /// The manifest of a sweep to be run by this version of the program.
  public init(
    specification: Specification, grid: Grid, shards: ShardTable,
    problemNames: [String: String] = [:]
  ) {
    self.init(
      specification: specification, grid: grid, shards: shards, problemNames: problemNames,
      numericsVersion: specification.numericsVersion)
  }

  /// Whether this program gives the sweep the bits that it was computed with.
  public var isOfThisProgram: Bool { numericsVersion == specification.numericsVersion }

  /// The digest of a sweep to be run by this version of the program.
  public static func digest(of specification: Specification) -> SHA256Digest {
    digest(of: specification, numerics: specification.numericsVersion)
  }
}
