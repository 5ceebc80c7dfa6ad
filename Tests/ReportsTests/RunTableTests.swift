import Parameters
import Shards
import Testing

@testable import Reports

@Suite struct RunTableTests {
  @Test func numbersAreKeptByValueAndWordsBySpelling() throws {
    var table = Sweep.comparison.table
    let hasSamples = table.keep(try #require(RunFilter("samples=20.0")))
    #expect(hasSamples && table.rows.count == 18)
    let hasOptimizer = table.keep(try #require(RunFilter("optimizer=sgd,rmsprop")))
    #expect(hasOptimizer && table.rows.count == 9)
    let hasWeight = table.keep(try #require(RunFilter("weight=1")))
    #expect(!hasWeight && table.rows.count == 9)
  }

  @Test func aConstantParameterIsOneValue() {
    let parameter = RunParameter(name: "sparsity", values: ["5", "5", "5"])
    #expect(parameter.values == ["5"])
    #expect((0..<3).map { parameter.code(ofRun: $0) } == [0, 0, 0])
    #expect(parameter.covers(runCount: 7))
  }

  @Test func aPartitionIsRefinedAndKnowsWhatItDetermines() {
    let rows = [1, 2, 3]
    let letter = ParameterAxis(RunParameter(name: "a", values: ["?", "x", "x", "y"]), rows: rows)
    let word = ParameterAxis(RunParameter(name: "b", values: ["?", "u", "u", "v"]), rows: rows)
    let number = ParameterAxis(RunParameter(name: "c", values: ["9", "1", "2", "1"]), rows: rows)
    var partition = RowPartition(rows)
    #expect(!partition.determines(letter))
    partition.refine(by: letter)
    #expect(partition.members == [[1, 2], [3]])
    #expect(partition.determines(word) && !partition.determines(number))
    partition.refine(by: number)
    #expect(partition.members == [[1], [2], [3]])
    #expect(number.levels == ["1", "2"])
  }

  /// Where some groups were projected and others not, projected losses do not compare.
  @Test func groupsAreChosenByTheProjectedLossOnlyWhereAllKnowIt() {
    func table(_ projected: [Double]) -> RunTable {
      RunTable(
        title: "t", parameters: [RunParameter(name: "optimizer", values: ["sgd", "adam"])],
        states: [.ok, .ok],
        finals: [.populationLoss: [1, 2], .populationLossOnManifold: projected])
    }
    #expect(Grouping(table([0.5, 0.001])).selection == .projectedLoss)
    #expect(Grouping(table([0.5, 0.001])).groups.map(\.recoveredCount) == [0, 1])
    #expect(Grouping(table([0.5, .nan])).selection == .populationLoss)
  }
}
