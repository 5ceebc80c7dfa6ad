import Shards
import Testing

@testable import Reports

@Suite struct GnuplotFigureTests {
  private func figure(title: String) -> Figure? {
    let points = [
      Curve.Point(x: 0, lower: .nan, middle: .nan, upper: .nan, runCount: 1, lostCount: 1),
      Curve.Point(x: 1, lower: 0, middle: 0.5, upper: 1, runCount: 2, lostCount: 0),
    ]
    let curve = Curve(label: "it's", style: 0, points: points)
    return Figure.Panel(curves: [curve], x: ("x", .linear), y: ("y", .linear)).map {
      Figure(name: "probe", title: title, caption: "c", style: .bars, panels: [$0])
    }
  }

  @Test func dataHasABlockForEachCurve() throws {
    let files = GnuplotFigure(try #require(figure(title: "t")))
    #expect(
      files.data == """
        # t
        # c
        # all quantities are pure numbers; NaN: not known, inf: most runs were lost
        # columns: x lower middle upper runs lost


        # index 0: y against x
        # it's
        0 NaN NaN NaN 1 1
        1 0 0.5 1 2 0

        """)
  }

  /// A sweep's name may hold anything; in a script it must stay text.
  @Test func textCannotLeaveItsQuotes() throws {
    let files = GnuplotFigure(try #require(figure(title: "a'; `x`\n!ls")))
    #expect(files.script.contains("\"a'; \\140x\\140 !ls\""))
    #expect(files.script.contains("title \"it's\""))
    #expect(files.data.hasPrefix("# a'; `x` !ls\n"))
  }

  @Test func tenCurvesLookDifferent() {
    let looks = (0..<FigureSet.mostCurves).map { GnuplotStyle($0) }
    #expect(Set(looks.map { $0.colour + $0.dash }).count == FigureSet.mostCurves)
  }
}
