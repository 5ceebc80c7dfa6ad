public import Parameters

/// The keys of `batches`: which samples a step sees, whatever perturbs it; see ``Sampling``.
///
/// The block has one kind, which is never written.
public struct BatchKeys: Kind {
  /// `minibatch`.
  public static let name = "minibatch"
  /// B, and how the samples are drawn.
  public static let parameters: [Parameter] = [.batchSize, .sampling]
  /// A batch is said once, and its samples are there.
  public static let constraints: [Constraint] = [
    .atMost(
      Parameter.batchSize.path(in: Block.batches), Parameter.samples.path(in: Block.data),
      fit: "% samples", hint: "size is at most samples, or full"),
    .batchIsSaidOnce,
  ]
  /// 3.
  public static let since = 3

  /// Which samples a step sees; nil for all, or for what the noise says.
  public let sampling: Sampling?

  /// What a sweep file says.
  public init(_ values: borrowing Values) {
    guard let size = values.integer(ifGiven: .batchSize) else {
      sampling = nil
      return
    }
    sampling =
      switch values.text(.sampling) {
      case Self.withoutReplacement: .withoutReplacement(size)
      case Self.shuffled: .shuffled(size)
      default: .withReplacement(size)
      }
  }

  fileprivate static let withReplacement = "with-replacement"
  fileprivate static let withoutReplacement = "without-replacement"
  fileprivate static let shuffled = "shuffle"
}

extension Parameter {
  /// B.
  public static let batchSize = Parameter(
    "size", .integerOrWord(1...Parameter.mostEntries, "full"), longName: "samples B of a batch",
    symbol: "B", role: .tuned, default: .text("full")
  ).with {
    $0.synonyms = ["batch", "batch_size", "b"]
    $0.entersCost = true
    $0.mayFollow = true
    // Every run has a label, also where its noise says B.
    $0.column = nil
    $0.since = 3
  }

  /// How the samples of a batch are drawn.
  public static let sampling = Parameter(
    "sampling",
    .choice([BatchKeys.withReplacement, BatchKeys.withoutReplacement, BatchKeys.shuffled]),
    longName: "how the samples of a batch are drawn", role: .method,
    default: .text(BatchKeys.withReplacement)
  ).with {
    $0.synonyms = ["order"]
    $0.wordSynonyms = ["shuffled": BatchKeys.shuffled, "epochs": BatchKeys.shuffled]
    $0.column = Column(absence: .value(.text(BatchKeys.withReplacement)))
    $0.since = 3
  }
}

extension Constraint {
  /// B stands in `batches` or in `noise`.
  fileprivate static let batchIsSaidOnce = Constraint(
    [Parameter.batchSize.path(in: Block.batches), Parameter.batch.path(in: Block.noise)]
  ) { corners in
    corners.contains { $0.allSatisfy { $0.asInteger != nil } }
      ? [
        Mistake(
          "the samples of a batch are said twice, by 'batches' and by 'noise'",
          hint: "remove noise.batch")
      ] : []
  }
}
