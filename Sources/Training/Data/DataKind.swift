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
  /// Samples of the test set.
  public var testSampleCount = 0
  /// Standard deviation of what is added to drawn targets for good.
  public var targetNoise = 0.0
  /// The fraction of drawn targets whose sign is turned for good.
  public var flipped = 0.0

  init(origin: Origin, sampleCount: Int) {
    (self.origin, self.sampleCount) = (origin, sampleCount)
  }
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
