public import Parameters
internal import Sweeps
internal import Theory
internal import Training

/// The quantities that results may have: those of training's observables, and those that are seen after
/// projection.
public enum RecordedQuantities {
  /// All of them in the order of columns.
  public static let all =
    (Registry.observables.flatMap(\.quantities) + ManifoldObservables.quantities).inOrderOfColumns

  /// The quantities that a plan records, in the order of columns: those of the frozen format and those
  /// that it asks for beside, or those that it asks for alone with the clock.
  static func chosen(by plan: RecordPlan, among quantities: [Quantity] = all) -> [Quantity] {
    quantities.filter { quantity in
      if let only = plan.only {
        return only.contains(quantity.name) || quantity.use == .time
          || plan.also?.contains(quantity.name) ?? false
      }
      return quantity.since <= Schema.frozenFormat || plan.also?.contains(quantity.name) ?? false
    }
  }
}
