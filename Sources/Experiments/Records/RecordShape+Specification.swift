internal import Parameters
public import Shards
public import Sweeps
internal import Training

extension RecordShape {
  /// The sizes of the columns of a sweep: its longest series, its longest signal and its largest blocks.
  ///
  /// - Precondition: The specification passed its checks, so a block has as many axes in every run.
  public init(_ specification: Specification) {
    let plan = specification.record
    var arrays: [RecordedArray] = []
    if plan.signal != .never {
      let longest = specification.subgrids.map(\.longestSignal).max() ?? 0
      arrays.append(RecordedArray(.signal, lengths: [longest], isSeries: plan.signal == .all))
    }
    var blocks: [RecordedArray] = []
    if plan.namesBlocks {
      guard let runs = specification.runsOfAllSizes, let found = plan.blocks(of: runs) else {
        preconditionFailure("a checked specification has blocks that fit into columns")
      }
      blocks = found
    }
    if plan.parameters != nil { arrays += blocks }
    let vectors = plan.vectors(of: specification) ?? []
    arrays += vectors
    if plan.averages != nil {
      arrays += vectors.compactMap { vector in
        guard case .own(let quantity) = vector.content else { return nil }
        return RecordedArray(.own(quantity.averaged), lengths: vector.lengths, isSeries: true)
      }
    }
    if plan.end != nil { arrays.append(RecordedArray(.stoppedAt, lengths: [], isSeries: false)) }
    self.init(
      snapshotCount: plan.snapshotCount, arrays: arrays,
      quantities: RecordedQuantities.chosen(by: plan, ofBlocks: blocks, vectors: vectors))
  }
}

extension RecordPlan {
  /// Whether columns are those of blocks.
  var namesBlocks: Bool { parameters != nil || !RecordedQuantities.norms(of: self).isEmpty }

  /// The blocks of θ with the largest lengths in any of some runs, in the order of their first run; nil
  /// where one has not as many axes everywhere.
  func blocks(of runs: [Run]) -> [RecordedArray]? {
    [RecordedArray](
      joining: runs.map { run in
        run.model.layout.blocks.map {
          RecordedArray(.block($0.name), lengths: $0.shape, isSeries: parameters == .all)
        }
      })
  }
}

extension RecordPlan {
  /// The formulas that are vectors, with the largest length in any run, in the order of the file; nil where one is
  /// a vector in some runs and a number in others.
  func vectors(of specification: Specification) -> [RecordedArray]? {
    guard let formulas, let runs = specification.runsOfAllSizes else { return [] }
    var seen: Set<OwnNames.Key> = []
    let different = runs.map { specification.names(of: $0) }.filter { seen.insert($0.key).inserted }
    let joined = [RecordedArray](
      joining: different.map { names in
        formulas.map { formula in
          let lengths = OwnQuantities.lengths(of: formula.text, over: names()) ?? []
          return RecordedArray(.own(formula.quantity), lengths: lengths, isSeries: true)
        }
      })
    return joined?.filter { !$0.lengths.isEmpty }
  }
}

extension Specification {
  /// More combinations than are looked at.
  static let mostSizes = 1024

  /// One run for each combination of what may decide sizes, whole numbers, words and files of model and
  /// data; nil where they are more than ``mostSizes``.
  var runsOfAllSizes: [Run]? {
    var runs: [Run] = []
    for subgrid in subgrids {
      let points = subgrid.points(atMost: Self.mostSizes - runs.count) { parameter in
        let isOfProblem = [Block.model, Block.data].contains { parameter.path.hasPrefix("\($0).") }
        return switch parameter.values[0] {
        case .integer, .text: isOfProblem
        case .real, .seed: false
        }
      }
      guard let points else { return nil }
      runs += points.map { Run($0) }
    }
    return runs
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
