internal import Parameters
internal import Shards

/// Median and quartiles of a quantity at the end of some runs: the one computation that sentences,
/// tables and figures have their numbers from.
///
/// All runs that were computed count. One that has no value though others of its assignment have
/// one, as it diverged or could not be projected, counts as the worst: medians of those that
/// survived would flatter what lost the others.
struct FinalSummary: Hashable {
  /// Infinite where so many runs were lost; nil where the quantity is not known of these runs.
  let quartiles: Quartiles?
  /// Runs that were computed.
  let runCount: Int
  /// Those of them that have no value.
  let lostCount: Int

  /// The median; NaN where the variable is not known.
  var median: Double { quartiles?.median ?? .nan }

  /// The summary of values, one for each run that took all steps, and of runs that diverged.
  ///
  /// - Parameters:
  ///   - values: NaN where a run has none, infinite where it is known to have none.
  ///   - divergedCount: Runs that diverged.
  ///   - worst: What a lost run counts as.
  init(_ values: [Double], divergedCount: Int, worst: Double = .infinity) {
    runCount = values.count + divergedCount
    // What no run knows was not asked for.
    guard values.contains(where: { !$0.isNaN }) || values.isEmpty && divergedCount > 0 else {
      quartiles = nil
      lostCount = divergedCount
      return
    }
    lostCount = divergedCount + values.count { !$0.isFinite }
    quartiles = Quartiles(
      values.map { $0.isFinite ? $0 : worst } + Array(repeating: worst, count: divergedCount))
  }
}

extension Grouping {
  /// The summary of a quantity at the end of a group's runs.
  func summary(
    of quantity: Quantity?, in group: RunGroup, mapped: (Double) -> Double = { $0 }
  ) -> FinalSummary {
    FinalSummary(
      group.okRows.map { mapped(table.final(quantity, ofRun: $0)) },
      divergedCount: group.divergedCount, worst: quantity?.worst ?? .infinity)
  }

  /// The summary of the quantity that has a use.
  func summary(
    of use: Quantity.Use, in group: RunGroup, mapped: (Double) -> Double = { $0 }
  ) -> FinalSummary {
    summary(of: table.quantity(use), in: group, mapped: mapped)
  }
}

extension Quantity {
  /// What a lost run counts as in a median.
  var worst: Double {
    switch better {
    case .larger: 0
    case .smaller: .infinity
    }
  }
}
