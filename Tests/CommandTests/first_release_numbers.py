"""first_release_numbers.py PROGRAM FOLDER FIRST LAST WORK [--write]: the sweeps of FOLDER give the numbers of the first release, bit for bit.

Each sweep is run by PROGRAM into WORK; of each recorded quantity the SHA-256 of its values for the runs that train is compared with
numbers.json. `--write` writes that file: done once, with the program of commit 6f86eed. Runs of the slow equations are left out: their
integrator was mended since. Values that are absent count as NaN, and every NaN is the same.
"""
import hashlib
import json
import pathlib
import subprocess
import sys

import h5py
import numpy


def own_data(path, inputs, parameters, samples=7):
    """A problem of exact binary fractions, the same wherever it is made."""
    state = inputs * 7919 + parameters

    def numbers(*shape):
        nonlocal state
        values = []
        for _ in range(int(numpy.prod(shape))):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            values.append((state >> 54) / 512 - 1)
        return numpy.array(values).reshape(shape)

    with h5py.File(path, "w") as file:
        file["design"] = numbers(samples, inputs)
        file["targets"] = numbers(samples)
        file["theta0"] = numbers(parameters) / 4
        if inputs % 2:
            file["w_star"] = numbers(inputs)
            file["v0"] = abs(numbers(parameters))


def digests(path):
    """SHA-256 of each recorded quantity over the runs that train."""
    with h5py.File(path) as file:
        coordinates = set(file.attrs["coordinates"].split()) | {"run"}
        runs = len(file["run"])
        dynamics = numpy.broadcast_to(file["dynamics"].asstr()[()], runs)
        found = {}
        for name, dataset in file.items():
            if name in coordinates or dataset.shape[:1] != (runs,) or dataset.dtype.kind not in "iuf":
                continue
            values = dataset[()].astype(numpy.float64)
            if "_FillValue" in dataset.attrs:
                values[values == float(dataset.attrs["_FillValue"].item())] = numpy.nan
            values = values[dynamics == "training"]
            values[numpy.isnan(values)] = numpy.nan
            found[name] = hashlib.sha256(values.astype("<f8").tobytes()).hexdigest()[:16]
        return found


program, folder, first, last, work = sys.argv[1], pathlib.Path(sys.argv[2]), *map(int, sys.argv[3:5]), pathlib.Path(sys.argv[5])
known = {} if "--write" in sys.argv else json.loads((folder / "numbers.json").read_text())
wrong = []
for sweep in sorted(folder.glob("*.yaml"))[first:last]:
    text = sweep.read_text()
    copy = work / sweep.name
    copy.write_text(text)
    if "path: own-" in text:
        name = text.split("path: ")[1].split("}")[0]
        own_data(work / name, *map(int, name.removesuffix(".h5").split("-")[1:]))
    out = work / sweep.stem
    run = subprocess.run([program, "run", copy, "--out", out, "--workers", "1"], capture_output=True, text=True, timeout=60)
    if run.returncode:
        wrong.append(f"{sweep.name}: exit code {run.returncode}: {run.stderr}")
        continue
    found = digests(out / "results.h5")
    if "--write" in sys.argv:
        known[sweep.stem] = found
    for name, digest in known[sweep.stem].items():
        if found.get(name) != digest:
            wrong.append(f"{sweep.name}: {name} has other values")
if "--write" in sys.argv:
    (folder / "numbers.json").write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
print("\n".join(wrong) or f"{last - first} sweeps compared")
sys.exit(bool(wrong))
