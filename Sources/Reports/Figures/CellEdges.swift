/// The edges of cells around given values: midway between neighbours, on the axis's scale.
struct CellEdges {
  private var ranges: [Double: ClosedRange<Double>] = [:]

  /// The edges of ascending, distinct values; a single one has a cell of about its own size.
  init(of values: [Double], isLogarithmic: Bool) {
    for (index, value) in values.enumerated() {
      let lower =
        index > 0
        ? Self.middle(values[index - 1], value, isLogarithmic)
        : Self.outer(value, beyond: values.dropFirst().first, isLogarithmic, isUpper: false)
      let upper =
        index + 1 < values.count
        ? Self.middle(value, values[index + 1], isLogarithmic)
        : Self.outer(value, beyond: values.dropLast().last, isLogarithmic, isUpper: true)
      ranges[value] = min(lower, upper)...max(lower, upper)
    }
  }

  /// The cell of one of the values.
  subscript(value: Double) -> ClosedRange<Double> { ranges[value] ?? value...value }

  private static func middle(_ a: Double, _ b: Double, _ isLogarithmic: Bool) -> Double {
    isLogarithmic ? (a * b).squareRoot() : (a + b) / 2
  }

  /// The outermost edge lies as far out as the inner one of the same value.
  private static func outer(
    _ value: Double, beyond neighbour: Double?, _ isLogarithmic: Bool, isUpper: Bool
  ) -> Double {
    if isLogarithmic {
      let factor = neighbour.map { (max($0, value) / min($0, value)).squareRoot() } ?? 1.5
      return isUpper ? value * factor : value / factor
    }
    let half = neighbour.map { abs($0 - value) / 2 } ?? 0.5
    return isUpper ? value + half : value - half
  }
}
