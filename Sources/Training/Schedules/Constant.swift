import Parameters

/// η_k = η.
struct Constant: ScheduleKind {
  static let name = "constant"

  init() {}

  init(_: borrowing Values) {}

  func factor(atStep _: Int, of _: Int) -> Double { 1 }

  func python() -> PythonText {
    PythonText("ones(steps)")
  }
}
