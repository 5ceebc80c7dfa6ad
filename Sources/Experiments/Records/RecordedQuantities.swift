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
  /// what the sweep file writes itself, but for its vectors.
  static func chosen(
    by plan: RecordPlan, ofBlocks blocks: [RecordedArray], vectors: [RecordedArray]
  ) -> [Quantity] {
    let own = (plan.formulas ?? []).map(\.quantity).filter { quantity in
      !vectors.contains { $0.content == .own(quantity) }
    }
    let ofBlocks = norms(of: plan).flatMap { norm in
      blocks.compactMap { array -> Quantity? in
        guard case .block(let name) = array.content else { return nil }
        return norm.column(ofBlock: name, rank: array.lengths.count)
      }
    }
    let quantities = chosen(by: plan) + ofBlocks + own
    return quantities + (plan.averages == nil ? [] : averaged(quantities))
  }

  /// What is recorded at the average of θ of what is recorded at θ.
  static func averaged(_ quantities: [Quantity]) -> [Quantity] {
    quantities.filter { !notOfTheta.contains($0.name) }.map(\.averaged)
  }

  /// Names of quantities that are not of θ alone, or are seen after a projection of θ.
  private static let notOfTheta = Set(
    (Registry.observables.filter { !$0.isOfParameters }.flatMap(\.quantities)
      + ManifoldObservables.quantities).map(\.name))

  /// All that a file may have by name: quantities, and those at the average of θ.
  public static let known = all + averaged(all)

  /// Those of some quantities that a plan records.
  static func chosen(by plan: RecordPlan, among quantities: [Quantity] = all) -> [Quantity] {
    quantities.filter(plan.records)
  }
}

extension Quantity {
  /// What the names of quantities at the average of θ end with.
  static let averagedSuffix = "_averaged"

  /// The same at the average of θ.
  var averaged: Quantity {
    with {
      $0.name += Self.averagedSuffix
      $0.longName += ", at the averaged θ"
      $0.symbol += " (averaged θ)"
      $0.label += " at the averaged θ"
      $0.head = head.map { "\($0) av." }
      ($0.place, $0.use, $0.since) = (nil, .column, 3)
    }
  }
}

extension RecordPlan.Averages {
  /// What is averaged.
  var average: ParameterAverage? { decay.map { .decay($0) } ?? tail.map { .tail($0) } }
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
