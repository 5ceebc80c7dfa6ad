private import FoundationEssentials

/// A sweep, decoded: what to run and what to record, with every default filled in.
///
/// Equal specifications give equal results files. The canonical form orders constants by name and
/// keeps axes in the order of the file, because that order is the order of the runs.
public struct Specification: Hashable, Sendable, Codable {
  /// The sweep's name.
  public var name: String
  /// The question that the sweep answers.
  public var question: String?
  /// Further text for the reader.
  public var description: String?
  /// The union of grids, in file order; never empty.
  public var subgrids: [Subgrid]
  /// What each run records, and when.
  public var record: RecordPlan

  /// Decodes a sweep file.
  ///
  /// - Parameters:
  ///   - text: The file's content, YAML.
  ///   - source: The file's path as messages should show it.
  ///   - overrides: Values from the command line, applied in order.
  /// - Throws: All mistakes of the file at once.
  public init(
    yaml text: String, source: String, overrides: [Override] = []
  ) throws(SpecificationError) {
    self = try SpecificationDecoder.decode(text: text, source: source, overrides: overrides)
  }

  init(
    name: String, question: String?, description: String?, subgrids: [Subgrid], record: RecordPlan
  ) {
    self.name = name
    self.question = question
    self.description = description
    self.subgrids = subgrids
    self.record = record
  }

  /// The specification as JSON with sorted keys; equal specifications give equal bytes.
  public var canonicalJSON: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self))
    } catch {
      preconditionFailure("a specification holds finite numbers and text only: \(error)")
    }
  }

  /// Reads what ``canonicalJSON`` wrote.
  public init(canonicalJSON bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(Specification.self, from: Data(bytes))
  }
}

/// One grid of the union: constants, and axes whose product it is.
public struct Subgrid: Hashable, Sendable, Codable {
  /// A parameter with its values.
  public struct Axis: Hashable, Sendable, Codable {
    /// Block and key, `optimizer.step_size`.
    public var path: String
    /// The axis' values; one for a constant.
    public var values: ParameterValues
  }

  /// Parameters with one value, ordered by path.
  public var constants: [Axis]
  /// Axes that separate lane-batches, slowest first.
  public var uniformAxes: [Axis]
  /// Axes that fill lanes, slowest first; faster than every uniform one.
  public var varyingAxes: [Axis]
}
