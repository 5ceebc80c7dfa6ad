public import Parameters
internal import Theory
internal import Training

/// The quantities that results may have: those of training's observables, and those that are seen after
/// projection.
public enum RecordedQuantities {
  /// All of them in the order of columns.
  public static let all =
    (Registry.observables.flatMap(\.quantities) + ManifoldObservables.quantities).inOrderOfColumns

  /// The last format whose quantities every sweep has.
  private static let frozenFormat = 2

  /// The quantities of a sweep: those of the frozen format, and later ones where it asks for them.
  ///
  /// - Parameters:
  ///   - names: What it asks for.
  ///   - quantities: Those that there are, in the order of columns.
  /// - Returns: Those that it has, in that order.
  public static func chosen(
    _ names: [String], among quantities: [Quantity] = all
  ) -> [Quantity] {
    quantities.filter { $0.since <= frozenFormat || names.contains($0.name) }
  }
}
