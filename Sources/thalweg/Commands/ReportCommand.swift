import ArgumentParser
import Digests
import Experiments
import FileSystem
import FoundationEssentials
import Orchestration
import Reports
import Shards

/// `thalweg report`: what a sweep found, as a table, figures and a page.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Shows what a sweep found: a table, figures, a page.",
    discussion: """
      The table has a row for each assignment of the varied parameters, seeds apart; when there \
      are too many, a row for each of them but the step size, at the best one. With --out there \
      is a page, index.html, that needs nothing else; and beside it each figure as SVG, PDF and \
      PNG with its data (.dat) and gnuplot script (.gp), so that it can be restyled. The table \
      goes to stdout, the names of the files to stderr.

      Only the step size is tuned, and what --tune names; every value of the other parameters is \
      shown. With --choose-on some runs choose what is tuned and only the others are shown, so \
      that nothing shown was chosen for its luck.

      EXAMPLES
        thalweg report out/sweep/results.h5
        thalweg report out/sweep/results.h5 --out report
        thalweg report out/sweep --only samples=28,36 --only optimizer=adam
        thalweg report out/sweep --choose-on seed=0..9
        thalweg report out/sweep --tune one_minus_beta2
        thalweg report out/sweep --pairs
        thalweg report out/sweep --rows 1000 --format csv > summary.csv
        cd report && gnuplot trajectories.gp
      """)

  /// How the table is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case csv
  }

  @Argument(
    help: "A results file, or a sweep's directory with its results.h5.", completion: .file(),
    transform: PathArgument.checked)
  var file: String

  @Option(
    help: "A directory for page and figures; made if need be.", completion: .directory,
    transform: PathArgument.checked)
  var out: String?

  /// PNG is always drawn; the flag stays for scripts that have it.
  @Flag(help: .hidden) var png = false

  @Option(help: "The table: aligned text, or csv at full precision.") var format = Format.text

  @Flag(help: "Print JSON: the written files, the answer and the table.") var json = false

  @Option(help: "Rows of the table at most; 24 with all step sizes, else 100, if not given.")
  var rows: Int?

  @Flag(help: "Each row of the table in one line, also where the terminal is narrower.")
  var wide = false

  @Option(
    help: ArgumentHelp(
      "Report only the runs whose parameter has one of these values; may be repeated.",
      valueName: "name=value,…"))
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "Let the runs with these values choose the tuned parameters, and report the others.",
      valueName: "name=first..last"))
  var chooseOn: String?

  @Option(
    help: ArgumentHelp(
      "Choose the best value of this parameter for each method, too; may be repeated.",
      valueName: "name"))
  var tune: [String] = []

  @Flag(help: "Print instead how often which method recovered the truth on the same seeds.")
  var pairs = false

  func validate() throws {
    guard rows.map({ $0 >= 1 }) ?? true else { throw ValidationError("--rows is at least 1") }
    guard !png || out != nil else { throw ValidationError("--png needs --out") }
    guard !json || format == .text else { throw ValidationError("--json or --format, not both") }
    guard !pairs || format == .text else { throw ValidationError("--pairs or --format, not both") }
  }

  func run() throws {
    try reportingFailures {
      let path = try ResultsArgument.path(file)
      try FileProbe.checkResults(path)
      let file = try ResultsFile.open(path, knowing: RecordedQuantities.known)
      let filters = try only.map { try filter("--only", $0) }
      let choice = try chooseOn.map { try filter("--choose-on", $0) }
      var table = try RunTable(
        reading: file, wanted: (filters + [choice].compactMap { $0 }).map(\.name),
        known: Language.columnDescriptions)
      for filter in filters {
        let there = table.alternatives(to: filter)
        try check("--only", filter, isKnown: table.keep(filter), of: file)
        guard !table.rows.isEmpty else {
          throw ValidationError("--only \(filter.text): no run has that; there is \(there)")
        }
      }
      if let choice {
        try check("--choose-on", choice, isKnown: table.choose(by: choice), of: file)
        guard !table.choosingRows.isEmpty, !table.rows.isEmpty else {
          throw ValidationError(
            "--choose-on \(choice.text): no run \(table.rows.isEmpty ? "is left" : "has that"); "
              + "there is \(table.alternatives(to: choice))")
        }
      }
      for name in tune where !table.tune(name) {
        let names = try RunTable.parameterNames(of: file).joined(separator: ", ")
        throw ValidationError("--tune \(name): the parameters are \(names)")
      }
      let analysis = SweepAnalysis(table)
      let summary = SummaryTable(analysis, rowLimit: rows)
      // Seeds are read for what shows pairs alone.
      let runs = pairs || json || out != nil ? analysis.pairedRuns : []
      let comparisons = analysis.pairs(
        try Replicates(reading: file, runs: runs, known: Language.columnDescriptions))
      if !json { pairs ? show(comparisons) : show(summary, Answer(analysis)) }
      var files: [String] = []
      if let out {
        let traces = try Traces(reading: file, runs: analysis.tracedRuns)
        let writer = ReportWriter(directory: out, path: path)
        files = try writer.write(
          analysis, summary: summary, pairs: comparisons,
          figures: FigureSet(analysis, traces: traces), of: file)
        files.forEach(Output.message)
      }
      if json {
        Output.json(Report(analysis, summary: summary, pairs: comparisons, files: files))
      }
    }
  }

  /// What `--json` prints.
  private struct Report: Encodable {
    var title: String
    var question: String?
    var answer: String
    var recovery: String?
    var reservations: [String]
    var runs: [String: Int]
    var table: SummaryRecord
    var pairs: [PairedComparison]
    var files: [String]

    init(
      _ analysis: SweepAnalysis, summary: SummaryTable, pairs: [PairedComparison],
      files: [String]
    ) {
      let answer = Answer(analysis)
      title = summary.title
      question = summary.question
      self.answer = answer.sentence
      recovery = answer.recovery
      reservations = answer.reservations
      runs = summary.runCounts
      table = SummaryRecord(summary)
      self.pairs = pairs
      self.files = files
    }
  }

  private func filter(_ option: String, _ text: String) throws -> RunFilter {
    guard let filter = RunFilter(text) else {
      throw ValidationError("\(option) \(text): write NAME=VALUE,… or NAME=FIRST..LAST")
    }
    return filter
  }

  /// What a filter's parameter is called must be known.
  private func check(
    _ option: String, _ filter: RunFilter, isKnown: Bool, of file: borrowing ResultsFile
  ) throws {
    guard isKnown else {
      let names = try RunTable.parameterNames(of: file).joined(separator: ", ")
      throw ValidationError("\(option) \(filter.text): the parameters are \(names)")
    }
  }

  private func show(_ pairs: [PairedComparison]) {
    guard !pairs.isEmpty else { return Output.result("There are no two methods to compare.") }
    var layout = TextTable()
    layout.add(PairedComparison.heads)
    for pair in pairs { layout.add(pair.cells) }
    let table = layout.lines(hasHead: true, keyCount: 3, width: tableWidth)
    let lines = table + [""] + PairedComparison.explanationLines(width: Output.width)
    Output.result(lines.joined(separator: "\n"))
  }

  private func show(_ summary: SummaryTable, _ answer: Answer) {
    guard format == .text else { return Output.result(summary.csv) }
    var layout = TextTable()
    for row in summary.cells { layout.add(row) }
    let table = layout.lines(
      hasHead: !summary.cells.isEmpty, keyCount: summary.keyColumnCount, width: tableWidth)
    let notes = summary.noteLines(width: Output.width)
    let lines =
      summary.headerLines(answer: answer, width: Output.width)
      + (table.isEmpty ? [] : [""] + table) + (notes.isEmpty ? [] : [""] + notes)
    Output.result(lines.joined(separator: "\n"))
  }

  private var tableWidth: Int? { wide ? nil : Output.terminalWidth }
}

