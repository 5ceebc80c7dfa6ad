"""Merging, checking and opening shards: Thalweg against what else there is, on the same bytes.

    compare.py THALWEG GENERATOR DIRECTORY [RUNS:RUNS-PER-SHARD ...]

Every program runs in turn, several times; the least wall time and CPU time and the largest memory count.
The yardstick is `cat SHARDS | sha256sum`. Prints a table in Markdown and writes DIRECTORY/merge.json.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

thalweg, generator, directory, *shapes = sys.argv[1:]
directory = pathlib.Path(directory)
directory.mkdir(parents=True, exist_ok=True)
trials = int(os.environ.get("TRIALS", "5"))
python = sys.executable

H5PY = """
import sys, h5py, numpy as np
shards, out = sys.argv[2:], sys.argv[1]
with h5py.File(out, "w") as target:
    row = 0
    for path in shards:
        with h5py.File(path) as file:
            count = len(file["status"])
            for name, data in file.items():
                if name not in target:
                    target.create_dataset(
                        name, (0, *data.shape[1:]), data.dtype, maxshape=(None, *data.shape[1:]),
                        chunks=True, fletcher32=True)
                target[name].resize(row + count, axis=0)
                target[name][row:] = data[()]
            row += count
"""
MFDATASET = """
import sys, xarray
out, *parts = sys.argv[1:]
data = xarray.open_mfdataset(parts, combine="nested", concat_dim="run", engine="h5netcdf")
data.to_netcdf(out, engine="h5netcdf")
"""
# ncrcat and xarray want named dimensions and a record dimension; making them is not timed.
CONVERT = """
import sys, pathlib, h5py, xarray
target, *shards = sys.argv[1:]
for number, path in enumerate(shards):
    with h5py.File(path) as file:
        columns = {}
        for name, data in file.items():
            columns[name] = (("run", "snapshot")[:data.ndim], data[()])
    xarray.Dataset(columns).to_netcdf(
        f"{target}/part-{number:06d}.nc", unlimited_dims=["run"], engine="netcdf4")
"""
OPEN = """
import sys, xarray
data = xarray.open_dataset(sys.argv[1])
print(dict(data.sizes), float(data.train_loss.isel(snapshot=-1).mean()))
"""


def measure(command):
    """Seconds of wall clock and CPU, and MB of memory, of a command and its children."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if status != 0:
        print(f"{command[:3]}: {error.decode()[-500:]}", file=sys.stderr)
        return None
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(name, runs, per_shard):
    sweep = directory / name
    if not sweep.exists():
        subprocess.run([generator, sweep, str(runs), str(per_shard)], check=True)
    shards = sorted(str(path) for path in sweep.glob("shards/*/*.h5"))
    size = sum(os.path.getsize(path) for path in shards)
    out = directory / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    listed = out / "shards"
    listed.write_text("\0".join(shards))
    commands = {
        "cat \\| sha256sum": ["bash", "-c", f"xargs -0 cat < '{listed}' | sha256sum"],
        "thalweg merge": [thalweg, "merge", str(sweep)],
        "thalweg merge --virtual": [thalweg, "merge", str(sweep), "--virtual"],
        "thalweg verify": [thalweg, "verify", str(sweep)],
    }
    if len(shards) > 900:
        del commands["thalweg merge --virtual"]
    few = size < 2e9
    if few:
        commands["h5py, resizing"] = [python, "-c", H5PY, str(out / "h5py.h5"), *shards]
        parts = out / "parts"
        parts.mkdir()
        subprocess.run([python, "-c", CONVERT, parts, *shards], check=True)
        listed_parts = sorted(str(path) for path in parts.iterdir())
        if len(listed_parts) < 900:
            commands["xarray.open_mfdataset, to_netcdf"] = [
                python, "-c", MFDATASET, str(out / "mf.nc"), *listed_parts]
        if shutil.which("ncrcat"):
            commands["ncrcat"] = ["ncrcat", "-O", "-h", *listed_parts, str(out / "ncrcat.nc")]
    if shutil.which("h5repack"):
        commands["h5repack of the merged file"] = [
            "h5repack", str(sweep / "results.h5"), str(out / "repacked.h5")]
    commands["thalweg report (table)"] = [thalweg, "report", str(sweep)]
    commands["xarray.open_dataset, one mean"] = [python, "-c", OPEN, str(sweep / "results.h5")]
    found = {}
    for trial in range(trials):
        for label, command in commands.items():
            (out / "h5py.h5").unlink(missing_ok=True)
            (out / "mf.nc").unlink(missing_ok=True)
            result = measure(command)
            if result:
                best = found.setdefault(label, list(result))
                best[:] = [min(best[0], result[0]), min(best[1], result[1]), max(best[2], result[2])]
    shutil.rmtree(out)
    yardstick = found["cat \\| sha256sum"]
    print(f"\n{runs} runs, {len(shards)} shards, {size / 1e6:.0f} MB, {trials} trials\n")
    print("| | wall s | × | CPU s | × | MB |\n|---|---|---|---|---|---|")
    for label, (wall, cpu, memory) in found.items():
        print(f"| {label} | {wall:.2f} | {wall / yardstick[0]:.2f} | {cpu:.2f} "
              f"| {cpu / yardstick[1]:.2f} | {memory:.0f} |", flush=True)
    return {"runs": runs, "shards": len(shards), "bytes": size, "seconds": found}


results = []
for shape in shapes or ["20000:16", "40000:200", "40000:2000"]:
    runs, per_shard = (int(text) for text in shape.split(":"))
    results.append(compare(f"sweep-{runs}-{per_shard}", runs, per_shard))
(directory / "merge.json").write_text(json.dumps(results, indent=2))
