public import Parameters

/// Data from a user's file, by the digest of its content.
struct FileData: DataKind {
  static let name = "file"
  static let parameters: [Parameter] = [.problem, .start, .outputs]

  let source: DataSource

  init(_ values: borrowing Values) {
    var source = DataSource(
      origin: .file(digest: values.text(.problem)), sampleCount: values.integer(.samples))
    source.outputCount = values.integer(ifGiven: .outputs) ?? 1
    // Whoever does not ask for a start has the identity of earlier sweeps.
    if let start = values.peek(.start), start != Parameter.start.defaultValue {
      _ = values.value(.start)
      source.start = start.asInteger
    }
    self.source = source
  }

  static func faults(in values: borrowing Values) -> [KindError] { outputFaults(in: values) }
}

extension Parameter {
  /// Which of the starts of a file.
  public static let start = Parameter(
    "start", .integerOrWord(0...mostEntries, "none"),
    longName: "start of the file's, counted from 0; −1 for none of them", symbol: "start",
    role: .seed, default: .integer(0)
  ).with {
    $0.column = Column("file_start", absence: .value(.integer(0)))
    $0.since = 3
  }

  /// The file, by the digest of its content.
  public static let problem = Parameter(
    "path", .path, longName: "SHA-256 of the file that holds the problem", symbol: "problem",
    role: .problem, isRequired: true
  ).with {
    $0.brings = [
      .samples,
      .inputs.with {
        $0.applies = .lacks(
          .ownInputs, block: Block.model, otherwise: .init(isMistake: false))
      },
      .inputRows.with {
        $0.applies = .lacks(
          .ownInputs, block: Block.model, otherwise: .init(isMistake: false))
      },
    ]
    $0.entersCost = true
    $0.mayFollow = true
    $0.column = Column("problem", place: 7, absence: .label(.text("none")))
  }
}
