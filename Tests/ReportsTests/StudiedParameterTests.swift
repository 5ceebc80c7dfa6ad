import Experiments
import Shards
import Testing

@testable import Reports

/// Varied parameters that are neither the problem nor the method are shown, not tuned away.
@Suite struct StudiedParameterTests {
  /// Five values of a parameter, four step sizes, two methods, two seeds.
  private func sweep(_ name: String, of methods: [String] = ["sgd", "adam"]) -> Sweep {
    var runs: [Sweep.Run] = []
    var values: [String] = []
    for optimizer in ["sgd", "adam"] {
      for value in ["1", "2", "3", "4", "5"] where methods.contains(optimizer) || value == "1" {
        for (place, stepSize) in [0.1, 0.2, 0.4, 0.8].enumerated() {
          for seed in 0..<2 {
            let size = Double(value) ?? 0
            runs.append(
              Sweep.Run(
                optimizer: optimizer, stepSize: stepSize, seed: seed,
                loss: (optimizer == "sgd" ? 1 : 2) * size + Double(place)))
            values.append(methods.contains(optimizer) ? value : "")
          }
        }
      }
    }
    var sweep = Sweep(runs: runs)
    sweep.furtherParameters = [(name, values)]
    return sweep
  }

  @Test(arguments: ["initial_scale", "alpha", "batch", "block_size", "steps", "epsilon", "foreign"])
  func everyValueHasARowAtItsBestStepSize(name: String) {
    let summary = SummaryTable(sweep(name).table)
    #expect(summary.isCollapsed && summary.rows.count == 10)
    let place = summary.grouping.keyAxes.firstIndex { $0.kind.name == name } ?? 0
    #expect(Set(summary.rows.map { $0.key[place] }).count == 5)
    #expect(summary.choiceText.contains("Tuned: η, the one of the least median final"))
  }

  /// The middle value stands in figures and in the sentence, which names it.
  @Test func sentencesAndFiguresShowTheMiddleValue() throws {
    let sweep = sweep("initial_scale")
    let analysis = SweepAnalysis(sweep.table)
    #expect(analysis.problem == "init scale = 3")
    let answer = Answer(analysis)
    #expect(
      answer.sentence == """
        Least median final population loss at init scale = 3: sgd, 3.00 (adam: 6.00).
        """)
    #expect(answer.reservations[0].contains("Tuned: η, the best tried for each method"))
    let figure = try #require(sweep.figures()["step-size"])
    #expect(figure.title.hasSuffix("(init scale = 3)"))
    #expect(
      figure.panels[0].curves.map { $0.points.map(\.middle) } == [[3, 4, 5, 6], [6, 7, 8, 9]])
  }

  /// β₂ means nothing to sgd, which is compared all the same.
  @Test func whatMeansNothingToAMethodDoesNotPartIt() {
    let analysis = SweepAnalysis(sweep("epsilon", of: ["adam"]).table)
    #expect(analysis.problem == "ε = 3")
    #expect(analysis.bestOfMethods.map { analysis.methodLabel(of: $0) } == ["sgd", "adam"])
  }

  @Test func withoutACommonValueEachMethodHasItsBest() {
    var runs: [Sweep.Run] = []
    var scales: [String] = []
    for (optimizer, values) in [("sgd", ["1", "2"]), ("adam", ["3", "4"])] {
      for value in values {
        runs.append(Sweep.Run(optimizer: optimizer, loss: Double(value) ?? 0))
        scales.append(value)
      }
    }
    var sweep = Sweep(runs: runs)
    sweep.furtherParameters = [("initial_scale", scales)]
    let analysis = SweepAnalysis(sweep.table)
    #expect(analysis.problem.isEmpty && analysis.tunedPlaces.count == 1)
    let answer = Answer(analysis)
    #expect(answer.sentence == "Least median final population loss: sgd, 1.00 (adam: 3.00).")
    #expect(answer.reservations[0].contains("Tuned: init scale"))
  }

  @Test func nothingTunedIsSaid() {
    let runs = ["sgd", "adam"].enumerated().map {
      Sweep.Run(optimizer: $1, stepSize: $0 == 0 ? 0.1 : 0.2)
    }
    let answer = Answer(SweepAnalysis(Sweep(runs: runs).table))
    #expect(answer.reservations[0] == "Median over 1 run each; nothing was tuned.")
  }

  /// More rows than can be read at a glance are shown all the same, while they are not hundreds.
  @Test func noValueIsLeftOutForBeingBad() {
    var runs: [Sweep.Run] = []
    for samples in 1...30 {
      for stepSize in [0.1, 0.2] { runs.append(Sweep.Run(samples: samples, stepSize: stepSize)) }
    }
    let summary = SummaryTable(Sweep(runs: runs).table)
    #expect(summary.rows.count == 30 && summary.hiddenCount == 0)
    #expect(SummaryTable(Sweep(runs: runs).table, rowLimit: 7).hiddenCount == 23)
  }

  @Test func whatIsNamedIsTunedToo() {
    var table = sweep("alpha").table
    let isKnown = table.tune("alpha")
    let isUnknownTuned = table.tune("beta")
    #expect(isKnown && !isUnknownTuned)
    let analysis = SweepAnalysis(table)
    #expect(analysis.problem.isEmpty)
    #expect(
      Answer(analysis).sentence == "Least median final population loss: sgd, 1.00 (adam: 2.00).")
    #expect(SummaryTable(analysis).rows.count == 2)
    #expect(SummaryTable(analysis).choiceText.contains("Tuned: η, α"))
  }

  @Test func runsArePairedAtTheSameValue() {
    let sweep = sweep("alpha")
    let analysis = SweepAnalysis(sweep.table)
    let seeds = Dictionary(
      uniqueKeysWithValues: sweep.runs.enumerated().map { ($0, [UInt64($1.seed)]) })
    let pairs = analysis.pairs(Replicates(seeds))
    #expect(pairs.map(\.problem) == (1...5).map { "α = \($0)" })
    #expect(pairs.allSatisfy { $0.method.hasPrefix("adam") && $0.reference.hasPrefix("sgd") })
  }
}

