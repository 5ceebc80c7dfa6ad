/// The two-sample Kolmogorov–Smirnov statistic: the largest distance of the distribution functions.
///
/// - Complexity: O(m · n) for samples of these sizes.
func kolmogorovSmirnovDistance(_ first: [Double], _ second: [Double]) -> Double {
  (first + second).map { x in
    let a = Double(first.count { $0 <= x }) / Double(first.count)
    let b = Double(second.count { $0 <= x }) / Double(second.count)
    return abs(a - b)
  }.max() ?? 0
}

/// The distance that two samples of n from one law exceed with probability α: √(ln(2/α) / n).
///
/// For a law with atoms less often.
func kolmogorovSmirnovLimit(sampleCount n: Int, logarithmOfTwoOverAlpha: Double) -> Double {
  (logarithmOfTwoOverAlpha / Double(n)).squareRoot()
}
