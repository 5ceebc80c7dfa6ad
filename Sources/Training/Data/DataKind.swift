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
  /// The fraction of drawn targets whose sign or class is turned for good.
  public var flipped = 0.0
  /// Which start of a file's several, from 0; nil for none of them.
  public var start: Int? = 0
  /// C, the predictions of a sample: the classes of a loss that takes them.
  public var outputCount = 1

  init(origin: Origin, sampleCount: Int) {
    (self.origin, self.sampleCount) = (origin, sampleCount)
  }
}

extension DataKind {
  /// What is wrong with a number of outputs beside the loss.
  static func outputFaults(in values: borrowing Values) -> [KindError] {
    let word = values.kind(of: Block.loss)
    guard values.integer(ifGiven: .outputs) ?? 1 > 1,
      let loss = word.map({ Registry.losses.entry(named: $0) }) ?? Registry.losses[0],
      !loss.takesClasses
    else { return [] }
    return [
      KindError(
        "loss '\(loss.kind.name)' takes one output of a sample", at: [Parameter.outputs.key],
        hint: "loss: cross-entropy")
    ]
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

  /// C, the predictions of a sample, which are those of its classes.
  public static let outputs = Parameter(
    "outputs", .integer(1...Parameter.mostOutputs), longName: "outputs of a sample, its classes",
    symbol: "K", role: .problem, default: .integer(1)
  ).with {
    $0.synonyms = ["classes"]
    $0.applies = .lacks(
      .ownInputs, block: Block.model, otherwise: .init(hint: "remove it; the model has one output"))
    $0.entersCost = true
    $0.column = Column(absence: .value(.integer(1)))
    $0.since = 3
  }

  /// More outputs than any data have.
  public static let mostOutputs = 100_000
}
