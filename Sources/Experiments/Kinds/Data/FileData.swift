internal import Parameters
internal import Training

/// Data from a user's file, by the digest of its content.
struct FileData: DataKind {
  static let name = "file"
  static let path = Parameter(
    "path", .path, longName: "SHA-256 of the file that holds the problem", symbol: "problem",
    role: .problem, isRequired: true
  ).with {
    $0.brings = [.samples]
    $0.entersCost = true
    $0.mayFollow = true
    $0.column = Column("problem", place: 7, absence: .label(.text("none")))
  }
  static let parameters = [path]

  let sampleCount: Int
  private let digest: String

  init(_ values: borrowing Values) {
    digest = values.text(Self.path)
    sampleCount = values.integer(.samples)
  }

  func source(truth: () -> GeneratedTruth) -> Run.Source { .file(digest: digest) }
}
