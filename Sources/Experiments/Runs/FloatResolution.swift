internal import Parameters
public import Sweeps
internal import Training

/// What float32 cannot resolve.
public enum FloatResolution {
  /// The smallest 1 − β₂ below half an ulp of 1 in a float32 sweep; nil when all are resolved.
  public static func smallestUnresolved(in specification: Specification) -> Double? {
    specification.subgrids.filter(hasFloat32).flatMap(smallestOneMinusBeta2)
      .filter { $0 < 0x1p-24 }.min()
  }

  private static func hasFloat32(_ subgrid: Subgrid) -> Bool {
    subgrid.parameters.contains { parameter in
      parameter.path == Parameter.precision.path(in: nil)
        && (0..<parameter.values.count).contains { parameter.values[$0] == .text("float32") }
    }
  }

  /// The smallest values of the parameters that set 1 − β₂.
  private static func smallestOneMinusBeta2(_ subgrid: Subgrid) -> [Double] {
    func ends(_ parameter: Parameter) -> [Double] {
      subgrid.parameters.filter { $0.path == parameter.path(in: Block.optimizer) }.flatMap {
        [$0.values[0], $0.values[$0.values.count - 1]].compactMap(\.asReal)
      }
    }
    return ends(.oneMinusBeta2) + ends(.beta2).map { 1 - $0 }
  }
}
