"""`dynamics: gradient-flow` against SciPy's DOP853 and Radau at rtol 1e-12, for several models and losses.

Usage: gradient_flow.py THALWEG DIRECTORY

Every θ is recorded. The predictions are written in NumPy and the gradient is found by complex steps, so that no
line is shared with the program. Prints the largest error of each case, relative to max|θ|, and exits 0 when all are
below 100 times the tolerance.
"""

import os
import subprocess
import sys

import h5py
import numpy as np
import xarray as xr
from scipy.integrate import solve_ivp

TOLERANCE = 1e-10


def softplus(x):
    return np.log(1 + np.exp(x))


def log_softmax(f):
    f = f - f.real.max(-1, keepdims=True)
    return f - np.log(np.exp(f).sum(-1, keepdims=True))


CASES = {
    "diagonal net": dict(
        model="{kind: diagonal-net, dimension: 5}", shapes={"u": (5,), "v": (5,)}, q=5,
        predict=lambda X, u, v: X @ (u * u - v * v)),
    "factorization of depth 3": dict(
        model="{kind: matrix-factorization, dimension: 3, width: 3, depth: 3}",
        shapes={"W1": (3, 3), "W2": (3, 3), "W3": (3, 3)}, q=9,
        predict=lambda X, A, B, C: X @ (C @ B @ A).ravel()),
    "tanh net": dict(
        model="{kind: two-layer, width: 4}", shapes={"W": (4, 3), "a": (4,)}, q=3,
        predict=lambda X, W, a: np.tanh(X @ W.T) @ a),
    "logistic regression": dict(
        model="{kind: linear, dimension: 4}", shapes={"w": (4,)}, q=4, loss="logistic",
        predict=lambda X, w: X @ w),
    "soft-max of a net": dict(
        model="{kind: two-layer, width: 4}", shapes={"W": (4, 3), "a": (3, 4)}, q=3,
        loss="cross-entropy", outputs=3, predict=lambda X, W, a: np.tanh(X @ W.T) @ a.T),
    "a stiff linear model": dict(
        model="{kind: linear, dimension: 4}", shapes={"w": (4,)}, q=4, method="Radau",
        scales=np.array([300.0, 30, 1, 0.1]), predict=lambda X, w: X @ w),
}


def mean_loss(kind, f, y):
    if kind == "squared":
        return ((f - y) ** 2).sum() / (2 * len(y))
    if kind == "logistic":
        return softplus(-y * f).sum() / len(y)
    return -log_softmax(f)[np.arange(len(y)), y.astype(int)].sum() / len(y)


def solve(case, X, y, theta, times):
    ends = np.cumsum([0] + [int(np.prod(s)) for s in case["shapes"].values()])

    def blocks(theta):
        return [theta[a:b].reshape(s) for a, b, s in zip(ends, ends[1:], case["shapes"].values())]

    def slope(_, theta):
        result = np.empty_like(theta)
        for p in range(len(theta)):
            moved = theta.astype(complex)
            moved[p] += 1e-30j
            f = case["predict"](X, *blocks(moved))
            result[p] = mean_loss(case.get("loss", "squared"), f, y).imag / 1e-30
        return -result

    found = solve_ivp(
        slope, (0, times[-1]), theta, method=case.get("method", "DOP853"), t_eval=times,
        rtol=1e-12, atol=1e-14)
    assert found.success, found.message
    return found.y.T


def check(program, name, case, number):
    rng = np.random.default_rng(number)
    loss, q = case.get("loss", "squared"), case["q"]
    X = rng.standard_normal((7, q)) * case.get("scales", 1)
    y = rng.standard_normal(7)
    if loss == "logistic":
        y = np.sign(y)
    if loss == "cross-entropy":
        y = rng.integers(0, 3, 7).astype(float)
    count = sum(int(np.prod(s)) for s in case["shapes"].values())
    theta = 0.7 * rng.standard_normal(count)
    with h5py.File("data.h5", "w") as file:
        file["design"], file["targets"], file["theta0"] = X, y, theta
    outputs = f", outputs: {case['outputs']}" if "outputs" in case else ""
    with open("flow.yaml", "w") as file:
        file.write(f"""
name: flow
model: {case["model"]}
data: {{kind: file, path: data.h5{outputs}}}
loss: {loss}
noise: {{kind: none}}
optimizer: {{kind: sgd, step_size: 0.01}}
steps: 1000
seed: 0
dynamics: gradient-flow
tolerance: {TOLERANCE}
record: {{steps: [0, 10, 100, 300, 1000], parameters: all, projection: never}}
""")
    out = f"out-{number}"
    subprocess.run([program, "run", "flow.yaml", "--out", out], check=True, capture_output=True)
    with xr.open_dataset(f"{out}/results.h5") as data:
        run = data.isel(run=0)
        found = np.hstack([run[f"theta_{b}"].values.reshape(5, -1) for b in case["shapes"]])
    expected = solve(case, X, y, theta, np.array([0, 0.1, 1, 3, 10]))
    assert not np.isnan(found).any(), found
    return (np.abs(found - expected).max(1) / np.abs(expected).max(1)).max()


program, directory = sys.argv[1:]
os.chdir(directory)
errors = {name: check(program, name, case, i) for i, (name, case) in enumerate(CASES.items())}
for name, error in errors.items():
    print(f"{name}: {error:.1e}")
sys.exit(0 if max(errors.values()) < 100 * TOLERANCE else 1)
