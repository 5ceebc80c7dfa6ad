"""Runs random unions of sub-grids and unstacks their results in xarray, as the README does.

Every run must stand at its own labels, or there must be an error. Labels are never missing, have one value a
run and the type of the parameter, whatever the union.

Usage: check_unions.py THALWEG DIRECTORY COUNT SEED
"""

import random
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import xarray

thalweg, directory, count, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
dice = random.Random(seed)
WHOLE = {"dimension", "samples", "sparsity", "rank", "width", "depth", "batch", "steps", "block_size",
         "bias_correction"}
# What every run has.
EVERYWHERE = {"exponent", "batch"}
# What a run has that the sweep file says nothing of; None is said by the file.
EXPONENT = {"sgd": 0, "adam": 0.5, "rmsprop": 0.5, "adam-mini": 0.5, "adalayer": 0.5}


def some(*values):
    """One value or several, in any order."""
    chosen = dice.sample(values, dice.randint(1, min(2, len(values))))
    return "[" + ", ".join(map(str, chosen)) + "]" if len(chosen) > 1 else str(chosen[0])


def optimizer(kind):
    keys = [f"kind: {kind}", f"step_size: {some(0.01, 0.02, 0.05)}"]
    if kind != "sgd":
        keys.append(dice.choice([
            f"beta2: {some(0.99, 0.999, 0.9)}", f"one_minus_beta2: {some(0.01, 0.001, 0.1)}",
            f"one_minus_beta2: {{rate: {some(1, 10)}, power: {some(1, 2)}}}"]))
        keys += dice.sample([f"epsilon: {some(1e-6, 1e-4)}", f"bias_correction: {some('true', 'false')}"],
                            dice.randint(0, 2))
    if kind not in ("sgd", "rmsprop") and dice.random() < 0.5:
        keys.append(f"beta1: {some(0, 0.5, 0.9)}")
    if kind == "adam-e":
        keys.append(f"exponent: {some(0.25, 0.5, 0.75)}")
    if kind == "adam-mini":
        keys.append(f"block_size: {some(2, 3)}")
    return "{" + ", ".join(keys) + "}"


def noise(kind):
    if kind == "label":
        kind = dice.choice(["alpha", "delta"])
    return {
        "none": "{kind: none}", "gradient": f"{{kind: gradient, std: {some(0.01, 0.1)}}}",
        "alpha": f"{{kind: label, alpha: {some(0.01, 0.0025)}, batch: {some('full', 2)}}}",
        "delta": f"{{kind: label, delta: {some(0.1, 0.2)}, distribution: {some('gaussian', 'rademacher')}}}",
    }[kind]


def model(kind):
    if kind == "diagonal-net":
        return f"{{kind: {kind}, dimension: {some(6, 9)}, sparsity: {some(1, 2)}}}"
    return f"{{kind: {kind}, dimension: {some(3, 4)}, rank: {some(1, 2)}, depth: {some(2, 3)}}}"


def sources(index):
    problems = [f"{{samples: {some(4, 6)}, design: {some('sign', 'gaussian')}}}"]
    path = directory / f"problem-{index}.h5"
    with h5py.File(path, "w") as file:
        file["design"], file["targets"] = np.eye(9)[:4], np.ones(4)
    problems.append(f"{{kind: file, path: {path.name}}}")
    return problems


def block(make, kinds):
    """A union over some of the kinds."""
    entries = [make(kind) for kind in dice.sample(kinds, dice.randint(1, min(3, len(kinds))))]
    return entries[0] if len(entries) == 1 else "[" + ", ".join(entries) + "]"


