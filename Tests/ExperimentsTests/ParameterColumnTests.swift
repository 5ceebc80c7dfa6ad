import Shards
import Sweeps
import TestSupport
import Testing

@testable import Experiments

@Suite struct ParameterColumnTests {
  private let grid: Grid

  init() throws {
    grid = Grid(try Specification(yaml: SmallSweep.mixed, source: "mixed.yaml"))
  }

  /// A column that claims to be constant must be so in every run.
  @Test func constantColumnsAreConstant() {
    for column in ParameterColumn.columns(of: grid) where column.isConstant {
      let first = column.values(0..<1)
      for run in 0..<grid.runCount {
        #expect(same(column.values(run..<run + 1), first), "\(column.name) at run \(run)")
      }
    }
  }

  @Test func variedColumnsVary() {
    for column in ParameterColumn.columns(of: grid) where !column.isConstant {
      let values = (0..<grid.runCount).map { "\(column.values($0..<$0 + 1))" }
      #expect(Set(values).count > 1, "\(column.name)")
    }
  }

  @Test func everyNameIsThereOnce() {
    let names = ParameterColumn.columns(of: grid).map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(names).isDisjoint(with: RecordVariable.allCases.map(\.name)))
  }

  private func same(_ first: ParameterColumn.Values, _ second: ParameterColumn.Values) -> Bool {
    if case .real(let a) = first, case .real(let b) = second {
      return a.map(\.bitPattern) == b.map(\.bitPattern)
    }
    return first == second
  }
}
