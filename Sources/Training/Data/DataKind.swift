public import Parameters

/// Data of the sweep file.
protocol DataKind: Kind {
  /// Where they come from.
  var source: DataSource { get }
}

/// Where design, targets and truth come from.
public struct DataSource: Hashable, Sendable {
  /// How they are had.
  public enum Origin: Hashable, Sendable {
    /// Drawn from the data seed.
    case drawn(design: DesignKind)
    /// A user's file, by the SHA-256 of its content.
    case file(digest: String)
  }

  /// How they are had.
  public let origin: Origin
  /// Samples n.
  public let sampleCount: Int
}

extension Parameter {
  /// n.
  public static let samples = Parameter(
    "samples", .integer(1...mostEntries), longName: "samples n", symbol: "n", role: .problem,
    isRequired: true
  ).with {
    $0.synonyms = ["n"]
    $0.entersCost = true
    $0.part = .samples
    $0.column = Column(place: 10, followsKind: false)
  }
}
