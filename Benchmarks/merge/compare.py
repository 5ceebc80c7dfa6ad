"""Merging, checking and opening shards: Thalweg against what else there is, on the same records.

    compare.py THALWEG GENERATOR DIRECTORY [RUNS:RUNS-PER-SHARD ...]

Each contestant runs TRIALS times (3), once where it takes more than 20 CPU seconds, and is ended after LIMIT
CPU seconds (120); the least wall and CPU seconds count, and the largest memory of one of its processes. Prints
the tables in Markdown, each line as soon as it is known, and writes DIRECTORY/merge.json. × is CPU seconds
over those of Thalweg's line in the same table. The yardstick is `cat SHARDS | sha256sum`.
"""

import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

thalweg, generator, directory, *shapes = sys.argv[1:]
directory = pathlib.Path(directory)
directory.mkdir(parents=True, exist_ok=True)
trials = int(os.environ.get("TRIALS", "3"))
limit = int(os.environ.get("LIMIT", "120"))
# A contestant that is this slow is slow enough to be measured once.
slow = 20
python = sys.executable

# What nothing was written to is left out, as in Thalweg's own files.
H5PY_MERGE = """
import sys, h5py
out, *shards = sys.argv[1:]
with h5py.File(out, "w") as target:
    row = 0
    for path in shards:
        with h5py.File(path) as file:
            count = len(file["status"])
            for name, data in file.items():
                if data.id.get_storage_size() == 0:
                    continue
                if name not in target:
                    target.create_dataset(
                        name, (0, *data.shape[1:]), data.dtype, maxshape=(None, *data.shape[1:]),
                        chunks=True, fletcher32=True)
                target[name].resize(row + count, axis=0)
                target[name][row:] = data[()]
            row += count
"""
H5PY_READ = """
import sys, h5py
for path in sys.argv[1:]:
    with h5py.File(path) as file:
        for data in file.values():
            if data.id.get_storage_size() > 0:
                data[()]
"""
# ncrcat and xarray want named dimensions and a record dimension; making them is not measured.
CONVERT = """
import sys, h5py, netCDF4
target, *shards = sys.argv[1:]
for number, path in enumerate(shards):
    with h5py.File(path) as file, netCDF4.Dataset(f"{target}/part-{number:06d}.nc", "w") as part:
        part.createDimension("run", None)
        part.createDimension("snapshot", file["step"].shape[1])
        for name, data in file.items():
            if data.id.get_storage_size() > 0:
                names = ("run", "snapshot")[:data.ndim]
                sizes = [max(1, 8192 // (data.size // len(data))), *data.shape[1:]]
                column = part.createVariable(
                    name, data.dtype, names, fletcher32=True, chunksizes=sizes, endian="little",
                    fill_value=False)
                column[:] = data[()]
"""
# The options are those that xarray's manual gives for many files of one kind.
MFDATASET = """
import sys, xarray
out, *parts = sys.argv[1:]
data = xarray.open_mfdataset(
    parts, combine="nested", concat_dim="run", engine="netcdf4", data_vars="minimal",
    coords="minimal", compat="override", join="override")
"""
MERGE_MFDATASET = MFDATASET + "data.to_netcdf(out, engine='netcdf4')"
MEAN = "\nprint(dict(data.sizes), float(data.train_loss.isel(snapshot=-1).mean()))"
OPEN_MFDATASET = MFDATASET + MEAN
OPEN = "import sys, xarray\ndata = xarray.open_dataset(sys.argv[1])" + MEAN


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def measure(command):
    """Seconds of wall clock and CPU, and MB of memory, of a command; None where the limit ended it."""
    start = time.monotonic()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=limits)
    error = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    seconds = usage.ru_utime + usage.ru_stime
    if status != 0 and seconds < limit * 0.95:
        sys.exit(f"{command[:3]}: {error.decode()[-2000:]}")
    if status != 0:
        return None
    return time.monotonic() - start, seconds, usage.ru_maxrss / 1024


