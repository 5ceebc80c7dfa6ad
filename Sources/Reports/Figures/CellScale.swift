/// Where the values of a parameter stand on an axis of a heat map.
///
/// What is swept by factors is logarithmic, and 0, as of a noise that is switched off, stands one
/// step below the least of the others.
struct CellScale {
  /// Whether places are ratios apart.
  let isLogarithmic: Bool
  /// The place of 0 on a logarithmic axis.
  private let placeOfZero: Double

  /// A scale for these values, logarithmic where the positive ones span at least a ratio.
  init(of values: [Double], logarithmicFromRatio ratio: Double) {
    let positive = Set(values).filter { $0 > 0 }.sorted()
    if let least = positive.first, let most = positive.last, most / least >= ratio,
      values.allSatisfy({ $0 >= 0 })
    {
      isLogarithmic = true
      placeOfZero = least * (least / positive[1])
    } else {
      isLogarithmic = false
      placeOfZero = 0
    }
  }

  /// Where a value stands.
  func place(of value: Double) -> Double { value == 0 ? placeOfZero : value }
}
