/// The number of steps that are done, as two cells of a rule's memory: single precision counts no further than
/// 2²⁴.
struct StepCount {
  var value = 0

  static let cellCount = 2
  private static let unit = 1 << 20

  /// The low part at 0, the high part at 1.
  subscript(cell: Int) -> Int {
    get { cell == 0 ? value % Self.unit : value / Self.unit }
    set {
      value =
        cell == 0
        ? value / Self.unit * Self.unit + newValue : value % Self.unit + newValue * Self.unit
    }
  }
}

extension StateLayout.Name {
  /// A ``StepCount``.
  static let steps = "k"
}
