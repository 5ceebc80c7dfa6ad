import Testing

@testable import Reports

@Suite struct PairedComparisonTests {
  /// Sums of binomial coefficients in exact arithmetic.
  @Test(arguments: [
    (0, 0, 1.0), (0, 5, 0.0625), (5, 0, 0.0625), (3, 4, 1.0), (1, 9, 0.021484375),
    (20, 60, 8.580559867049611e-06),
  ])
  func theSignTestIsExact(a: Int, b: Int, expected: Double) {
    #expect(abs(SignTest.probability(a, b) - expected) < 1e-6 * expected)
  }

  @Test func runsArePairedByTheirSeeds() throws {
    // sgd recovers at seed 0; adam at seeds 0, 1 and 2; seed 3 is adam's alone.
    var runs = (0..<3).map { Sweep.Run(optimizer: "sgd", seed: $0, loss: $0 == 0 ? 0 : 1) }
    runs += (0..<4).map { Sweep.Run(optimizer: "adam", seed: $0, loss: $0 == 3 ? 1 : 0) }
    let analysis = SweepAnalysis(Sweep(runs: runs).table)
    #expect(analysis.pairedRuns == Array(0..<7))
    let seeds = Dictionary(uniqueKeysWithValues: runs.enumerated().map { ($0, [UInt64($1.seed)]) })
    let pair = try #require(analysis.pairs(Replicates(seeds)).first)
    #expect(pair.method == "adam" && pair.reference == "sgd")
    #expect((pair.both, pair.onlyMethod, pair.onlyReference, pair.neither) == (1, 2, 0, 0))
    #expect(pair.probability == 0.5)
    #expect(pair.cells.count == PairedComparison.heads.count)
  }

  /// Of the reference's groups the one that recovers the most often is compared, not that of the least
  /// median: the method has none of what the reference was studied at.
  @Test func theReferenceIsTheOneThatRecoversTheMost() throws {
    let losses: [(String, String, [Double])] = [
      ("adam", "1", [0.02, 0.02, 0.02]), ("adam", "2", [0.001, 0.5, 0.5]),
      ("rmsprop", "", [0, 0, 0]),
    ]
    let runs = losses.flatMap { optimizer, _, losses in
      losses.enumerated().map { Sweep.Run(optimizer: optimizer, seed: $0, loss: $1) }
    }
    var sweep = Sweep(runs: runs)
    sweep.furtherParameters = [
      ("colour", losses.flatMap { Array(repeating: $0.1, count: 3) })
    ]
    let analysis = SweepAnalysis(sweep.table)
    let seeds = Dictionary(uniqueKeysWithValues: runs.enumerated().map { ($0, [UInt64($1.seed)]) })
    let pair = try #require(analysis.pairs(Replicates(seeds)).first { $0.method == "rmsprop" })
    #expect(pair.reference == "adam")
    #expect((pair.both, pair.onlyMethod, pair.onlyReference, pair.neither) == (1, 2, 0, 0))
  }

  @Test func oneMethodHasNothingToBeComparedWith() {
    let analysis = SweepAnalysis(Sweep.phase.table)
    #expect(analysis.pairs(Replicates([:])).isEmpty)
  }
}
