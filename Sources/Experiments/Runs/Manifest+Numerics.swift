public import Digests
internal import Parameters
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
      inputNames: specification.problems.compactMapValues(\.inputNames),
      formatVersion: specification.formatVersion, numericsVersion: specification.numericsVersion)
  }

  /// Whether this program gives the sweep the bits that it was computed with.
  public var isOfThisProgram: Bool { numericsVersion == specification.numericsVersion }

  /// The digest of a sweep to be run by this version of the program.
  public static func digest(of specification: Specification) -> SHA256Digest {
    digest(
      of: specification, format: specification.formatVersion,
      numerics: specification.numericsVersion)
  }
}

extension Specification {
  /// The format that the sweep needs: the latest among those that brought its keys, kinds and
  /// quantities.
  ///
  /// A program that knows no such format refuses the sweep, and does not pass over what it cannot do.
  public var formatVersion: Int {
    let quantities = RecordedQuantities.chosen(by: record).map(\.since)
    let isChosen =
      record.also != nil || record.only != nil || record.parameters != nil || record.formulas != nil
      || record.end != nil || record.averages != nil
    return quantities.reduce(max(Language.schema.format(of: self), isChosen ? 3 : 0), max)
  }
}
