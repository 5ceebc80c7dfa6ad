public import Parameters

/// An array that is kept of each run, at its last snapshot or at all of them.
///
/// Runs may have arrays of other lengths: the column has the longest, and the rest is NaN.
public struct RecordedArray: Hashable, Sendable {
  /// What is kept.
  public enum Content: Hashable, Sendable {
    /// w(θ).
    case signal
    /// The block of θ with this name.
    case block(String)
    /// The step at which a run ended before its last one.
    case stoppedAt
    /// A vector that the sweep file writes itself; see ``Quantity`` for when two are the same.
    case own(Quantity)
  }

  /// What is kept.
  public let content: Content
  /// The length of each axis behind run and snapshot: `[q]` of the signal, `[h, d]` of a matrix, none of
  /// a number; three at most.
  public var lengths: [Int]
  /// Whether it is kept at every snapshot: run × snapshot × …, and not run × ….
  public var isSeries: Bool

  /// An array of a content.
  ///
  /// - Precondition: A signal has one axis, a block three at most.
  public init(_ content: Content, lengths: [Int], isSeries: Bool) {
    precondition(content == .signal ? lengths.count == 1 : lengths.count <= 3)
    precondition(content != .stoppedAt || lengths.isEmpty && !isSeries)
    if case .own = content { precondition(lengths.count <= 1 && isSeries) }
    (self.content, self.lengths, self.isSeries) = (content, lengths, isSeries)
  }

  /// What the datasets of blocks begin with, and no other.
  static let blockPrefix = "theta_"

  /// What a dataset of this name holds; nil for a quantity, a vector of the sweep file's own, or a parameter.
  public static func content(ofDataset name: String) -> Content? {
    if name == DatasetName.signal { return .signal }
    if name == DatasetName.stoppedAt { return .stoppedAt }
    return name.hasPrefix(blockPrefix) ? .block(String(name.dropFirst(blockPrefix.count))) : nil
  }

  /// The dataset's name: `signal`, or `theta_W` of block `W`.
  public var name: String {
    switch content {
    case .signal: DatasetName.signal
    case .block(let block): Self.blockPrefix + block
    case .stoppedAt: DatasetName.stoppedAt
    case .own(let quantity): quantity.name
    }
  }

  /// The dimension of a vector that the sweep file writes itself.
  static func axisName(ofVector name: String) -> String { "\(name)_index" }

  /// The dimensions behind run and snapshot: `entry`, `W_0` and `W_1` of block `W`, or `s_index` of the sweep
  /// file's own vector `s`.
  public var axisNames: [String] {
    switch content {
    case .signal: [DatasetName.entry]
    case .block(let block): lengths.indices.map { "\(block)_\($0)" }
    case .stoppedAt: []
    case .own(let quantity): lengths.map { _ in Self.axisName(ofVector: quantity.name) }
    }
  }

  /// What may stand beside the dimensions: the names of their places.
  public var namesOfNames: [String] { axisNames.map(DatasetName.names) }

  /// What its dataset says of itself.
  var meaning: ColumnMeaning {
    switch content {
    case .signal: ColumnMeaning(longName: "signal w(θ)", symbol: "w", role: .record)
    case .block(let block):
      ColumnMeaning(longName: "parameters \(block)", symbol: block, role: .record)
    case .stoppedAt:
      ColumnMeaning(
        longName: "step at which the run ended before its last one", symbol: "stopped at",
        role: .record)
    case .own(let quantity):
      ColumnMeaning(longName: quantity.longName, symbol: quantity.symbol, role: .record)
    }
  }

  /// What the coordinate of an axis says of itself.
  func longName(ofAxis axis: Int) -> String {
    switch content {
    case .signal: "entry j of the signal w"
    case .block(let block): "index \(axis) of \(block)"
    case .own(let quantity): "index of \(quantity.name)"
    case .stoppedAt: preconditionFailure("a step has no axes")
    }
  }

  /// Numbers of one snapshot.
  public var count: Int { lengths.reduce(1, *) }

  /// Numbers of a run.
  func count(ofSnapshots snapshotCount: Int) -> Int { isSeries ? snapshotCount * count : count }

  /// Calls `body` with each row along the last axis that this array has in common with one of other
  /// lengths: the first element in either, row-major, and how many there are.
  ///
  /// - Precondition: Both have as many axes.
  func forEachCommonRow(
    with others: [Int], _ body: (_ own: Int, _ other: Int, _ count: Int) -> Void
  ) {
    precondition(lengths.count == others.count, "\(name) has as many axes everywhere")
    let (own, other) = (Self.threeAxes(lengths), Self.threeAxes(others))
    for i in 0..<min(own[0], other[0]) {
      for j in 0..<min(own[1], other[1]) {
        body(
          (i * own[1] + j) * own[2], (i * other[1] + j) * other[2], min(own[2], other[2]))
      }
    }
  }

  private static func threeAxes(_ lengths: [Int]) -> [Int] {
    Array(repeating: 1, count: 3 - lengths.count) + lengths
  }
}

extension [RecordedArray] {
  /// The arrays of some sweeps or models with the longest lengths of each; nil where one has not as many
  /// axes everywhere, or is not kept at the same snapshots.
  public init?(joining lists: some Sequence<[RecordedArray]>) {
    self = []
    for array in lists.joined() {
      guard let index = firstIndex(where: { $0.content == array.content }) else {
        append(array)
        continue
      }
      guard self[index].isSeries == array.isSeries,
        self[index].lengths.count == array.lengths.count
      else { return nil }
      self[index].lengths = zip(self[index].lengths, array.lengths).map { Swift.max($0, $1) }
    }
  }
}
