private import Algorithms
internal import Parameters

extension ParameterValues {
  /// The indices at which the parameter has one of these values, ascending.
  func indices(of values: Set<Value>) -> [Int] {
    if case .list(let list) = self { return list.indices.filter { values.contains(list[$0]) } }
    return values.compactMap(index).sorted()
  }

  /// The index of a value in a range, whose values increase; nil when it is not there.
  private func index(of value: Value) -> Int? {
    let index = firstIndex(atOrAbove: value)
    return index < count && self[index] == value ? index : nil
  }

  /// The value that lies nearest to a number; nil for text.
  func nearest(to value: Value) -> Value? {
    guard let target = value.asReal else { return nil }
    let candidates: [Value]
    if case .list(let list) = self {
      candidates = list
    } else {
      let index = firstIndex(atOrAbove: value)
      candidates = [index - 1, index].filter { (0..<count).contains($0) }.map { self[$0] }
    }
    func distance(_ value: Value) -> Double { value.asReal.map { abs($0 - target) } ?? .infinity }
    return candidates.filter { $0.asReal != nil }.min { distance($0) < distance($1) }
  }

  /// The first index whose value is not below `value`.
  private func firstIndex(atOrAbove value: Value) -> Int {
    (0..<count).partitioningIndex { !self[$0].isBelow(value) }
  }
}

extension Value {
  /// Whether this number is less than another; exact between seeds, which a double cannot hold.
  func isBelow(_ other: Value) -> Bool {
    if case .seed(let first) = self, case .seed(let second) = other { return first < second }
    guard let first = asReal, let second = other.asReal else { return false }
    return first < second
  }
}
