extension Duration {
  /// Whole microseconds, from 0 to 2⁶², rounded up so that a short wait never becomes none.
  package var wholeMicroseconds: Int {
    guard self > .zero else { return 0 }
    let (seconds, attoseconds) = components
    guard seconds < 1 << 42 else { return 1 << 62 }
    return Int(seconds) * 1_000_000 + Int((attoseconds + 999_999_999_999) / 1_000_000_000_000)
  }
}
