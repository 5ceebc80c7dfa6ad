import FileSystem
import Foundation
import TestSupport
import Testing

@Suite struct MergeCommandTests {
  private let directory = TemporaryDirectory()

  private func run(_ yaml: String, as name: String) throws -> String {
    let sweep = directory.write(yaml, to: name + ".yaml")
    let out = directory.file(name)
    let result = try Program.run("run", sweep, "--out", out)
    try #require(result.exitCode == 0, "\(result.standardError)")
    return out
  }

  @Test func severalDirectoriesBecomeOneFileWithItsProvenance() throws {
    let first = try run(SmallSweep.tiny, as: "first")
    let second = try run(
      SmallSweep.tiny.replacing("seed: {count: 4}", with: "seed: {first: 3, count: 4}"),
      as: "second")
    let both = directory.file("both.h5")
    let merged = try Program.run("merge", first, second, "--out", both)
    #expect(merged.exitCode == 0, "\(merged.standardError)")
    #expect(merged.standardOutput.hasPrefix("21 runs: 21 ok\n3 runs were there twice"))
    #expect(try Files.exists(directory.file("both.provenance.json")))
    for arguments in [["verify", both], ["show", both, "17"], ["report", both]] {
      let result = try runProcess(try builtProgram("thalweg"), arguments)
      #expect(result.exitCode == 0, "\(arguments): \(result.standardError)")
    }
    let script = directory.write(
      """
      import sys, xarray
      for engine in ("h5netcdf", "netcdf4"):
          data = xarray.open_dataset(sys.argv[1], engine=engine)
          assert data.sizes["run"] == 21 and (data.status == 0).all()
          grid = data.set_index(run=["step_size", "seed"]).unstack("run")
          assert grid.sizes["step_size"] == 3 and grid.sizes["seed"] == 7
          assert not grid.train_loss.isnull().any()
      """, to: "read.py")
    let read = try runProcess(try Python.interpreter, [script, both])
    #expect(read.exitCode == 0, "\(read.standardError)")
  }

  @Test func severalDirectoriesNeedAFileOfTheirOwn() throws {
    let result = try Program.run("merge", "a", "b")
    #expect(result.exitCode == 64 && result.standardError.contains("give --out"))
  }

  @Test func aResultThatMayMissRunsTakesNoShardsPlace() throws {
    let result = try Program.run("merge", "a", "--delete-sources", "--allow-missing")
    #expect(result.exitCode == 64)
    #expect(result.standardError.contains("it does not go with --allow-missing"))
  }

  /// A view holds no records; a byte of a shard that changed would show as another number.
  @Test func aViewOfADamagedShardIsReadWithAWarning() throws {
    let out = try run(SmallSweep.mixed, as: "seen")
    let (view, shard) = (out + "/view.h5", out + "/shards/000/shard-000000.h5")
    #expect(try Program.run("merge", out, "--virtual").exitCode == 0)
    #expect(try Program.run("show", view, "1").standardError == "")
    var bytes = try Files.read(shard)
    bytes[bytes.count / 2] ^= 0x10
    try Files.remove(shard)
    try Files.create(shard, containing: bytes)
    let shown = try Program.run("show", view, "1")
    #expect(shown.standardError.contains("damaged"), "\(shown.standardError)")
    let verified = try Program.run("verify", view)
    let words = verified.standardOutput + verified.standardError
    #expect(verified.exitCode != 0 && words.contains("shard-000000.h5"), "\(words)")
  }

  /// h5py and xarray see what is there, what comes, and what is missing.
  @Test func aViewMarksMissingRunsForEveryReader() throws {
    let out = try run(SmallSweep.mixed, as: "mixed")
    let shard = out + "/shards/000/shard-000001.h5"
    try Files.rename(shard, to: directory.file("aside"))
    let made = try Program.run("merge", out, "--virtual")
    #expect(made.exitCode == 0, "\(made.standardError)")
    let script = directory.write(
      """
      import sys, h5py, numpy as np, xarray
      view, results, missing = sys.argv[1], sys.argv[2], sys.argv[3] == "missing"
      with h5py.File(results) as file:
          whole = {name: file[name][()] for name in ("status", "train_loss", "step", "signal")}
      with h5py.File(view) as file:
          status, there = file["status"][()], file["completeness"][()] == 1
          assert 0 < (~there).sum() < len(there)
          assert ((status == 3) == (missing & ~there)).all()
          kept = status != 3
          for name, values in whole.items():
              assert np.array_equal(file[name][()][kept], values[kept], equal_nan=name in ("train_loss", "signal"))
          if missing:
              assert np.isnan(file["train_loss"][()][~there]).all()
              assert (file["step"][()][~there] == -1).all()
      for engine in ("h5netcdf", "netcdf4"):
          data = xarray.open_dataset(view, engine=engine)
          assert "step_size" in data.coords and data.train_loss.dims == ("run", "snapshot")
          assert ((data.status == 3).values == (missing & ~there)).all()
          assert data.step.isel(run=(data.status == 3).values).isnull().all()
      """, to: "view.py")
    for state in ["missing", "whole"] {
      let read = try runProcess(
        try Python.interpreter, [script, out + "/view.h5", out + "/results.h5", state])
      #expect(read.exitCode == 0, "\(state): \(read.standardError)")
      let shown = try Program.run("report", out + "/view.h5")
      #expect(shown.exitCode == 0, "\(shown.standardError)")
      if state == "missing" { try Files.rename(directory.file("aside"), to: shard) }
    }
    // The whole directory may be moved.
    try Files.rename(out, to: directory.file("moved"))
    let read = try runProcess(
      try Python.interpreter,
      [script, directory.file("moved/view.h5"), directory.file("moved/results.h5"), "whole"])
    #expect(read.exitCode == 0, "\(read.standardError)")
  }

  @Test func deletedShardsLeaveASweepThatIsWhole() throws {
    let out = try run(SmallSweep.tiny, as: "tiny")
    let digest = try Program.digest(of: out)
    let merged = try Program.run("merge", out, "--delete-sources")
    #expect(merged.exitCode == 0, "\(merged.standardError)")
    #expect(merged.standardOutput.contains("deleted after reading the result back"))
    #expect(try !Files.exists(out + "/shards"))
    #expect(try Program.run("verify", out).exitCode == 0)
    #expect(try Program.run("status", out).standardOutput.contains("12 of 12 done"))
    let again = try Program.run("run", directory.file("tiny.yaml"), "--out", out)
    #expect(again.exitCode == 0, "\(again.standardError)")
    #expect(try Program.digest(of: out) == digest)
    let refused = try Program.run("merge", out)
    #expect(refused.exitCode == 65 && refused.standardError.contains("were deleted"))
  }

  @Test func missingShardsAreKeptFromDeletionAndMarkedAbsent() throws {
    let out = try run(SmallSweep.mixed, as: "mixed")
    try Files.remove(out + "/shards/000/shard-000000.h5")
    let merged = try Program.run("merge", out)
    #expect(merged.exitCode == 1 && merged.standardError.contains("--allow-missing"))
    let partial = directory.file("partial.h5")
    let allowed = try Program.run("merge", out, "--allow-missing", "--out", partial, "--json")
    #expect(allowed.exitCode == 0 && allowed.standardOutput.contains("\"absent\""))
  }
}
