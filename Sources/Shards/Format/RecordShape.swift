public import Parameters

/// The sizes of a sweep's columns beyond the number of runs.
public struct RecordShape: Hashable, Sendable {
  /// When the signal w(θ) is kept.
  public enum Signal: Hashable, Sendable {
    /// Not at all: there is no dataset `signal`.
    case never
    /// At the last snapshot: run × entry.
    case last
    /// At every snapshot: run × snapshot × entry.
    case all
  }

  /// Snapshots of the longest run.
  public var snapshotCount: Int
  /// Entries of the longest signal, q; 0 when no signal is kept.
  public var entryCount: Int
  /// When the signal is kept.
  public var signal: Signal
  /// The recorded quantities, in the order of their datasets; every value that nothing computed is a
  /// fill and takes no space.
  public var quantities: [Quantity]

  /// A shape; `entryCount` counts only where a signal is kept.
  public init(
    snapshotCount: Int, entryCount: Int, signal: Signal, quantities: [Quantity]
  ) {
    precondition(snapshotCount >= 1, "a run has at least one snapshot")
    self.snapshotCount = snapshotCount
    self.entryCount = signal == .never ? 0 : entryCount
    self.signal = signal
    self.quantities = quantities
  }

  /// Whether there is a dataset of a quantity.
  public func has(_ quantity: Quantity) -> Bool { quantities.contains(quantity) }

  /// Signal values kept for one run.
  public var signalValuesPerRun: Int {
    switch signal {
    case .never: 0
    case .last: entryCount
    case .all: snapshotCount * entryCount
    }
  }

  /// Bytes that one run takes in a file when every computed quantity is present; four of the frozen
  /// format's are not for any model.
  public var bytesPerRun: Int {
    let computed = max(quantities.count - 4, 0)
    return 8 + 1 + 8 + snapshotCount * 8 * (computed + 1) + signalValuesPerRun * 8
  }
}
