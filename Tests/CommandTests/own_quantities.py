"""Runs a sweep with quantities of its own, and finds each from the recorded θ by NumPy.

python own_quantities.py PROGRAM DIRECTORY; exits 0 when all agree.
"""

import os
import subprocess
import sys

import h5py
import numpy as np
import xarray as xr

program, directory = sys.argv[1:]
os.chdir(directory)
rng = np.random.default_rng(5)
X, X_test = rng.standard_normal((12, 3)), rng.standard_normal((5, 3))
y, y_test = np.sin(X[:, 0]) + X[:, 1] * X[:, 2], rng.standard_normal(5)
with h5py.File("data.h5", "w") as file:
    file["design"], file["targets"] = X, y
    file["test_design"], file["test_targets"] = X_test, y_test

with open("own.yaml", "w") as file:
    file.write("""
name: own
model: {kind: two-layer, width: [4, 2], bias: true, activation: tanh}
data: {kind: file, path: data.h5}
noise: {kind: none}
optimizer: {kind: sgd, step_size: [0.05, 0.1], schedule: {kind: cosine}}
steps: 60
seed: {count: 2}
record:
  count: 5
  parameters: all
  also: [test_loss, step_size_now, block_norm, spectral_norm, block_nuclear_norm, stable_rank, block_effective_rank]
  formulas:
    path_norm: sum(abs(a) * norm(W, axis=1))
    moved: "norm(theta - concatenate([ravel(initial_W), initial_b, initial_a]))"
    half: |
      r = f - y  # the residuals
      mean(r ** 2) / 2
    test_half: mean((f_test - y_test) ** 2) / 2
    mean_drive: |
      drive = X @ W.T + b
      sum(drive) / (samples * width)
    farthest: max(norm(X_test @ W.T, axis=1))
    independent: rank(J, 1e-9)
    clock: k * eta
    largest: max(singular_values(W))
    rows: norm(W, axis=1)
""")
subprocess.run([program, "run", "own.yaml", "--out", "own"], check=True, capture_output=True)


def predictions(W, b, a, X):
    return np.tanh(X @ W.T + b) @ a


def jacobian(W, b, a):
    h = np.tanh(X @ W.T + b)
    of_b = a * (1 - h**2)
    of_W = of_b[:, :, None] * X[:, None, :]
    return np.concatenate([of_W.reshape(len(X), -1), of_b, h], axis=1)


with xr.open_dataset("own/results.h5") as data:
    assert data.sizes["run"] == 8 and dict(data.sizes)["W_0"] == 4, data.sizes
    assert data.path_norm.attrs["long_name"] == "sum(abs(a) * norm(W, axis=1))"
    assert data.half.attrs["long_name"] == "r = f - y; mean(r ** 2) / 2"
    for index in range(data.sizes["run"]):
        run = data.isel(run=index)
        width = int(run.width)
        first = None
        for snapshot in range(data.sizes["snapshot"]):
            state = run.isel(snapshot=snapshot)
            W, b, a = state.theta_W.values[:width], state.theta_b.values[:width], state.theta_a.values[:width]
            theta = np.concatenate([W.ravel(), b, a])
            first = theta if first is None else first
            s = np.linalg.svd(W, compute_uv=False)
            p = s / s.sum()
            expected = {
                "path_norm": np.sum(np.abs(a) * np.linalg.norm(W, axis=1)),
                "moved": np.linalg.norm(theta - first),
                "half": np.mean((predictions(W, b, a, X) - y) ** 2) / 2,
                "test_half": np.mean((predictions(W, b, a, X_test) - y_test) ** 2) / 2,
                "mean_drive": np.mean(X @ W.T + b),
                "farthest": np.linalg.norm(X_test @ W.T, axis=1).max(),
                "independent": np.linalg.matrix_rank(jacobian(W, b, a), tol=1e-9),
                "clock": state.step.item() * state.step_size_now.item(),
                "largest": s[0],
                "block_norm_W": np.linalg.norm(W),
                "block_norm_b": np.linalg.norm(b),
                "block_norm_a": np.linalg.norm(a),
                "spectral_norm_W": s[0],
                "block_nuclear_norm_W": s.sum(),
                "stable_rank_W": np.sum(s**2) / s[0] ** 2,
                "block_effective_rank_W": np.exp(-np.sum(p * np.log(p))),
                "train_loss": state.half.item(),
                "test_loss": state.test_half.item(),
            }
            assert "spectral_norm_a" not in data
            rows = state.rows.values
            assert state.rows.dims == ("rows_index",) and np.all(np.isnan(rows[width:]))
            assert np.allclose(rows[:width], np.linalg.norm(W, axis=1), rtol=1e-14)
            for name, value in expected.items():
                found = state[name].item()
                assert np.isclose(found, value, rtol=1e-11, atol=1e-13), (index, snapshot, name, found, value)
            if snapshot:
                assert state.moved > 0

subprocess.run([program, "export", "own", "--format", "csv", "--out", "own.csv"], check=True, capture_output=True)
with xr.open_dataset("own/results.h5") as data:
    table = np.genfromtxt("own.csv", delimiter=",", names=True, dtype=None, encoding=None)
    assert len(table) == 40
    for place, line in enumerate(table):
        there = data.rows.values[line["run"], line["snapshot"]]
        assert np.array_equal([line[f"rows_{i}"] for i in range(4)], there, equal_nan=True), place
shown = subprocess.run([program, "show", "own", "0", "--columns", "rows"], check=True, capture_output=True, text=True)
assert "rows_3" in shown.stdout, shown.stdout
verified = subprocess.run([program, "verify", "own"], capture_output=True)
assert verified.returncode == 0
print("all agree")
