import Foundation
import Shards
import TestSupport
import Testing

@testable import Reports

/// Text of users, as gnuplot itself reads it; where it is not installed there is nothing to test.
@Suite(.enabled(if: Gnuplot.version() != nil)) struct GnuplotTextTests {
  static let texts = [
    "'tis a small one", "a small one'", "'", "''", "'''", "a'b", "a\"b", "\"", "a\\b", "end \\",
    "'\\", "\\'", "a\\n'b", "'\\101", "`date`", "'`date`", "it's `echo $HOME`", "@foo", "'@foo",
    "$x ${HOME} '$(date)'", "%d %s 100 %'", "{/Symbol a}'", "x_1^2 a~b&c @x'", "#no", "'# no",
    "!ls", "[x]'; set terminal dumb", "é'ü ½ 试验", " leading and trailing ' ",
  ]

  private let directory = TemporaryDirectory()

  private func run(_ script: String) throws -> ProcessResult {
    let path = directory.write(script, to: "script.gp")
    return try runProcess("/usr/bin/env", ["gnuplot", path])
  }

  @Test func everyTextArrivesAsItIs() throws {
    let lines = Self.texts.map { "print \(GnuplotText.quoted($0))\n" }
    let script = "foo = 'FOO'\nset print '-'\n" + lines.joined()
    let result = try run(script)
    #expect(result.exitCode == 0)
    #expect(result.standardOutput == Self.texts.map { $0 + "\n" }.joined())
  }

  /// Labels in enhanced text, and those of ticks, which are formats.
  @Test func labelsShowEveryTextAsItIs() throws {
    for text in Self.texts {
      let script = """
        set terminal svg enhanced
        set output '/dev/stdout'
        set xlabel \(GnuplotText.quoted(GnuplotText.plain(text)))
        set xtics (\(GnuplotText.quotedFormat(GnuplotText.plain(text))) 1)
        plot [0:2] x notitle

        """
      let result = try run(script)
      #expect(result.exitCode == 0, "\(text)")
      let svg = result.standardOutput
      // The label is the only text; pieces of it may be elements of their own.
      let shown = svg.split(separator: "<text").dropFirst().map { element in
        String(element).split(separator: "</text").first.map(String.init) ?? ""
      }
      let plain = shown.map { piece in
        piece.replacing(#/<[^>]*>/#, with: "").drop { $0 != ">" }.dropFirst()
          .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
          .replacing("&amp;", with: "&").replacing("&#39;", with: "'")
          .filter { !$0.isWhitespace }
      }
      #expect(plain.contains { $0.contains(text.filter { !$0.isWhitespace }) }, "\(text): \(plain)")
      #expect(GnuplotText.unmarked(GnuplotText.plain(text)) == text)
    }
  }

  /// Names of sweeps, methods and foreign parameters, in each place of a figure.
  @Test(arguments: ["'tis", "a\\", "\"x\" `date` @y", "_{^}~&", "100 % %s", "\u{1B}[31m\u{7}\u{0}"])
  func figuresWithAnyNameAreDrawn(name: String) throws {
    var runs: [Sweep.Run] = []
    var values: [String] = []
    for stepSize in [0.01, 0.1, 1] {
      for value in 1...3 {
        runs.append(Sweep.Run(optimizer: name, stepSize: stepSize, loss: stepSize + Double(value)))
        values.append("\(value)")
      }
    }
    var sweep = Sweep(runs: runs)
    sweep.title = name
    sweep.furtherParameters = [(name, values)]
    let figures = sweep.figures()
    #expect(figures.keys.contains { $0.hasPrefix("heat-step-size") })
    for figure in figures.values {
      let files = GnuplotFigure(figure)
      #expect(!files.script.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
      #expect(!files.data.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
      _ = directory.write(files.data, to: "\(figure.name).dat")
      _ = directory.write(files.script, to: "\(figure.name).gp")
      for format in Gnuplot.Format.allCases {
        try Gnuplot.run("\(figure.name).gp", in: directory.path, format: format)
      }
      let svg = try String(contentsOfFile: directory.file("\(figure.name).svg"), encoding: .utf8)
      #expect(InlineSVG(svg, of: figure) != nil)
      #expect(hasNoControl(svg))
    }
  }

  private func hasNoControl(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0.value < 32 && !"\n\t\r".unicodeScalars.contains($0) }
  }
}
