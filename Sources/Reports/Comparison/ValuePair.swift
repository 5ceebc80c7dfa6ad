internal import Shards

/// The values of one column for the same runs in two files.
struct ValuePair {
  /// One element that differs.
  struct Difference {
    /// Index in the values, counted from 0.
    var index: Int
    /// |a − b| / max(|a|, |b|); nil for text.
    var relative: Double?
  }

  let first: ParameterColumn.Values
  let second: ParameterColumn.Values

  /// Calls `body` for each element that differs; a scalar counts for every run.
  ///
  /// - Precondition: Both have values of one type, and as many, or one.
  func forEachDifference(_ tolerance: Tolerance, _ body: (Difference) -> Void) {
    switch (first, second) {
    case (.real(let a), .real(let b)):
      visit(a, b) { index, a, b in
        guard !tolerance.accepts(a, b) else { return }
        body(Difference(index: index, relative: Tolerance.relativeDifference(a, b)))
      }
    case (.integer(let a), .integer(let b)): exact(a, b, body) { Double($0) }
    case (.seed(let a), .seed(let b)): exact(a, b, body) { Double($0) }
    case (.text(let a), .text(let b)): exact(a, b, body) { _ in nil }
    default: preconditionFailure("the columns have one type")
    }
  }

  private func exact<Element: Equatable>(
    _ a: [Element], _ b: [Element], _ body: (Difference) -> Void,
    _ number: (Element) -> Double?
  ) {
    visit(a, b) { index, a, b in
      guard a != b else { return }
      let relative = number(a).flatMap { a in
        number(b).map { Tolerance.relativeDifference(a, $0) }
      }
      body(Difference(index: index, relative: relative))
    }
  }

  private func visit<Element>(
    _ a: [Element], _ b: [Element], _ body: (Int, Element, Element) -> Void
  ) {
    precondition(a.count == b.count || a.count == 1 || b.count == 1, "as many values, or one")
    let (stepA, stepB) = (a.count == 1 ? 0 : 1, b.count == 1 ? 0 : 1)
    for index in 0..<max(a.count, b.count) { body(index, a[index * stepA], b[index * stepB]) }
  }

  /// Element `index` of both as text; empty for a fill.
  func texts(at index: Int) -> (String, String) {
    (
      first.text(at: first.count == 1 ? 0 : index), second.text(at: second.count == 1 ? 0 : index)
    )
  }
}
