/// Runs in classes of equal values, refined one parameter at a time.
///
/// 8 bytes a run; each refinement looks at every run once.
struct RowPartition {
  /// The runs.
  let rows: [Int]
  /// The class of each of them, counted from 0 in the order of their first runs.
  private(set) var classes: [Int]
  /// How many classes there are.
  private(set) var count: Int

  /// All rows in one class.
  init(_ rows: [Int]) {
    self.rows = rows
    classes = Array(repeating: 0, count: rows.count)
    count = rows.isEmpty ? 0 : 1
  }

  /// Parts runs that differ in `axis`.
  mutating func refine(by axis: ParameterAxis) {
    var classOfPair: [Int: Int] = [:]
    for (place, row) in rows.enumerated() {
      let pair = classes[place] * axis.levels.count + axis.code(ofRun: row)
      let found = classOfPair[pair] ?? classOfPair.count
      if found == classOfPair.count { classOfPair[pair] = found }
      classes[place] = found
    }
    count = classOfPair.count
  }

  /// Whether runs of one class never differ in `axis`.
  func determines(_ axis: ParameterAxis) -> Bool {
    var codes = Array(repeating: -1, count: count)
    for (place, row) in rows.enumerated() {
      let code = axis.code(ofRun: row)
      if codes[classes[place]] == -1 {
        codes[classes[place]] = code
      } else if codes[classes[place]] != code {
        return false
      }
    }
    return true
  }

  /// The runs of each class, ascending as they are in ``rows``.
  var members: [[Int]] {
    var members: [[Int]] = Array(repeating: [], count: count)
    for (place, row) in rows.enumerated() { members[classes[place]].append(row) }
    return members
  }
}
