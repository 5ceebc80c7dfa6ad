import FileSystem
import Foundation
import TestSupport
import Testing

@Suite struct ExportTests {
  private let directory = TemporaryDirectory()

  private func run(_ text: String) throws -> String {
    let sweep = directory.write(text, to: "sweep.yaml")
    let out = directory.file("out")
    let result = try Program.run("run", sweep, "--out", out, "--set", "steps=300")
    #expect(result.exitCode == 0, "\(result.standardError)")
    return out
  }

  /// pandas and xarray read what was exported; every number is compared with results.h5.
  @Test func exportsHoldEveryNumberOfTheResults() throws {
    let out = try run(SmallSweep.mixed)
    let python = try #require(
      ProcessInfo.processInfo.environment["THALWEG_PYTHON"],
      "THALWEG_PYTHON names a Python with xarray, h5netcdf, netCDF4 and pandas: use 'make test'")
    for arguments in [
      ["--format", "csv", "--out", directory.file("all.csv")],
      ["--format", "csv", "--last", "--out", directory.file("last.csv")],
      ["--format", "grid", "--out", directory.file("grid.nc")],
      ["--format", "grid", "--only", "optimizer=adam", "--out", directory.file("adam.nc")],
    ] {
      let result = try runProcess(try builtProgram("thalweg"), ["export", out] + arguments)
      #expect(result.exitCode == 0, "\(result.standardError)")
    }
    let script = directory.write(Self.script, to: "read.py")
    let result = try runProcess(python, [script, out + "/results.h5", directory.path])
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
    #expect(result.standardOutput == "all numbers agree\n")
  }

  private static let script = """
    import sys
    import numpy as np, pandas as pd, xarray as xr

    results, directory = sys.argv[1:]
    data = xr.open_dataset(results)
    runs, snapshots = data.sizes["run"], data.sizes["snapshot"]

    # Tidy: one row a run and snapshot, only where there is a snapshot.
    def read(name):
        frame = pd.read_csv(directory + name, dtype=str, keep_default_na=False)
        for column in frame:
            try:
                # Python's own reading of decimals is exact.
                frame[column] = np.array([float(text) if text else np.nan for text in frame[column]])
            except ValueError:
                pass
        return frame

    frame = read("/all.csv")
    taken = ~np.isnan(data.step.values)
    assert (data.status == 1).any() and not taken.all()
    assert len(frame) == taken.sum()
    place = (frame.run.values.astype(int), frame.snapshot.values.astype(int))
    assert taken[place].all()
    words = np.array(["ok", "diverged", "failed", "absent"])
    assert (words[data.status.values[place[0]]] == frame.status).all()
    for name, variable in {**data.data_vars, **data.coords}.items():
        if name in ("status", "signal", "run", "snapshot", "entry"):
            assert name != "signal" or name not in frame
            continue
        values = variable.broadcast_like(data.step).transpose("run", "snapshot").values[place]
        if values.dtype == object or values.dtype.kind == "U":
            assert (frame[name].fillna("").values == values.astype(str)).all(), name
        else:
            assert np.array_equal(frame[name].values, values, equal_nan=True), name

    # One row a run, with its last snapshot.
    last = read("/last.csv")
    assert (last.run.values == np.arange(runs)).all()
    expected = frame.groupby("run").last()
    assert np.array_equal(last.train_loss, expected.train_loss, equal_nan=True)
    assert list(last.columns) == list(frame.columns)

    # The grid: every run once, every variable of it; the rest is absent.
    def check(path, wanted, engine):
        with xr.open_dataset(path, engine=engine) as grid:
            index = grid["run"].values.ravel()
            cells = np.flatnonzero(~np.isnan(index))
            order = index[cells].astype(int)
            assert sorted(order) == sorted(wanted)
            empty = np.setdiff1d(np.arange(len(index)), cells)
            assert (grid.status.values.ravel()[empty] == 3).all()
            for name, variable in data.data_vars.items():
                trailing = variable.shape[1:]
                values = grid[name].values.reshape((-1,) + trailing)
                assert np.array_equal(values[cells], variable.values[order], equal_nan=True), name
                if name != "status":
                    assert np.isnan(values[empty]).all(), name
            # Every parameter is a coordinate that says what the run had.
            for name, column in data.coords.items():
                if name in ("run", "snapshot", "entry"):
                    continue
                values = grid.coords[name].broadcast_like(grid["run"])
                values = values.transpose(*grid["run"].dims).values.ravel()[cells]
                original = column.broadcast_like(data["status"]).values[order]
                if original.dtype.kind in "OU":
                    assert (values.astype(str) == original.astype(str)).all(), name
                else:
                    assert np.array_equal(values, original, equal_nan=True), name
            return dict(grid.sizes)

    for engine in ("h5netcdf", "netcdf4"):
        sizes = check(directory + "/grid.nc", np.arange(runs), engine)
        assert {"optimizer", "step_size", "exponent", "seed", "samples", "dimension"} <= set(sizes)
        adam = np.flatnonzero(data.optimizer.values == "adam")
        sizes = check(directory + "/adam.nc", adam, engine)
        assert sizes == {
            "dimension": 2, "samples": 2, "seed": 4, "step_size": 5, "snapshot": 12, "entry": 40,
        }, sizes
        with xr.open_dataset(directory + "/adam.nc", engine=engine) as grid:
            near = grid.sel(step_size=0.0101, method="nearest")
            assert float(near.step_size) == 0.01
            assert np.isfinite(near.population_loss.sel(seed=2, samples=20, dimension=33)).all()
    print("all numbers agree")
    """

  @Test func aTableGoesToStdoutWhole() throws {
    let out = try run(SmallSweep.tiny)
    let table = try Program.run("export", out, "--format", "csv")
    #expect(table.exitCode == 0)
    let file = directory.file("table.csv")
    #expect(try Program.run("export", out, "--format", "csv", "--out", file).exitCode == 0)
    #expect(try Files.read(file) == Array(table.standardOutput.utf8))
    #expect(table.standardError.contains("left out") && table.standardError.contains("signal"))
    let lines = table.standardOutput.split(separator: "\n")
    #expect(lines.count == 1 + 12 * 8)
    #expect(lines.first?.hasPrefix("run,model,optimizer,") ?? false)
    // Only one of the runs, by a number written another way.
    let some = try Program.run(
      "export", out, "--format", "csv", "--last", "--only", "step_size=1e-3", "--only", "seed=2")
    #expect(some.standardOutput.split(separator: "\n").count == 2)
  }

  @Test func wrongUsageIsSaid() throws {
    let out = try run(SmallSweep.tiny)
    for (arguments, words) in [
      (["--format", "grid"], "give --out"), (["--format", "parquet"], "parquet"), ([], "format"),
      (["--format", "csv", "--only", "step=1"], "the parameters are model"),
      (["--format", "csv", "--only", "seed=77"], "no run has that; there is seed: 0, 1"),
      (["--format", "grid", "--out", "x", "--last"], "--last"),
    ] {
      let result = try runProcess(try builtProgram("thalweg"), ["export", out] + arguments)
      #expect(result.exitCode == 64, "\(arguments)")
      #expect(result.standardError.contains(words), "\(result.standardError)")
    }
  }

  @Test func aDirectoryThatIsNotMergedSaysWhatToDo() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "sweep.yaml")
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out, "--shard", "1/1").exitCode == 0)
    let result = try Program.run("export", out, "--format", "csv")
    #expect(result.exitCode == 1)
    #expect(result.standardError.contains("thalweg merge"))
  }

  /// The table of a full disk: /dev/full takes nothing.
  @Test func whatCannotBeWrittenIs74() throws {
    let out = try run(SmallSweep.tiny)
    let program = try builtProgram("thalweg")
    let full = try runProcess(
      "/bin/sh", ["-c", "'\(program)' export '\(out)' --format csv > /dev/full"])
    #expect(full.exitCode == 74)
    #expect(full.standardError.contains("stdout: write: No space left on device"))
    let nowhere = try Program.run(
      "export", out, "--format", "grid", "--out", directory.file("no/such/grid.nc"))
    #expect(nowhere.exitCode == 74)
  }
}
