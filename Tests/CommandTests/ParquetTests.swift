import FileSystem
import Foundation
import TestSupport
import Testing

/// Parquet by each of the programs that can write it.
@Suite struct ParquetTests {
  private let directory = TemporaryDirectory()

  @Test func everyWriterGivesTheSameTable() throws {
    let sweep = directory.write(SmallSweep.mixed, to: "sweep.yaml")
    let out = directory.file("out")
    #expect(
      try Program.run("run", sweep, "--out", out, "--set", "steps=300").exitCode == 0)
    let python = try Python.interpreter
    // Hides pyarrow, so that duckdb in Python is what is left.
    _ = directory.write("raise ImportError\n", to: "pyarrow.py")
    // As the command-line program: `duckdb -c STATEMENT`.
    let program = directory.write(
      "#!/bin/sh\nexec '\(python)' -c 'import duckdb, sys; duckdb.sql(sys.argv[2])' \"$@\"\n",
      to: "duckdb")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    for (name, environment) in [
      ("pyarrow", [:]), ("python", ["PYTHONPATH": directory.path]),
      ("program", ["PATH": "\(directory.path):\(path)", "PYTHONPATH": ""]),
    ] {
      let result = try Program.run(
        "export", out, "--format", "parquet", "--out", directory.file("\(name).parquet"),
        environment: environment)
      #expect(result.exitCode == 0, "\(name): \(result.standardError)")
    }
    let script = directory.write(Self.script, to: "compare.py")
    let result = try runProcess(python, ["-I", script, directory.path])
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(result.standardOutput == "pyarrow duckdb duckdb\n")
  }

  /// Prints who wrote each file, and fails where tables or types differ.
  private static let script = """
    import sys, pandas, pyarrow.parquet

    paths = [f"{sys.argv[1]}/{name}.parquet" for name in ("pyarrow", "python", "program")]
    tables = [pandas.read_parquet(path) for path in paths]
    assert len(tables[0]) > 1000
    for table in tables[1:]:
        pandas.testing.assert_frame_equal(tables[0], table, check_exact=True)
    writers = [pyarrow.parquet.read_metadata(path).created_by.lower() for path in paths]
    print(*("duckdb" if "duckdb" in writer else "pyarrow" for writer in writers))
    """
}
