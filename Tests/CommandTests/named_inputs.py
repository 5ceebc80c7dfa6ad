"""Data files whose inputs have names, in every form, and what results say of them: xarray selects by name.

python named_inputs.py PROGRAM DIRECTORY; exits 0 when all agree.
"""

import json
import os
import subprocess
import sys

import h5py
import numpy as np
import xarray as xr

program, directory = sys.argv[1:]
os.chdir(directory)

NAMES = ["age", "body mass", "größe"]
rng = np.random.default_rng(5)
inputs = rng.standard_normal((20, 3))
targets = inputs @ [2.0, -1.0, 0.5] + 1
rows = np.column_stack([inputs[:, :1], targets, inputs[:, 1:]])
np.savetxt("table.csv", rows, "%.17g", ",", comments="", encoding="utf-8", header="age,target,body mass,größe")
np.savez("wide.npz", inputs=inputs, targets=targets, names=np.array(NAMES))
np.savez("big.npz", inputs=inputs, targets=targets, names=np.array(NAMES).astype(">U9"))
np.savez("plain.npz", inputs=inputs, targets=targets)


def write(name, add):
    with h5py.File(name, "w") as file:
        file["inputs"], file["targets"] = inputs, targets
        add(file)


write("dataset.h5", lambda file: file.create_dataset("names", data=NAMES, dtype=h5py.string_dtype()))
fixed = np.array([name.encode() for name in NAMES]).astype(h5py.string_dtype("utf-8", 12))
write("fixed.h5", lambda file: file.create_dataset("names", data=fixed))
write("attribute.h5", lambda file: file["inputs"].attrs.__setitem__("names", NAMES))
write("root.h5", lambda file: file.attrs.__setitem__("names", NAMES))
OTHERS = ["a", "b", "c"]
write("others.h5", lambda file: file.attrs.__setitem__("names", OTHERS))

SWEEP = """
name: named
model: {model}
data: {data}
noise: {{kind: none}}
optimizer: {{kind: sgd, step_size: 0.1}}
steps: 400
seed: [1, 2]
record: {{count: 3, parameters: all, signal: {signal}}}
"""


def thalweg(*arguments, fails=False):
    made = subprocess.run([program, *arguments], capture_output=True, text=True)
    assert (made.returncode != 0) == fails, (arguments, made.stderr)
    return made.stderr if fails else made.stdout


def run(name, data, model="{kind: linear, bias: true}", signal="all"):
    with open(f"{name}.yaml", "w") as file:
        file.write(SWEEP.format(model=model, data=data, signal=signal))
    thalweg("run", f"{name}.yaml", "--out", name, "--workers", "1")
    return f"{name}/results.h5"


def one(path):
    return f"{{kind: file, path: {path}}}"


for form in ["table.csv", "wide.npz", "big.npz", "dataset.h5", "fixed.h5", "attribute.h5", "root.h5"]:
    path = run("out-" + form.replace(".", "-"), one(form), signal="never")
    for engine in ("h5netcdf", "netcdf4"):
        with xr.open_dataset(path, engine=engine) as data:
            assert list(data.theta_w.coords["w_0_name"].values) == NAMES, (form, engine, data.theta_w)
            assert data.w_0_name.dims == ("w_0",) and "w_0_name" in data.coords, data
            by_name = data.theta_w.swap_dims(w_0="w_0_name").isel(snapshot=-1)
            # The coefficients of the least squares, by name.
            assert np.allclose(by_name.sel(w_0_name="body mass"), -1, atol=1e-6), by_name
            assert np.allclose(by_name.sel(w_0_name="größe"), 0.5, atol=1e-6), by_name
    thalweg("verify", path.split("/")[0])

# Of a signal too, and of both factors of a diagonal net; a two-layer net has them along the second axis.
path = run("net", one("table.csv"), "{kind: diagonal-net, dimension: 3}")
with xr.open_dataset(path) as data:
    assert list(data.signal.entry_name.values) == NAMES, data.signal
    assert list(data.theta_u.u_0_name.values) == list(data.theta_v.v_0_name.values) == NAMES
with xr.open_dataset(run("layers", one("table.csv"), "{kind: two-layer, width: 4}", "never")) as data:
    assert list(data.theta_W.W_1_name.values) == NAMES and "W_0_name" not in data and "a_0_name" not in data

# One name for a place or none: files that differ, and data that are drawn, leave the dimension without.
plain = run("plain", one("plain.npz"))
mixed = run("mixed", "{kind: file, path: [table.csv, others.h5]}")
same = run("same", "{kind: file, path: [table.csv, wide.npz]}")
for path, names in [(plain, None), (mixed, None), (same, NAMES)]:
    with xr.open_dataset(path) as data:
        assert ("w_0_name" in data) == (names is not None), path
        assert names is None or list(data.w_0_name.values) == names

# Merged by themselves, as a view, with other sweeps, and as a grid.
thalweg("merge", "net", "--out", "merged.h5")
thalweg("merge", "net", "--virtual", "--out", "net/view.h5")
thalweg("export", "net/results.h5", "--format", "grid", "--out", "grid.nc")
for path in ["merged.h5", "net/view.h5", "grid.nc"]:
    with xr.open_dataset(path) as data:
        assert list(data.signal.entry_name.values) == NAMES, (path, data)
thalweg("merge", "same", "mixed", "--out", "both.h5")
with xr.open_dataset("both.h5") as data:
    assert "w_0_name" not in data
assert "names along" in subprocess.run(
    [program, "diff", plain, same], capture_output=True, text=True).stdout
for command in [("report", "net"), ("export", "net/results.h5", "--format", "csv"), ("show", "net", "0")]:
    thalweg(*command)

# A run's data keep the names.
thalweg("export", "--data", "net", "1", "data.h5")
with h5py.File("data.h5") as file:
    assert list(file["names"].asstr()[()]) == NAMES
with xr.open_dataset(run("again", one("data.h5"), "{kind: diagonal-net, dimension: 3}")) as data:
    assert list(data.signal.entry_name.values) == NAMES

# The manifest has them, and files without names have a manifest as before.
with open("net/manifest.json") as a, open("plain/manifest.json") as b:
    named, nameless = json.load(a), json.load(b)
assert list(named["input_names"].values()) == [NAMES] and "input_names" not in nameless

# What names no input is a mistake.
np.savez("few.npz", inputs=inputs, targets=targets, names=np.array(NAMES[:2]))
np.savez("numbers.npz", inputs=inputs, targets=targets, names=np.arange(3))
np.savez("matrices.npz", inputs=inputs.reshape(20, 3, 1), targets=targets, names=np.array(NAMES))
write("numbers.h5", lambda file: file.create_dataset("names", data=np.arange(3)))
write("twice.h5", lambda file: (file.create_dataset("names", data=NAMES), file.attrs.__setitem__("names", NAMES)))
for file, words in {
    "few.npz": "dataset 'names' has 2 elements; inputs has 3 columns",
    "numbers.npz": "'names' holds elements of type '<i8'",
    "matrices.npz": "names are of samples that are vectors",
    "numbers.h5": "dataset 'names' holds numbers",
    "twice.h5": "the names of inputs are there twice",
}.items():
    with open("s.yaml", "w") as sweep:
        sweep.write(SWEEP.format(model="{kind: linear, bias: true}", data=one(file), signal="never"))
    said = thalweg("plan", "s.yaml", fails=True)
    assert words in said.replace("\n", " ") or all(part in said for part in words.split("; ")), (file, said)
print("all agree")
