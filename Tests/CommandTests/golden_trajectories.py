"""Runs every golden trajectory without noise as a user's own problem through the command line.

Usage: golden_trajectories.py THALWEG GOLDEN_JSON DIRECTORY
"""

import json
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np

thalweg, golden, directory = sys.argv[1], sys.argv[2], Path(sys.argv[3])
STEPS = [1, 2, 3, 10, 60]


def signal(model, theta):
    """w(theta) of either model."""
    theta = np.asarray(theta)
    if model["kind"] == "diagonal-net":
        u, v = np.split(theta, 2)
        return u * u - v * v
    p, h, depth = model["dimension"], model["width"], model["depth"]
    shapes = [(h, p)] + [(h, h)] * (depth - 2) + [(p, h)]
    product, first = np.eye(p), 0
    for rows, columns in shapes:
        product = theta[first : first + rows * columns].reshape(rows, columns) @ product
        first += rows * columns
    return product.ravel()


def sweep(model, optimizer, problem, precision):
    shape = f"width: {model['width']}, depth: {model['depth']}, " if "width" in model else ""
    keys = {"eta": "step_size"}
    settings = {keys.get(k, k): v for k, v in optimizer.items()}
    if optimizer["kind"] != "adam-e":
        settings.pop("exponent", None)
    if model["kind"] != "diagonal-net":  # blocks are rows there
        settings.pop("block_size", None)
    options = ", ".join(f"{key}: {value}" for key, value in settings.items())
    return f"""\
name: golden
model: {{kind: {model['kind']}, {shape}dimension: {model['dimension']}}}
data: {{kind: file, path: {problem}}}
noise: {{kind: none}}
optimizer: {{{options}}}
steps: 60
seed: 0
record: {{steps: {STEPS}, signal: all}}
precision: {precision}
"""


count, worst = 0, {"float64": 0.0, "float32": 0.0}
for number, case in enumerate(json.load(open(golden))["cases"]):
    problem = directory / f"problem-{number}.h5"
    with h5py.File(problem, "w") as file:
        file["design"], file["targets"] = case["design"], case["targets"]
        file["w_star"], file["theta0"] = case["w_star"], case["theta0"]
    for run in case["runs_without_noise"]:
        for precision in worst:
            name = f"{number}-{count}-{precision}"
            (directory / f"{name}.yaml").write_text(
                sweep(case["model"], run["optimizer"], problem.name, precision))
            subprocess.run(
                [thalweg, "run", directory / f"{name}.yaml", "--out", directory / name,
                 "--workers", "1"], check=True, capture_output=True)
            with h5py.File(directory / name / "results.h5") as file:
                ours = file["signal"][0]
            for snapshot, reference in enumerate(run["trajectory"]):
                assert reference["step"] == STEPS[snapshot]
                expected = signal(case["model"], reference["theta"])
                error = np.abs(ours[snapshot] - expected).max() / np.abs(expected).max()
                worst[precision] = max(worst[precision], error)
        count += 1

assert worst["float64"] < 1e-10 and worst["float32"] < 1e-4, worst
print(f"{count} trajectories agree: {worst}")
