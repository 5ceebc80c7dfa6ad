import ArgumentParser
import Experiments
import FileSystem
import Glibc
import Reports
import Shards

/// `thalweg export`: results as a table, or as a grid.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes results as a tidy table or as a grid.",
    discussion: """
      csv: one row for each run and snapshot, parameters repeated, full precision, missing values \
      empty, status as a word; for pandas, R and DuckDB. Signals are left out.
      parquet: the same table with its types, written by DuckDB or by Python's pyarrow or duckdb, \
      whichever is installed.
      grid: a NetCDF-4 file whose dimensions are the varied parameters, the seed included, then \
      snapshot and entry; parameters that follow from others are coordinates along them. Cells \
      without a run are missing values, with status 3 (absent). For xarray:
        xarray.open_dataset("grid.nc").sel(step_size=0.01, method="nearest")
      --data DIR RUN FILE: what a run is trained on, as an HDF5 file that 'data: {kind: file}' \
      reads: inputs, targets, test set, truth, start; by block, with a teacher's parameters, in \
      groups. A sweep need not have been run to its end for it.

      EXAMPLES
        thalweg export out/sweep --format csv --last > final.csv
        thalweg export out/sweep/results.h5 --format csv --out traces.csv
        thalweg export out/sweep --format parquet --out traces.parquet
        thalweg export out/sweep --format grid --only optimizer=adam --out adam.nc
        thalweg export --data out/sweep 17 data.h5
      """)

  /// What is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case csv
    case parquet
    case grid
  }

  @Argument(
    help: "A results file, or a sweep's directory with its results.h5.", completion: .file(),
    transform: PathArgument.checked)
  var file: String

  @Argument(help: ArgumentHelp("With --data: the run, and the file to write.", valueName: "run"))
  var others: [String] = []

  @Flag(help: "Write what a run is trained on.") var data = false

  @Option(help: "What to write.") var format: Format?

  @Option(
    help: "The file to write, replaced in one step; - is stdout.", completion: .file(),
    transform: PathArgument.checked)
  var out = "-"

  @Flag(help: "csv, parquet: one row for each run, with its last snapshot.") var last = false

  @Option(
    help: ArgumentHelp(
      "Export only the runs whose parameter has one of these values; may be repeated.",
      valueName: "name=value,…"))
  var only: [String] = []

  func validate() throws {
    if data {
      guard format == nil, !last, only.isEmpty, out == "-" else {
        throw ValidationError("--data goes with nothing but a sweep, a run and a file")
      }
      guard others.count == 2, Int(others[0]) != nil else {
        throw ValidationError("--data takes a sweep, a run and a file: --data DIR RUN data.h5")
      }
      return
    }
    guard let format else { throw ValidationError("give --format csv, parquet or grid, or --data") }
    guard others.isEmpty else {
      throw ValidationError("unexpected argument '\(others[0])'")
    }
    guard format == .csv || out != "-" else {
      throw ValidationError("\(format.rawValue) is written to a file: give --out")
    }
    guard format != .grid || !last else {
      throw ValidationError("--last goes with --format csv and parquet")
    }
  }

  func run() throws {
    try reportingFailures {
      guard let format else { return try writeData() }
      let isStream = try format == .csv && OutputFile.isStream(out)
      if !isStream { try OutputFile.check(out) }
      let results = try ResultsArgument.open(file)
      var selection = RunSelection(allOf: results)
      for filter in only {
        do {
          try selection.keep(filter, of: results)
        } catch let error as SelectionError {
          throw ValidationError("--only \(error)")
        }
      }
      switch format {
      case .csv: try writeTable(results, selection.runs, isStream: isStream)
      case .parquet: try writeParquet(results, selection.runs)
      case .grid: try writeGrid(results, selection.runs)
      }
    }
  }

  private func writeData() throws {
    let (run, out) = (Int(others[0]) ?? 0, try PathArgument.checked(others[1]))
    try OutputFile.check(out)
    let sweep = try NumberedRun(run, in: file)
    var data = try RunData(
      ofRun: run, of: sweep.specification, problemPath: sweep.problemPath)
    try data.write(to: out)
    Output.message("\(out): \(data.names.joined(separator: ", "))")
  }

  private func writeTable(
    _ results: borrowing ResultsFile, _ runs: [Int], isStream: Bool
  ) throws {
    let rows: TidyTable.Rows = last ? .lastSnapshot : .everySnapshot
    let omitted: [String]
    if isStream {
      omitted = try TidyTable.write(results, runs: runs, rows: rows) { bytes throws(ShardError) in
        do throws(FileError) { try Output.bytes(bytes) } catch { throw .file(error) }
      }
    } else {
      let temporary = Files.temporaryPath(for: out)
      do {
        try Files.create(temporary, containing: [])
        var length = 0
        omitted = try TidyTable.write(results, runs: runs, rows: rows) {
          bytes throws(ShardError) in
          do throws(FileError) {
            try Files.overwrite(temporary, at: length, with: bytes)
          } catch {
            throw .file(error)
          }
          length += bytes.count
        }
        try Files.publish(temporary, as: out)
      } catch {
        try? Files.remove(temporary)
        throw error
      }
    }
    say(omitted: omitted)
  }

  private func say(omitted: [String]) {
    if !omitted.isEmpty {
      Output.message(
        "left out, because a table has no place for them: \(omitted.joined(separator: ", "))")
    }
  }

  private func writeParquet(_ results: borrowing ResultsFile, _ runs: [Int]) throws {
    let converter = try ParquetConverter()
    let temporary = Files.temporaryPath(for: out)
    var omitted: [String] = []
    do {
      var failure: (any Error)?
      let columns = try TidyTable.columns(of: results)
      let pieces = results.path
      try converter.convert(columns, to: temporary) { sink in
        // The file is opened once more: what is borrowed cannot be captured.
        omitted = try TidyTable.write(
          try ResultsFile.open(pieces, knowing: RecordedQuantities.known), runs: runs,
          rows: last ? .lastSnapshot : .everySnapshot
        ) { bytes throws(ShardError) in
          guard failure == nil else { return }
          do { try sink(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
      }
      try Files.publish(temporary, as: out)
    } catch {
      try? Files.remove(temporary)
      throw error
    }
    say(omitted: omitted)
  }

  private func writeGrid(_ results: borrowing ResultsFile, _ runs: [Int]) throws {
    let outcome: GridFile.Outcome
    do {
      outcome = try GridFile.write(results, runs: runs, to: out)
    } catch GridError.shard(let error) {
      throw error
    } catch {
      throw Failure("\(file): \(error)", code: .badInput)
    }
    let dimensions = outcome.dimensions.map { "\($0.name) (\($0.count))" }
    Output.message(
      "\(out): \(dimensions.isEmpty ? "one cell" : dimensions.joined(separator: " × "))")
    if outcome.filledCount < outcome.cellCount {
      Output.message(
        "\(outcome.filledCount) of \(counted(outcome.cellCount, "cell", "has", "have")) a run")
    }
    if outcome.repeatedCount > 0 {
      Output.message(
        "\(counted(outcome.repeatedCount, "run", "repeats", "repeat")) the parameters of an earlier "
          + "one and \(outcome.repeatedCount == 1 ? "is" : "are") left out")
    }
    for coordinate in outcome.coordinates {
      Output.message("\(coordinate.name) follows \(coordinate.along.joined(separator: ", "))")
    }
  }
}
