extension Specification {
  /// Whether runs and snapshots can be counted, as in every decoded sweep file; one that comes from
  /// elsewhere may hold any numbers.
  var hasPossibleNumbers: Bool {
    subgrids.allSatisfy(\.hasPossibleNumbers) && record.hasPossibleNumbers
      && Grid.checkedRunCount(of: self) != nil && Grid(checking: self) != nil
  }
}

extension Subgrid {
  fileprivate var hasPossibleNumbers: Bool {
    parameters.allSatisfy(\.values.hasPossibleNumbers)
      && constants.allSatisfy { $0.values.count == 1 }
  }
}

extension ParameterValues {
  fileprivate var hasPossibleNumbers: Bool {
    guard count >= 1 else { return false }
    switch self {
    case .list, .linear, .logarithmic: return true
    case .integers(let first, let step, let count):
      let (length, overflow) = step.multipliedReportingOverflow(by: count - 1)
      return !overflow && !first.addingReportingOverflow(length).overflow
    case .seeds(let first, let count):
      return !first.addingReportingOverflow(UInt64(count - 1)).overflow
    }
  }
}

extension RecordPlan {
  fileprivate var hasPossibleNumbers: Bool {
    switch schedule {
    case .linear(let count), .logarithmic(let count): count >= 2
    case .steps(let steps): !steps.isEmpty && steps.allSatisfy { $0 >= 0 }
    case .slowTimes(let times): !times.isEmpty && times.allSatisfy { $0 >= 0 && $0.isFinite }
    }
  }
}
