internal import Parameters
internal import Shards
internal import Sweeps
internal import Training

/// What is wrong with what a sweep records, given its runs.
enum RecordFaults {
  /// HDF5 writes the array of a run in one piece, of less than 4 GiB.
  private static let mostNumbers = (1 << 32) / 8 - 1

  /// All mistakes; the way to each goes from the block `record`.
  static func of(_ specification: Specification) -> [KindError] {
    guard specification.record.parameters != nil else { return [] }
    guard let runs = specification.runsOfAllSizes else {
      return [
        KindError(
          "the sizes of model and data have more than \(Specification.mostSizes) combinations",
          at: ["parameters"], hint: "use fewer, or sweeps of their own")
      ]
    }
    return arrayFaults(specification.record, runs)
  }

  private static func arrayFaults(_ plan: RecordPlan, _ runs: [Run]) -> [KindError] {
    let path = ["parameters"]
    guard let blocks = plan.blocks(of: runs) else {
      let all = runs.flatMap(\.model.layout.blocks)
      let other = all.first { block in
        all.contains { $0.name == block.name && $0.shape.count != block.shape.count }
      }
      return [
        KindError(
          "the block \(other?.name ?? "") has not as many axes in every run", at: path,
          hint: "give the blocks different names")
      ]
    }
    let shape = RecordShape(snapshotCount: plan.snapshotCount, arrays: blocks, quantities: [])
    guard let largest = blocks.max(by: { $0.doubleCount < $1.doubleCount }),
      largest.doubleCount * Double(largest.isSeries ? shape.snapshotCount : 1)
        > Double(mostNumbers)
    else { return [] }
    return [
      KindError(
        "the block \(largest.axisNames.isEmpty ? "" : largest.name) of a run takes more than 4 GiB",
        at: path, hint: "parameters: last, or fewer snapshots")
    ]
  }
}

extension RecordedArray {
  /// Its numbers of a snapshot, which may be more than can be counted.
  fileprivate var doubleCount: Double { lengths.reduce(1) { $0 * Double($1) } }
}
