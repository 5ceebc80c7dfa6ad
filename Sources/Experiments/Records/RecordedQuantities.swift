public import Parameters
internal import Shards
internal import Sweeps
internal import Theory
internal import Training

/// The quantities that results may have: those of training's observables, and those that are seen after
/// projection.
public enum RecordedQuantities {
  /// All of them in the order of columns.
  public static let all =
    (Registry.observables.flatMap(\.quantities) + ManifoldObservables.quantities
    + NormalCurvature.quantities).inOrderOfColumns

  /// What a plan may ask for: all of them, and those that have a column for each block.
  static let words = all + BlockNorm.allCases.map(\.quantity)

  /// The norms of blocks that a plan asks for.
  static func norms(of plan: RecordPlan) -> [BlockNorm] {
    BlockNorm.allCases.filter { norm in
      [plan.only, plan.also].contains { $0?.contains(norm.quantity.name) ?? false }
    }
  }

  /// The quantities that a plan records, in the order of columns: those of the frozen format and those
  /// that it asks for beside, or those that it asks for alone with the clock; then norms of blocks, and
  /// what the sweep file writes itself.
  static func chosen(by plan: RecordPlan, ofBlocks blocks: [RecordedArray]) -> [Quantity] {
    let ofBlocks = norms(of: plan).flatMap { norm in
      blocks.compactMap { array -> Quantity? in
        guard case .block(let name) = array.content else { return nil }
        return norm.column(ofBlock: name, rank: array.lengths.count)
      }
    }
    return chosen(by: plan) + ofBlocks + (plan.formulas ?? []).map(\.quantity)
  }

  /// Those of some quantities that a plan records.
  static func chosen(by plan: RecordPlan, among quantities: [Quantity] = all) -> [Quantity] {
    quantities.filter(plan.records)
  }
}

extension RecordPlan.Formula {
  /// Its column.
  var quantity: Quantity {
    // Its lines without comments, in one.
    let lines = text.unicodeScalars.split(separator: "\n").map { line in
      line.prefix { $0 != "#" }.split { [" ", "\t", "\r"].contains($0) }.map(String.init)
        .joined(separator: " ")
    }
    let longName = lines.filter { !$0.isEmpty }.joined(separator: "; ")
    return Quantity(name, longName: longName, head: name).with {
      ($0.since, $0.isMarked) = (3, false)
    }
  }
}
