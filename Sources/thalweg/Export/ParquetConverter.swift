import FileSystem
import Glibc
import Reports

/// Another program that turns a table into Parquet, as it comes.
///
/// Parquet is a large format with good writers; this program has none of its own.
struct ParquetConverter {
  /// What does the work.
  enum Tool: Equatable {
    /// The command-line program of DuckDB.
    case duckdb(program: String)
    /// A Python with pyarrow.
    case pyarrow(python: String)
    /// A Python with duckdb.
    case duckdbInPython(python: String)
  }

  /// What is used; the first that is installed.
  let tool: Tool

  /// The first of DuckDB, pyarrow and duckdb for Python that is installed.
  ///
  /// - Throws: ``Failure`` where none is.
  init() throws {
    if let program = Files.program(named: "duckdb") {
      tool = .duckdb(program: program)
      return
    }
    let named = Files.variable("THALWEG_PYTHON")
    for python in [named, Files.program(named: "python3")].compactMap(\.self) {
      if Self.succeeds([python, "-c", "import pyarrow.csv, pyarrow.parquet"]) {
        tool = .pyarrow(python: python)
        return
      }
      if Self.succeeds([python, "-c", "import duckdb"]) {
        tool = .duckdbInPython(python: python)
        return
      }
    }
    throw Failure(
      """
      Parquet is written by DuckDB or pyarrow, and neither is installed: put 'duckdb' on the PATH, \
      or 'pip install pyarrow' for the python3 there (THALWEG_PYTHON names another Python). \
      --format csv needs neither
      """, code: .inputOutput)
  }

  /// Converts a table.
  ///
  /// - Parameters:
  ///   - columns: What the table's columns are, in order.
  ///   - path: The file to make.
  ///   - table: Hands the table's bytes to its argument, piece by piece.
  /// - Throws: ``Failure`` where the other program fails; its own words are on stderr by then.
  func convert(
    _ columns: [TidyTable.Column], to path: String,
    table: ((_ bytes: [UInt8]) throws -> Void) throws -> Void
  ) throws {
    let arguments: [String]
    switch tool {
    case .duckdb(let program): arguments = [program, "-c", Self.statement(columns, path)]
    case .pyarrow(let python):
      let types = columns.map { "\($0.name)=\($0.kind.arrowType)" }
      arguments = [python, "-c", Self.arrowScript, path] + types
    case .duckdbInPython(let python):
      arguments = [
        python, "-c", "import duckdb, sys; duckdb.sql(sys.argv[1])", Self.statement(columns, path),
      ]
    }
    let pipe = try ChildPipe(for: path)
    // What the program says is not this one's result.
    let child = Result {
      try ChildProcess(
        arguments[0], Array(arguments.dropFirst()), input: .descriptor(pipe.reading),
        output: .descriptor(STDERR_FILENO), error: .descriptor(STDERR_FILENO))
    }
    close(pipe.reading)
    // A converter that failed reads no further; it is asked for the reason below.
    let before = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, before) }
    let fed = Result { try table { bytes in try Self.write(bytes, to: pipe.writing) } }
    close(pipe.writing)
    let isConverted = try child.get().wait() == .exited(0)
    if case .failure(let error) = fed, !(error is BrokenPipe) { throw error }
    guard isConverted, case .success = fed else {
      throw Failure("\(arguments[0]) could not write \(path)", code: .inputOutput)
    }
  }

  /// The reader of the table is gone.
  private struct BrokenPipe: Error {}

  private static func statement(_ columns: [TidyTable.Column], _ path: String) -> String {
    let types = columns.map { "'\($0.name)': '\($0.kind.sqlType)'" }.joined(separator: ", ")
    let file = path.replacing("'", with: "''")
    return """
      COPY (SELECT * FROM read_csv('/dev/stdin', header = true, auto_detect = false, delim = ',', \
      quote = '"', escape = '"', nullstr = '', columns = {\(types)})) TO '\(file)' (FORMAT parquet)
      """
  }

  /// Arguments: the file to make, then `NAME=TYPE` for each column.
  private static let arrowScript = """
    import sys, pyarrow, pyarrow.csv, pyarrow.parquet
    types = dict(word.rsplit('=', 1) for word in sys.argv[2:])
    table = pyarrow.csv.open_csv(
        sys.stdin.buffer,
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={name: getattr(pyarrow, kind)() for name, kind in types.items()},
            null_values=[''], strings_can_be_null=True))
    # Python's own open takes names that are not UTF-8.
    with open(sys.argv[1], 'wb') as file:
        with pyarrow.parquet.ParquetWriter(file, table.schema) as writer:
            for batch in table:
                writer.write_batch(batch)
    """

  // MARK: Processes

  private static func succeeds(_ arguments: [String]) -> Bool {
    let child = try? ChildProcess(
      arguments[0], Array(arguments.dropFirst()), output: .nothing, error: .nothing)
    return child?.wait() == .exited(0)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EPIPE { throw BrokenPipe() }
      guard count > 0 else { throw FileError(operation: "write", path: "pipe", code: errno) }
      rest = rest.dropFirst(count)
    }
  }
}

extension TidyTable.Column.Kind {
  fileprivate var sqlType: String {
    switch self {
    case .text: "VARCHAR"
    case .integer: "BIGINT"
    case .natural: "UBIGINT"
    case .real: "DOUBLE"
    }
  }

  /// The name of a function of pyarrow.
  fileprivate var arrowType: String {
    switch self {
    case .text: "string"
    case .integer: "int64"
    case .natural: "uint64"
    case .real: "float64"
    }
  }
}
