internal import Parameters
public import Shards
public import Sweeps
internal import Training

extension RecordShape {
  /// The sizes of the columns of a sweep: its longest series and its longest signal.
  public init(_ specification: Specification) {
    let signal: RecordShape.Signal =
      switch specification.record.signal {
      case .never: .never
      case .last: .last
      case .all: .all
      }
    self.init(
      snapshotCount: specification.record.snapshotCount,
      entryCount: specification.subgrids.map(\.longestSignal).max() ?? 0, signal: signal,
      quantities: RecordedQuantities.chosen(by: specification.record))
  }
}

extension Subgrid {
  /// q of the largest model.
  fileprivate var longestSignal: Int {
    func values(_ path: String) -> [Value] {
      parameters.first { $0.path == path }?.values.extremes ?? []
    }
    let words = values(Block.kind(of: Block.model))
    let model = Registry.models.first { words.contains(.text($0.kind.name)) }
    let largest = (model?.kind as? any SizedKind.Type)?.size { path in
      values(path).compactMap(\.asInteger).max().map(Value.integer) ?? values(path).first
    }
    return Int(clamping: largest?.entries ?? 0)
  }
}

extension ParameterValues {
  /// The values among which the largest is: all that are listed, or the ends of a range.
  fileprivate var extremes: [Value] {
    if case .list(let values) = self { values } else { [self[0], self[count - 1]] }
  }
}
