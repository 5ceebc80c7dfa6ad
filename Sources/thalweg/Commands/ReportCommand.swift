import ArgumentParser
import FileSystem
import Reports
import Shards

/// `thalweg report`: what a sweep found, as a table and figures.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Shows what a sweep found: a table, and figures.",
    discussion: """
      The table has a row for each assignment of the varied parameters, seeds apart; when there \
      are too many, a row for each problem and method, at its best step size. With --out there \
      are figures (SVG), and beside each its data (.dat) and its gnuplot script (.gp), so that it \
      can be restyled. The table goes to stdout, the names of the files to stderr.

      EXAMPLES
        thalweg report out/sweep/results.h5
        thalweg report out/sweep/results.h5 --out figures --png
        thalweg report out/sweep --only samples=28,36 --only optimizer=adam
        thalweg report out/sweep --rows 1000 --format csv > summary.csv
        cd figures && gnuplot trajectories.gp
      """)

  /// How the table is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case csv
  }

  @Argument(
    help: "A results file, or a sweep's directory with its results.h5.", completion: .file())
  var file: String

  @Option(help: "A directory for figures; made if need be.", completion: .directory)
  var out: String?

  @Flag(help: "Draw PNG beside SVG.") var png = false

  @Option(help: "The table: aligned text, or csv at full precision.") var format = Format.text

  @Option(help: "Rows of the table at most.") var rows = SummaryTable.defaultRowLimit

  @Option(
    help: ArgumentHelp(
      "Report only the runs whose parameter has one of these values; may be repeated.",
      valueName: "name=value,…"))
  var only: [String] = []

  func validate() throws {
    guard rows >= 1 else { throw ValidationError("--rows is at least 1") }
    guard !png || out != nil else { throw ValidationError("--png needs --out") }
  }

  func run() throws {
    try reportingFailures {
      let file = try ResultsFile.open(try ResultsArgument.path(file))
      var table = try RunTable(reading: file)
      for filter in only { try apply(filter, to: &table) }
      show(SummaryTable(table, rowLimit: rows))
      if let out { try draw(FigureSet(table, traces: try Traces(reading: file)), in: out) }
    }
  }

  private func apply(_ filter: String, to table: inout RunTable) throws {
    let parts = filter.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw ValidationError("--only \(filter): write NAME=VALUE or NAME=VALUE,VALUE")
    }
    let values = parts[1].split(separator: ",").map(String.init)
    guard table.keep(parts[0], oneOf: values) else {
      let names = table.parameters.map(\.name).joined(separator: ", ")
      throw ValidationError("--only \(filter): the parameters are \(names)")
    }
    guard !table.rows.isEmpty else { throw ValidationError("--only \(filter): no such run") }
  }

  private func show(_ summary: SummaryTable) {
    guard format == .text else { return Output.result(summary.csv) }
    var layout = TextTable()
    for row in summary.cells { layout.add(row) }
    let table = layout.lines(hasHead: !summary.cells.isEmpty)
    let notes = summary.noteLines.isEmpty ? [] : [""] + summary.noteLines
    let lines = summary.headerLines + (table.isEmpty ? [] : [""] + table) + notes
    Output.result(lines.joined(separator: "\n"))
  }

  private func draw(_ set: FigureSet, in directory: String) throws {
    guard !set.figures.isEmpty else {
      return Output.message("thalweg: no run has values to draw, so there are no figures")
    }
    try Files.makeDirectory(directory)
    let figures = set.figures.map { GnuplotFigure($0) }
    for figure in figures {
      try write(figure.data, to: "\(directory)/\(figure.name).dat")
      try write(figure.script, to: "\(directory)/\(figure.name).gp")
    }
    for figure in figures {
      for format in png ? [.svg, .png] : [Gnuplot.Format.svg] {
        do {
          try Gnuplot.run("\(figure.name).gp", in: directory, format: format)
        } catch {
          throw Failure(error.description, code: .inputOutput)
        }
        Output.message("\(directory)/\(figure.name).\(format.rawValue)")
      }
    }
    if !set.problem.isEmpty {
      Output.message(
        "figures of one problem show \(set.problem); --only NAME=VALUE chooses another")
    }
    if set.hiddenCurveCount > 0 {
      Output.message("\(set.hiddenCurveCount) methods were not drawn; --only NAME=VALUE chooses")
    }
  }

  private func write(_ text: String, to path: String) throws {
    try Files.replace(path, with: Array(text.utf8))
  }
}
