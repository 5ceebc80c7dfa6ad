"""Trains a tanh net with muon whose vectors adamw moves, in NumPy, and compares θ with the program's.

python muon_vectors.py PROGRAM DIRECTORY; exits 0 when all agree.
"""

import os
import subprocess
import sys

import h5py
import numpy as np

program, directory = sys.argv[1:]
os.chdir(directory)

rng = np.random.default_rng(8)
n, q, h, steps = 12, 3, 5, 40
X, y = rng.standard_normal((n, q)), rng.standard_normal(n)
start = {"W1": rng.standard_normal((h, q)), "b1": 0.1 * rng.standard_normal(h), "W2": rng.standard_normal(h), "b2": np.array(0.2)}
with h5py.File("data.h5", "w") as file:
    file["inputs"], file["targets"] = X, y
    for name, values in start.items():
        file[f"theta0/{name}"] = values

eta, beta, decay = 0.02, 0.95, 0.1


def gradients(t):
    """Of ½ mean (f − y)²."""
    a = np.tanh(X @ t["W1"].T + t["b1"])
    r = (a @ t["W2"] + t["b2"] - y) / n
    d = np.outer(r, t["W2"]) * (1 - a**2)
    return {"W1": d.T @ X, "b1": d.sum(0), "W2": a.T @ r, "b2": r.sum()}


def orthogonal(M):
    """Five steps of Newton–Schulz, Jordan et al."""
    a, b, c = 3.4445, -4.7750, 2.0315
    O = M / (np.linalg.norm(M) + 1e-7)
    tall = O.shape[0] > O.shape[1]
    O = O.T if tall else O
    for _ in range(5):
        A = O @ O.T
        O = a * O + (b * A + c * A @ A) @ O
    return O.T if tall else O


def train(factor, beta1, beta2, epsilon, schedule):
    t = {name: values.copy() for name, values in start.items()}
    m, v = ({name: np.zeros_like(values) for name, values in t.items()} for _ in range(2))
    for k in range(1, steps + 1):
        g, rate = gradients(t), eta * schedule(k)
        for name in t:
            t[name] = t[name] * (1 - rate * decay)
            if name == "W1":
                m[name] = beta * m[name] + (1 - beta) * g[name]
                ahead = beta * m[name] + (1 - beta) * g[name]
                t[name] = t[name] - rate * np.sqrt(max(1, h / q)) * orthogonal(ahead)
            else:
                m[name] = beta1 * m[name] + (1 - beta1) * g[name]
                v[name] = beta2 * v[name] + (1 - beta2) * g[name] ** 2
                root = np.sqrt(v[name] / (1 - beta2**k)) + epsilon
                t[name] = t[name] - rate * factor * (m[name] / (1 - beta1**k)) / root
    return t


CASES = {
    "default": ("", (1.0, 0.9, 0.999, 1e-8), ""),
    "own": (", vectors_factor: 0.25, vectors_beta1: 0.8, vectors_beta2: 0.95, vectors_epsilon: 1e-10", (0.25, 0.8, 0.95, 1e-10), ""),
    "scheduled": (", vectors_beta2: 0.9", (1.0, 0.9, 0.9, 1e-8), ", schedule: {formula: 1 / k}"),
}
for name, (keys, numbers, schedule) in CASES.items():
    with open(f"{name}.yaml", "w") as file:
        file.write(f"""
name: {name}
model: {{kind: mlp, width: {h}, bias: true}}
data: {{kind: file, path: data.h5}}
noise: {{kind: none}}
optimizer: {{kind: muon, step_size: {eta}, weight_decay: {decay}, vectors: adamw{keys}{schedule}}}
steps: {steps}
seed: 1
record: {{count: 2, parameters: last}}
""")
    subprocess.run([program, "run", f"{name}.yaml", "--out", name, "--workers", "1"], check=True, capture_output=True)
    expected = train(*numbers, (lambda k: 1 / k) if schedule else (lambda k: 1))
    with h5py.File(f"{name}/results.h5") as file:
        for block, values in expected.items():
            found = file[f"theta_{block}"][0]
            error = np.abs(found - values).max() / np.abs(values).max()
            assert error < 1e-10, (name, block, error)
            assert np.abs(found - start[block]).max() > 1e-3, (name, block)
print("all agree")
