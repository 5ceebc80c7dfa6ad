import Foundation
import Shards
import Testing

@testable import Reports

@Suite struct InlineSVGTests {
  private var figure: Figure {
    get throws { try #require(Sweep.comparison.figures()["recovery"]) }
  }

  @Test func identifiersBelongToTheFigureAndGnuplotsTitlesGo() throws {
    let svg = try #require(
      InlineSVG(
        """
        <?xml version="1.0"?><svg viewBox="0 0 1 1"><title>Gnuplot</title><desc>made</desc>
        <g id="a"><title>plot_1</title><use xlink:href='#a'/><path fill='url(#a)'/></g></svg>
        """, of: try figure)
    ).markup
    #expect(svg.contains("<g id=\"recovery-a\"><use xlink:href=\"#recovery-a\">"))
    #expect(svg.contains("url(#recovery-a)"))
    #expect(!svg.contains("Gnuplot") && !svg.contains("plot_1") && !svg.contains("made"))
    #expect(svg.contains("<title id=\"svg-recovery-title\">Recovery of the truth</title>"))
  }

  @Test(arguments: [
    "<svg><script>alert(1)</script></svg>", "<svg><g onload='x'></g></svg>",
    "<svg><foreignObject></foreignObject></svg>", "no drawing", "<svg><g",
    "<svg><g ONCLICK='x'></g></svg>", "<g></g>", "<svg><g></svg>",
  ])
  func whatGnuplotDoesNotWriteIsRefused(file: String) throws {
    #expect(InlineSVG(file, of: try figure) == nil)
  }
}

/// What gnuplot itself makes of our scripts; where it is not installed there is nothing to test.
@Suite(.enabled(if: Gnuplot.version() != nil)) struct DrawingTests {
  private func draw(_ figure: Figure, _ format: Gnuplot.Format) throws -> [UInt8] {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "thalweg-drawing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let files = GnuplotFigure(figure)
    try Data(files.data.utf8).write(to: directory.appending(path: "\(figure.name).dat"))
    try Data(files.script.utf8).write(to: directory.appending(path: "\(figure.name).gp"))
    try Gnuplot.run("\(figure.name).gp", in: directory.path, format: format)
    return Array(
      try Data(contentsOf: directory.appending(path: "\(figure.name).\(format.rawValue)")))
  }

  @Test(arguments: [Sweep.comparison, .phase, .theory])
  func everyFigureIsDrawnTheSameTwiceAndFitsAPage(sweep: Sweep) throws {
    var sweep = sweep
    sweep.title = "<script>'\"&"
    for figure in sweep.figures(isTimed: true).values {
      let first = try draw(figure, .svg)
      #expect(try draw(figure, .svg) == first, "\(figure.name)")
      #expect(InlineSVG(String(decoding: first, as: UTF8.self), of: figure) != nil)
    }
  }

  @Test func papersGetPDFAndPNG() throws {
    let figure = try #require(Sweep.phase.figures()["heat-step-size-one-minus-beta2"])
    #expect(try draw(figure, .pdf).starts(with: Array("%PDF".utf8)))
    #expect(try draw(figure, .png).starts(with: [0x89] + Array("PNG".utf8)))
  }
}
