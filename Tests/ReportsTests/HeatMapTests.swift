import Shards
import Testing

@testable import Reports

@Suite struct HeatMapTests {
  @Test func twoTunedAxesGiveAPhaseDiagramOfTheMedianLoss() throws {
    let figure = try #require(Sweep.phase.figures()["heat-step-size-one-minus-beta2"])
    let panel = try #require(figure.panels.first)
    #expect(figure.panels.count == 1 && panel.title == "adam")
    #expect(panel.cells.count == 12)
    #expect(panel.x.isLogarithmic && panel.y.isLogarithmic)
    #expect(panel.cells[0].value == 1 && panel.cells[0].runCount == 2)
    // The last cell by x, then y is the corner that diverged.
    #expect(panel.cells[11].value == .infinity && panel.cells[11].divergedCount == 2)
    #expect(figure.colours?.isLogarithmic == true)
    #expect(figure.caption.contains("grey with ×"))
  }

  /// 1 − β₂ = C η² has other values at each η: each column is cut for itself, without gaps.
  @Test func cellsOfAColumnTouchWhereOneAxisDependsOnTheOther() throws {
    let panel = try #require(Sweep.phase.figures()["heat-step-size-one-minus-beta2"]?.panels.first)
    for column in Dictionary(grouping: panel.cells, by: \.x).values {
      let ordered = column.sorted { $0.y < $1.y }
      #expect(ordered.count == 3)
      for (lower, upper) in zip(ordered, ordered.dropFirst()) {
        #expect(lower.yRange.upperBound == upper.yRange.lowerBound)
      }
    }
  }

  @Test func problemsAreComparedByTheShareRecovered() throws {
    var runs: [Sweep.Run] = []
    for samples in [10, 20, 30] {
      for (place, stepSize) in [0.01, 0.03, 0.1].enumerated() {
        for seed in 0..<2 {
          runs.append(
            Sweep.Run(
              samples: samples, stepSize: stepSize, seed: seed,
              loss: samples + 10 * place > 30 && seed == 0 ? 0.001 : 0.5))
        }
      }
    }
    let figure = try #require(Sweep(runs: runs).figures()["heat-samples-step-size"])
    #expect(figure.panels[0].cells.map(\.value) == [0, 0, 0, 0, 0, 0.5, 0, 0.5, 0.5])
    #expect(figure.colours?.lower == 0 && figure.colours?.upper == 1)
  }

  @Test func twoValuesAreNoMap() {
    #expect(Sweep.comparison.figures().keys.allSatisfy { !$0.hasPrefix("heat") })
  }

  /// Noise that is switched off has a row of the height of the others.
  @Test func zeroStandsOneStepBelowTheLeastOnALogarithmicAxis() {
    let scale = CellScale(of: [0, 0.01, 0.04, 0.16], logarithmicFromRatio: 2.5)
    #expect(scale.isLogarithmic)
    #expect(scale.place(of: 0) == 0.0025)
    #expect(scale.place(of: 0.04) == 0.04)
    #expect(!CellScale(of: [-1, 0, 1], logarithmicFromRatio: 2.5).isLogarithmic)
    #expect(!CellScale(of: [0, 1, 2], logarithmicFromRatio: 2.5).isLogarithmic)
    #expect(CellScale(of: [0, 1, 2], logarithmicFromRatio: 20).place(of: 0) == 0)
  }

  @Test func edgesLieMidwayOnTheAxisScale() {
    let linear = CellEdges(of: [1, 2, 4], isLogarithmic: false)
    #expect(linear[1] == 0.5...1.5)
    #expect(linear[2] == 1.5...3)
    #expect(linear[4] == 3...5)
    let logarithmic = CellEdges(of: [1, 4, 16], isLogarithmic: true)
    #expect(logarithmic[1] == 0.5...2)
    #expect(logarithmic[16] == 8...32)
    #expect(CellEdges(of: [3], isLogarithmic: false)[3] == 2.5...3.5)
  }

  /// A map over these places of two linear axes, every value the same.
  private func showsNumbers(_ value: Double, xs: [Double], ys: [Double] = [1, 2, 3]) -> Bool {
    let (columns, rows) = (
      CellEdges(of: xs, isLogarithmic: false), CellEdges(of: ys, isLogarithmic: false)
    )
    let cells = xs.flatMap { x in
      ys.map { y in
        HeatCell(
          x: x, y: y, place: HeatCell.Place(x: x, y: y), xRange: columns[x], yRange: rows[y],
          value: value, runCount: 1,
          divergedCount: 0)
      }
    }
    func axis(_ ranges: [ClosedRange<Double>]) -> Axis {
      Axis(
        label: "x", isLogarithmic: false, lower: ranges.map(\.lowerBound).min() ?? 0,
        upper: ranges.map(\.upperBound).max() ?? 1, ticks: [])
    }
    let panel = Figure.Panel(
      title: "", x: axis(cells.map(\.xRange)), y: axis(cells.map(\.yRange)), curves: [],
      cells: cells)
    var figure = Figure(
      name: "probe", title: "t", caption: "c", style: .cells, panels: [panel])
    figure.colours = Axis(label: "v", isLogarithmic: false, lower: 0, upper: 1, ticks: [])
    return GnuplotFigure(figure).script.contains("with labels font cell_font")
  }

  /// The frame of a single panel is 554 pixels wide; `0.12` takes 25 of them, `1.2e-05` 42.
  @Test func numbersStandInCellsWithRoomForThem() {
    #expect(showsNumbers(0.12, xs: (1...18).map(Double.init)))
    #expect(!showsNumbers(0.12, xs: (1...19).map(Double.init)))
    #expect(showsNumbers(1.2e-5, xs: (1...11).map(Double.init)))
    #expect(!showsNumbers(1.2e-5, xs: (1...12).map(Double.init)))
  }

  /// Few columns may be narrow, where others are wide.
  @Test func theNarrowestCellCounts() {
    #expect(showsNumbers(0.12, xs: [1, 2, 3, 4, 5]))
    #expect(!showsNumbers(0.12, xs: [1, 2, 3, 20, 40]))
  }

  /// A number stands at its cell's value, not in its cell's middle.
  @Test func theNearerEdgeCounts() {
    #expect(showsNumbers(0.12, xs: [0, 1, 10, 12, 14, 16]))
    #expect(!showsNumbers(0.12, xs: [0, 0.8, 10, 12, 14, 16]))
  }

  /// The frame is 330 pixels high, a number with its margins 17.
  @Test func rowsMustBeHighEnough() {
    #expect(showsNumbers(0.12, xs: [1, 2, 3], ys: (1...19).map(Double.init)))
    #expect(!showsNumbers(0.12, xs: [1, 2, 3], ys: (1...20).map(Double.init)))
  }
}