def best(command, clear=()):
    """The best of several trials; None where a trial takes longer than the limit."""
    found = None
    for _ in range(trials):
        for path in clear:
            path.unlink(missing_ok=True)
        result = measure(command)
        if result is None:
            return None
        known = found or result
        found = min(known[0], result[0]), min(known[1], result[1]), max(known[2], result[2])
        if result[1] > slow:
            break
    return found


def table(title, contestants):
    """Prints a table, whose first line is Thalweg's."""
    print(f"\n| {title} | wall s | CPU s | × | MB |\n|---|---|---|---|---|", flush=True)
    found = {}
    for label, command, *clear in contestants:
        result = best(command, clear)
        found[label] = result
        ours = (next(iter(found.values())) or (0, limit, 0))[1]
        if result is None:
            print(f"| {label} | | more than {limit} | more than {limit / ours:.0f} | |", flush=True)
            continue
        wall, cpu, memory = result
        print(f"| {label} | {wall:.2f} | {cpu:.2f} | {cpu / ours:.2f} | {memory:.0f} |", flush=True)
    return found


def convert(shards, out):
    parts = out / "parts"
    parts.mkdir()
    subprocess.run([python, "-c", CONVERT, parts, *shards], check=True)
    return sorted(str(path) for path in parts.iterdir())


def compare(name, runs, per_shard):
    sweep = directory / name
    if not (sweep / "manifest.json").exists():
        subprocess.run(
            [generator, sweep, str(runs), str(per_shard)], check=True, stdout=subprocess.DEVNULL)
    shards = sorted(str(path) for path in sweep.glob("shards/*/*.h5"))
    size = sum(os.path.getsize(path) for path in shards)
    out = directory / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    listed = out / "shards"
    listed.write_text("\0".join(shards))
    # Larger sweeps are for Thalweg and the yardstick alone: they would fill disk and memory.
    has_rivals = size < 2e9
    parts = convert(shards, out) if has_rivals else []
    print(f"\n{runs} runs, {len(shards)} shards, {size / 1e6:.0f} MB, best of {trials}")
    yardstick = ("`cat`, `sha256sum`", ["bash", "-c", f"xargs -0 cat < '{listed}' | sha256sum"])
    results = str(sweep / "results.h5")
    view = sweep / "view.h5"

    merging = [("`thalweg merge`", [thalweg, "merge", str(sweep)]), yardstick]
    checking = [("`thalweg verify`", [thalweg, "verify", str(sweep)]), yardstick]
    opening = [
        ("`xarray.open_dataset` of the merged file", [python, "-c", OPEN, results]),
        ("`thalweg report`, the table", [thalweg, "report", str(sweep)]),
    ]
    if shutil.which("h5repack"):
        repacked = out / "repacked.h5"
        merging.append(
            ("`h5repack` of the merged file", ["h5repack", results, str(repacked)], repacked))
    if has_rivals:
        if shutil.which("ncrcat"):
            merging.append(("`ncrcat`", ["ncrcat", "-O", "-h", *parts, str(out / "ncrcat.nc")]))
        merged = out / "h5py.h5"
        merging.append(("h5py", [python, "-c", H5PY_MERGE, str(merged), *shards], merged))
        merged = out / "mf.nc"
        merging.append(
            ("`xarray.open_mfdataset`, `to_netcdf`",
             [python, "-c", MERGE_MFDATASET, str(merged), *parts], merged))
        checking.append(("h5py, reading all", [python, "-c", H5PY_READ, *shards]))
        opening.append(
            ("`xarray.open_mfdataset` of the shards", [python, "-c", OPEN_MFDATASET, "", *parts]))
    if len(shards) <= 900:
        opening.insert(1, (
            "`thalweg merge --virtual`",
            [thalweg, "merge", str(sweep), "--virtual", "--out", str(view)], view))
    found = {
        "merge": table("merge", merging), "check": table("check", checking),
        "open": table("open, one mean", opening)}
    shutil.rmtree(out)
    return {"runs": runs, "shards": len(shards), "bytes": size, "found": found}


results = []
for shape in shapes or ["20000:100", "20000:16"]:
    runs, per_shard = (int(text) for text in shape.split(":"))
    results.append(compare(f"sweep-{runs}-{per_shard}", runs, per_shard))
    (directory / "merge.json").write_text(json.dumps(results, indent=2))
