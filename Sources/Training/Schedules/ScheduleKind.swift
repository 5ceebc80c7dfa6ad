import Parameters

/// What multiplies the step size from step to step: what a file of this folder says of it.
protocol ScheduleKind: Kind {
  /// η_k / η.
  ///
  /// - Parameters:
  ///   - step: k, from 1.
  ///   - steps: The number of steps of the run.
  /// - Returns: A factor ≥ 0.
  func factor(atStep step: Int, of steps: Int) -> Double

  /// The same as Python over the array `k` of steps and their number `steps`, or why there is none.
  func python() throws(NoPython) -> PythonText
}

extension ScheduleKind {
  /// It has not been written.
  func python() throws(NoPython) -> PythonText {
    throw NoPython("the Python of schedule '\(Self.name)' has not been written")
  }
}

/// A schedule of the step size by its kind.
public struct Schedule: Sendable {
  let kind: any ScheduleKind

  init(_ kind: some ScheduleKind) { self.kind = kind }

  /// Whether η stays what it is: a step does nothing for it.
  public var isConstant: Bool { kind is Constant }
}

extension Schedule: Hashable, CustomStringConvertible {
  /// Whether they are of one kind with equal settings.
  public static func == (a: Schedule, b: Schedule) -> Bool {
    AnyHashable(a.kind) == AnyHashable(b.kind)
  }

  /// Hashes the kind.
  public func hash(into hasher: inout Hasher) { kind.hash(into: &hasher) }

  /// The kind with its settings.
  public var description: String { "\(kind)" }
}

extension Schedule {
  /// η_k = η.
  public static let constant = Schedule(Constant())

  /// η_k / η of some steps; at the start that of the first step.
  ///
  /// - Parameters:
  ///   - steps: Numbers of steps that are done.
  ///   - count: The number of steps of the run.
  /// - Returns: A factor ≥ 0 for each.
  public func factors(atSteps steps: [Int], of count: Int) -> [Double] {
    steps.map { kind.factor(atStep: max($0, 1), of: count) }
  }

  /// Σ (η_k / η)² over the steps up to some, the slow time in units of η²; k itself for a constant one.
  ///
  /// - Parameters:
  ///   - snapshots: The steps, increasing.
  ///   - steps: The number of steps of the run.
  /// - Returns: One sum for each, in sequence from 0.
  public func squares(upTo snapshots: [Int], of steps: Int) -> [Double] {
    if isConstant { return snapshots.map(Double.init) }
    var (sum, done) = (0.0, 0)
    return snapshots.map { snapshot in
      while done < snapshot {
        done += 1
        let factor = kind.factor(atStep: done, of: steps)
        sum += factor * factor
      }
      return sum
    }
  }
}

extension PythonText {
  /// A factor behind a rise in proportion over w steps.
  static func risen(over warmup: Int, _ factor: String) -> PythonText {
    PythonText(warmup == 0 ? factor : "where(k <= warmup, k / warmup, \(factor))")
  }
}

extension Schedule {
  /// k / w, the part of η at step k of a rise over w steps; nil behind them.
  static func rise(atStep step: Int, over warmup: Int) -> Double? {
    step <= warmup ? Double(step) / Double(warmup) : nil
  }
}
