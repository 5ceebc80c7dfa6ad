private import Glibc

/// The exact sign test of paired yes-or-no outcomes, also known as McNemar's exact test.
///
/// Of the pairs whose outcomes differ, each is equally likely to favour either side if neither is
/// better: p = min(1, 2 P(X ≤ min(a, b))), X binomial with a + b trials of probability ½.
///
/// - SeeAlso: Q. McNemar, "Note on the Sampling Error of the Difference Between Correlated
///   Proportions or Percentages", Psychometrika 12 (1947) 153–157.
public enum SignTest {
  /// The two-sided probability of a split at least as uneven.
  ///
  /// - Precondition: Neither count is negative.
  public static func probability(_ a: Int, _ b: Int) -> Double {
    precondition(a >= 0 && b >= 0, "counts of pairs")
    let trials = Double(a + b)
    let tail = (0...min(a, b)).reduce(0.0) { sum, k in
      let k = Double(k)
      let ways = lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1)
      return sum + exp(ways - trials * log(2))
    }
    return min(1, 2 * tail)
  }
}
