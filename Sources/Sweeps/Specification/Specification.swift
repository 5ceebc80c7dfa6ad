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
  /// Runs of the sub-grids that are left out, in file order.
  public var exclusions: [Exclusion]
  /// What each run records, and when.
  public var record: RecordPlan
  /// The files that sub-grids take their data from, by the digest that `data.path` holds.
  public var problems: [String: ProblemSummary]

  /// Decodes a sweep file.
  ///
  /// - Parameters:
  ///   - text: The file's content, YAML.
  ///   - source: The file's path as messages should show it.
  ///   - overrides: Values from the command line, applied in order.
  ///   - schema: The keys that it may hold.
  ///   - problem: Looks into a file of data. It gets the path as the sweep file has it, once for
  ///     each path; what it finds wrong is reported at the path's place. By default no file can be
  ///     read.
  /// - Throws: All mistakes of the file at once.
  public init(
    yaml text: String, source: String, overrides: [Override] = [], schema: Schema,
    problem: (_ path: String) -> Result<ProblemSummary, ProblemFileMistake> = Self.noFile
  ) throws(SpecificationError) {
    self = try SpecificationDecoder.decode(
      text: text, source: source, overrides: overrides, schema: schema, problem: problem)
  }

  /// Answers that a file cannot be read, whichever it is.
  public static func noFile(_ path: String) -> Result<ProblemSummary, ProblemFileMistake> {
    .failure(ProblemFileMistake(message: "'\(path)' cannot be read here"))
  }

  init(
    name: String, question: String?, description: String?, subgrids: [Subgrid],
    exclusions: [Exclusion], record: RecordPlan, problems: [String: ProblemSummary]
  ) {
    self.name = name
    self.question = question
    self.description = description
    self.subgrids = subgrids
    self.exclusions = exclusions
    self.record = record
    self.problems = problems
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

extension Specification {
  private enum CodingKeys: CodingKey {
    case name
    case question
    case description
    case subgrids
    case exclusions
    case record
    case problems
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    question = try container.decodeIfPresent(String.self, forKey: .question)
    description = try container.decodeIfPresent(String.self, forKey: .description)
    subgrids = try container.decode([Subgrid].self, forKey: .subgrids)
    exclusions = try container.decodeIfPresent([Exclusion].self, forKey: .exclusions) ?? []
    record = try container.decode(RecordPlan.self, forKey: .record)
    problems =
      try container.decodeIfPresent([String: ProblemSummary].self, forKey: .problems) ?? [:]
    guard hasPossibleNumbers else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no sweep has these numbers"))
    }
  }

  /// Writes every property that says something; a sweep without exclusions has none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(question, forKey: .question)
    try container.encodeIfPresent(description, forKey: .description)
    try container.encode(subgrids, forKey: .subgrids)
    if !exclusions.isEmpty { try container.encode(exclusions, forKey: .exclusions) }
    try container.encode(record, forKey: .record)
    if !problems.isEmpty { try container.encode(problems, forKey: .problems) }
  }
}
