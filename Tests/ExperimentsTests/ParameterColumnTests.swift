import Shards
import Sweeps
import TestSupport
import Testing

@testable import Experiments

@Suite struct ParameterColumnTests {
  private func grid(_ yaml: String = SmallSweep.mixed) throws -> Grid {
    Grid(try Specification(yaml: yaml, source: "sweep.yaml"))
  }

  /// A column that claims to be constant must be so in every run.
  @Test(arguments: [SmallSweep.mixed, SmallSweep.tiny, SmallSweep.wide, SmallSweep.slow])
  func constantColumnsAreConstant(yaml: String) throws {
    let grid = try grid(yaml)
    for column in ParameterColumn.columns(of: grid) where column.isConstant {
      let first = column.values(0..<1)
      for run in 0..<grid.runCount {
        #expect(same(column.values(run..<run + 1), first), "\(column.name) at run \(run)")
      }
    }
  }

  /// But for the bias, which sgd does not correct, as others may not.
  @Test func variedColumnsVary() throws {
    let grid = try grid()
    for column in ParameterColumn.columns(of: grid)
    where !column.isConstant && column.isMeaningful && column.name != "bias_correction" {
      let values = (0..<grid.runCount).map { "\(column.values($0..<$0 + 1))" }
      #expect(Set(values).count > 1, "\(column.name)")
    }
  }

  @Test func everyNameIsThereOnce() throws {
    let grid = try grid()
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
