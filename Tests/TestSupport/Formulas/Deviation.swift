/// The largest difference, relative to the largest expected number or to 1e-3; infinite where what
/// is not finite does not agree.
package func deviation(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  var largest = 0.0
  var scale = 1e-3
  for (a, b) in zip(found, expected) {
    if !b.isFinite {
      guard a == b || a.isNaN && b.isNaN else { return .infinity }
      continue
    }
    guard a.isFinite else { return .infinity }
    largest = max(largest, abs(a - b))
    scale = max(scale, abs(b))
  }
  return largest / scale
}
