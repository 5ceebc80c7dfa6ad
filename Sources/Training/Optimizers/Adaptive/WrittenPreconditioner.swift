import Formulas

/// S(v) of a run as its sweep file writes it, number by number in double precision.
public struct WrittenPreconditioner: Sendable {
  private let program: ElementProgram
  /// The values of the constants in their order.
  private let constants: [Double]

  init(_ formula: Formula, constants names: [String], _ value: (_ name: String) -> Double) {
    program = ElementProgram(
      formula.graph, outputs: [formula.result], inputs: ["v"] + names)
    constants = names.map(value)
  }

  /// S of each number.
  ///
  /// - Parameter v: Any numbers.
  /// - Returns: As many; NaN where S is no positive number.
  public func callAsFunction(_ v: [Double]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(v.count)
    for first in stride(from: 0, to: v.count, by: 8) {
      var eight = SIMD8<Double>(repeating: v[first])
      for k in 0..<min(8, v.count - first) { eight[k] = v[first + k] }
      let metric: SIMD8<Double> = program.evaluate { registers in
        registers[0] = eight
        for (index, constant) in constants.enumerated() {
          registers[1 + index] = SIMD8(repeating: constant)
        }
      }
      for k in 0..<min(8, v.count - first) {
        result.append(metric[k] > 0 && metric[k].isFinite ? metric[k] : .nan)
      }
    }
    return result
  }
}
