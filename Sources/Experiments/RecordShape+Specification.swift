public import Shards
public import Sweeps

extension RecordShape {
  /// The sizes of the columns of a sweep: its longest series and its longest signal.
  public init(_ specification: Specification) {
    let signal: RecordShape.Signal =
      switch specification.record.signal {
      case .never: .never
      case .last: .last
      case .all: .all
      }
    let dimensions = specification.subgrids.flatMap { subgrid in
      (subgrid.constants + subgrid.uniformAxes).filter { $0.path == "model.dimension" }
        .flatMap { axis in [axis.values[0], axis.values[axis.values.count - 1]] + axis.listed }
    }
    self.init(
      snapshotCount: specification.record.snapshotCount,
      entryCount: dimensions.compactMap(\.asReal).map { Int($0) }.max() ?? 0, signal: signal)
  }
}

extension Subgrid.Axis {
  /// The values where they are listed in no particular order.
  fileprivate var listed: [Value] {
    if case .list(let values) = values { values } else { [] }
  }
}
