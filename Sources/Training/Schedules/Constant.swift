/// η_k = η.
struct Constant: ScheduleKind {
  static let name = "constant"

  func factor(atStep _: Int, of _: Int) -> Double { 1 }
}