/// Writes a report's files into a directory.
private struct ReportWriter {
  let directory: String
  /// The results file.
  let path: String

  /// Writes page, figures, data and scripts.
  ///
  /// - Returns: The paths of what was written, the page first.
  func write(
    _ analysis: SweepAnalysis, summary: SummaryTable, pairs: [PairedComparison],
    figures set: FigureSet, of file: borrowing ResultsFile
  ) throws -> [String] {
    try Files.makeDirectory(directory)
    let gnuplot = Gnuplot.version()
    var drawings: [ReportPage.Drawing] = []
    for figure in set.figures { drawings.append(try draw(figure, hasGnuplot: gnuplot != nil)) }
    var notes: [String] = []
    if gnuplot == nil && !drawings.isEmpty {
      notes.append("Figures are not drawn: \(GnuplotError.notInstalled.description).")
      Output.message("thalweg: \(GnuplotError.notInstalled.description)")
    }
    if !analysis.problem.isEmpty {
      notes.append(
        "Figures of one problem show \(analysis.problem); --only NAME=VALUE chooses another.")
    }
    if set.hiddenCurveCount > 0 {
      notes.append(
        "\(counted(set.hiddenCurveCount, "method", "is", "are")) not drawn; --only NAME=VALUE chooses."
      )
    }
    let page = ReportPage(
      analysis, summary: summary, pairs: pairs, drawings: drawings, notes: notes,
      provenance: try provenance(of: file, gnuplot: gnuplot),
      specification: try file.attribute("specification"))
    try write(page.html, to: "index.html")
    return (["index.html"] + drawings.flatMap(\.files)).map { "\(directory)/\($0)" }
  }

