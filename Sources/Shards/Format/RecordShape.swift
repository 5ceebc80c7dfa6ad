public import Parameters

/// The sizes of a sweep's columns beyond the number of runs.
public struct RecordShape: Hashable, Sendable {
  /// Snapshots of the longest run.
  public var snapshotCount: Int
  /// The arrays that are kept, in the order of their datasets.
  public var arrays: [RecordedArray]
  /// The recorded quantities, in the order of their datasets; every value that nothing computed is a
  /// fill and takes no space.
  public var quantities: [Quantity]

  /// A shape.
  public init(snapshotCount: Int, arrays: [RecordedArray] = [], quantities: [Quantity]) {
    precondition(snapshotCount >= 1, "a run has at least one snapshot")
    self.snapshotCount = snapshotCount
    self.arrays = arrays
    self.quantities = quantities
  }

  /// The names of datasets that are neither parameters nor quantities.
  public static let reservedNames = [
    DatasetName.run, DatasetName.snapshot, DatasetName.entry, DatasetName.status,
    DatasetName.divergedAtStep, DatasetName.step, DatasetName.slowStartStep,
    DatasetName.projectionStatus, DatasetName.signal, DatasetName.completeness,
    DatasetName.stoppedAt,
  ]

  /// Whether there is a dataset of a quantity.
  public func has(_ quantity: Quantity) -> Bool { quantities.contains(quantity) }

  /// The vectors that the sweep file writes itself, in the order of their datasets.
  public var vectors: [Quantity] {
    arrays.compactMap { if case .own(let quantity) = $0.content { quantity } else { nil } }
  }

  /// The array of a content; nil where it is not kept.
  func array(of content: RecordedArray.Content) -> RecordedArray? {
    arrays.first { $0.content == content }
  }

  /// Whether rows of both fit into one column of each array: the signal is kept at the same snapshots by
  /// both, or by neither, and blocks by those that have them.
  public func keepsArrays(like other: RecordShape) -> Bool {
    [RecordedArray](joining: [arrays, other.arrays]) != nil
      && (array(of: .signal) == nil) == (other.array(of: .signal) == nil)
  }

  /// Numbers of arrays that are kept of one run.
  public var arrayValuesPerRun: Int {
    arrays.reduce(0) { $0 + $1.count(ofSnapshots: snapshotCount) }
  }

  /// Bytes that one run takes in a file when every computed quantity is present; four of the frozen
  /// format's are not for any model.
  public var bytesPerRun: Int {
    let computed = max(quantities.count - 4, 0)
    return 8 + 1 + 8 + snapshotCount * 8 * (computed + 1) + arrayValuesPerRun * 8
  }
}
