public import Parameters

/// Data from a user's file, by the digest of its content.
struct FileData: DataKind {
  static let name = "file"
  static let parameters: [Parameter] = [.problem, .outputs]

  let source: DataSource

  init(_ values: borrowing Values) {
    var source = DataSource(
      origin: .file(digest: values.text(.problem)), sampleCount: values.integer(.samples))
    source.outputCount = values.integer(ifGiven: .outputs) ?? 1
    self.source = source
  }

  static func faults(in values: borrowing Values) -> [KindError] { outputFaults(in: values) }
}

extension Parameter {
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