  private func draw(_ figure: Figure, hasGnuplot: Bool) throws -> ReportPage.Drawing {
    let files = GnuplotFigure(figure)
    try write(files.data, to: "\(figure.name).dat")
    try write(files.script, to: "\(figure.name).gp")
    let sources = ["\(figure.name).dat", "\(figure.name).gp"]
    guard hasGnuplot else { return ReportPage.Drawing(figure, svg: nil, files: sources) }
    var drawn: [String] = []
    for format in Gnuplot.Format.allCases {
      // gnuplot writes by itself, through links too.
      try OutputFile.check("\(directory)/\(figure.name).\(format.rawValue)")
      do {
        try Gnuplot.run("\(figure.name).gp", in: directory, format: format)
        drawn.append("\(figure.name).\(format.rawValue)")
      } catch {
        // The page needs SVG alone; a gnuplot without cairo draws neither PDF nor PNG.
        guard format != .svg else { throw Failure(error.description, code: .inputOutput) }
        Output.message(
          "thalweg: \(figure.name).\(format.rawValue) is not drawn: \(error.description)")
      }
    }
    let svg = String(decoding: try Files.read("\(directory)/\(figure.name).svg"), as: UTF8.self)
    return ReportPage.Drawing(figure, svg: svg, files: drawn + sources)
  }

  /// Nothing here depends on when or where the report is made.
  private func provenance(
    of file: borrowing ResultsFile, gnuplot: String?
  ) throws -> ReportPage.Provenance {
    let digest = try SHA256Digest.ofFile(at: path).description
    var entries: ReportPage.Provenance = [
      ("results file", Files.name(of: path)), ("its SHA-256", digest),
    ]
    if let recorded = try recordedProvenance() {
      if let expected = recorded.resultsSha256, expected != digest {
        entries.append(("SHA-256 recorded by the sweep", "\(expected): not this file"))
      }
      if let time = recorded.merge?.finishedAt { entries.append(("sweep finished", time)) }
    }
    if let sweep = try file.attribute("sweep_sha256") { entries.append(("sweep's SHA-256", sweep)) }
    entries += [
      ("format version", "\(FormatVersion.latest)"),
      ("numerics version", file.numericsVersion.map { "\($0)" } ?? "not said"),
      ("Thalweg that made this page", Thalweg.configuration.version),
    ]
    if let gnuplot { entries.append(("figures drawn by", gnuplot)) }
    return entries
  }

  /// What a sweep writes beside its results.
  private struct RecordedProvenance: Decodable {
    var resultsSha256: String?
    var merge: Merge?

    struct Merge: Decodable {
      var finishedAt: String?
    }
  }

  private func recordedProvenance() throws -> RecordedProvenance? {
    let place = Provenance.path(beside: path)
    guard try Files.exists(place) else { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try? decoder.decode(RecordedProvenance.self, from: Data(try Files.read(place)))
  }

  private func write(_ text: String, to name: String) throws {
    try Files.replace("\(directory)/\(name)", with: Array(text.utf8))
  }
}