def sweep(index):
    generated, of_file = sources(index)
    models, problems = block(model, ["diagonal-net", "matrix-factorization"]), generated
    if dice.random() < 0.2:  # the file has 9 columns
        models = "[{kind: diagonal-net, dimension: 9, sparsity: 2}, {kind: matrix-factorization, dimension: 3, rank: 1}]"
        problems = f"[{of_file}, {generated}]"
    kinds = ["sgd", "rmsprop", "adam", "adam-e", "adalayer"] + ["adam-mini"] * ("diagonal-net" in models)
    optimizers = block(optimizer, kinds)
    return (f"name: union-{index}\nmodel: {models}\ndata: {problems}\nnoise: {block(noise, ['none', 'gradient', 'label'])}\n"
            f"optimizer: {optimizers}\nsteps: {some(3, 5)}\nseed: {{count: {dice.randint(1, 2)}}}\n"
            f"precision: {some('float64', 'float32')}\nrecord: {{count: 2, projection: never}}\n")


def check_labels(data):
    for name, column in data.coords.items():
        if name in ("run", "snapshot", "entry"):
            continue
        values = column.values
        assert column.dims == ("run",), (name, column.dims)
        kind = "iu" if name in WHOLE or "seed" in name else "f" if "units" in column.attrs else "OUT"
        assert values.dtype.kind in kind, (name, values.dtype)
        assert not (values == "").any() if kind == "OUT" else not np.isnan(values.astype(float)).any(), name
        assert {"symbol", "role", "long_name"} <= set(column.attrs), name
        if "applies_to" in column.attrs:  # some run has it
            other, words = column.attrs["applies_to"].split(": ")
            assert np.isin(data[other].values, words.split()).any() or name in EVERYWHERE, name
    for kind, exponent in EXPONENT.items():
        assert (data.exponent.values[data.optimizer.values == kind] == exponent).all(), kind
    assert (data.batch.values[data.noise.values != "label"] == data.samples.values[data.noise.values != "label"]).all()
    if "one_minus_beta2" in data.coords:
        assert np.allclose(data.beta2 + data.one_minus_beta2, 1, rtol=1e-15)
        # A label that the sweeps write, in as many digits.
        assert all(len(repr(float(value))) < 20 for value in data.one_minus_beta2.values)


def unstack(data, labels):
    """How many runs stand at their own labels; None where xarray says why not."""
    data = data[["status"]].assign(place=("run", np.arange(data.sizes["run"], dtype=float)))
    try:
        place = data.set_index(run=labels).unstack("run")["place"]
    except ValueError as error:
        rows = list(zip(*(data[name].values.tolist() for name in labels)))
        assert len(set(rows)) < len(rows), (labels, error)  # only where labels do not tell runs apart
        return None
    assert place.notnull().sum() == data.sizes["run"], labels
    for index in np.argwhere(place.notnull().values):
        at = {name: place[name].values[i] for name, i in zip(place.dims, index)}
        run = int(place.values[tuple(index)])
        assert all(at[name] == data[name].values[run] for name in place.dims), (run, at)
    return data.sizes["run"]


found = refused = 0
for index in range(count):
    path = directory / f"union-{index}.yaml"
    path.write_text(sweep(index))
    out = directory / f"union-{index}"
    result = subprocess.run([thalweg, "run", path, "--out", out, "--workers", "1"], capture_output=True, text=True)
    assert result.returncode == 0, (path.read_text(), result.stderr)
    with xarray.open_dataset(out / "results.h5", engine=dice.choice(["h5netcdf", "netcdf4"])) as data:
        data.load()
        check_labels(data)
        names = [name for name, column in data.coords.items() if column.dims == ("run",) and name != "run"]
        varied = [name for name in names if len(set(data[name].values.tolist())) > 1]
        # All that tells runs apart; then any of the columns.
        follows = {"problem_name", "width", "beta2", "data_seed", "init_seed", "noise_seed"}
        choices = [[name for name in varied if name not in follows] or ["seed"]]
        choices += [dice.sample(names, min(5, len(names))) for _ in range(2)]
        for labels in choices:
            size = np.prod([len(set(data[name].values.tolist())) for name in labels], dtype=float)
            if size < 1e7:
                answer = unstack(data, labels)
                found, refused = found + (answer is not None), refused + (answer is None)

assert found > 0 and refused > 0, (found, refused)
print(f"{found} grids with every run at its own labels, {refused} refused")