/// Of parameters that follow from each other the one that the sweep's file gives is shown.
@Suite struct AskedParameterTests {
  private func specification(_ path: String) -> String {
    """
    {"name":"t","record":{"projection":"last","schedule":{"logarithmic":{"count":2}},\
    "signal":"never","supportThreshold":0.01},"subgrids":[{"constants":[],"uniformAxes":[],\
    "varyingAxes":[{"path":"\(path)","values":{"list":{"values":[{"real":0.1},{"real":0.3}]}}}]}]}
    """
  }

  private func asked(_ specification: String) -> AskedParameters {
    AskedParameters(
      specification: specification, runCount: 2, known: Language.columnDescriptions)
  }

  @Test(arguments: [
    ("noise.delta", "alpha", "delta"), ("noise.alpha", "delta", "alpha"),
    ("optimizer.beta2", "one_minus_beta2", "beta2"),
    ("optimizer.one_minus_beta2", "beta2", "one_minus_beta2"),
  ])
  func theFormThatWasGivenIsShown(path: String, other: String, given: String) {
    var sweep = Sweep(runs: [0, 1].map { Sweep.Run(seed: 0, loss: Double($0)) })
    sweep.furtherParameters = [(other, ["1", "2"]), (given, ["0.1", "0.3"])]
    var table = sweep.table
    table.parameters.removeAll { $0.name == "one_minus_beta2" && $0.values.count < 2 }
    table.askedNames = asked(specification(path)).names
    let grouping = Grouping(table)
    #expect(grouping.keyAxes.map(\.kind.name) == [given])
    #expect(grouping.followingAxes.map(\.kind.name) == [other])
  }

  @Test func partsOfABlockGoByTheirPlaceInIt() {
    func names(_ path: String) -> Set<String> {
      asked(specification(path)).names
    }
    #expect(names("optimizer.one_minus_beta2.rate").contains("one_minus_beta2_rate"))
    #expect(names("noise.std").contains("noise_std"))
    #expect(names("steps.slow_time").contains("slow_time"))
    #expect(asked("{}").names.isEmpty)
  }
}
