"""Trains both models with PyTorch's own optimizers and with Thalweg on the same file.

Conventions: torch.optim.Adam corrects the bias of its moments, so `bias_correction: true`.
torch.optim.RMSprop neither corrects nor averages the gradient, and adds epsilon outside of the
root, as Thalweg does (TensorFlow's adds it inside). torch.optim.SGD has no momentum here.

Usage: compare_with_torch.py THALWEG DIRECTORY
"""

import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import torch

thalweg, directory = sys.argv[1], Path(sys.argv[2])
torch.set_default_dtype(torch.float64)
STEPS = [1, 10, 50, 100]
P, WIDTH, DEPTH = 5, 4, 3


def diagonal_net(theta):
    u, v = theta.chunk(2)
    return u * u - v * v


def factorization(theta):
    shapes = [(WIDTH, P), (WIDTH, WIDTH), (P, WIDTH)]
    product, first = torch.eye(P), 0
    for rows, columns in shapes:
        product = theta[first : first + rows * columns].reshape(rows, columns) @ product
        first += rows * columns
    return product.flatten()


MODELS = {
    "diagonal-net": (diagonal_net, "dimension: 25", 50),
    "matrix-factorization": (
        factorization, f"dimension: {P}, width: {WIDTH}, depth: {DEPTH}",
        2 * WIDTH * P + WIDTH * WIDTH),
}
OPTIMIZERS = {
    "kind: sgd, step_size: 0.05": lambda p: torch.optim.SGD(p, lr=0.05),
    "kind: rmsprop, step_size: 0.01, beta2: 0.95, epsilon: 1e-7": lambda p: torch.optim.RMSprop(
        p, lr=0.01, alpha=0.95, eps=1e-7),
    "kind: adam, step_size: 0.01, beta1: 0.8, beta2: 0.97, epsilon: 1e-8, bias_correction: true":
        lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.97), eps=1e-8),
}

random = np.random.default_rng(7)
worst = 0.0
for number, (kind, (model, shape, count)) in enumerate(MODELS.items()):
    design, targets = random.standard_normal((9, 25)), random.standard_normal(9)
    theta0 = 0.5 * random.standard_normal(count)
    with h5py.File(directory / f"problem-{number}.h5", "w") as file:
        file["design"], file["targets"], file["theta0"] = design, targets, theta0
    for index, (options, make) in enumerate(OPTIMIZERS.items()):
        sweep = directory / f"torch-{number}-{index}.yaml"
        sweep.write_text(f"""\
name: torch
model: {{kind: {kind}, {shape}}}
data: {{kind: file, path: problem-{number}.h5}}
noise: {{kind: none}}
optimizer: {{{options}}}
steps: 100
seed: 0
record: {{steps: {STEPS}, signal: all}}
""")
        out = sweep.with_suffix("")
        subprocess.run(
            [thalweg, "run", sweep, "--out", out, "--workers", "1"], check=True,
            capture_output=True)
        with h5py.File(out / "results.h5") as file:
            ours = file["signal"][0]

        theta = torch.tensor(theta0, requires_grad=True)
        optimizer = make([theta])
        z, y = torch.tensor(design), torch.tensor(targets)
        for step in range(1, 101):
            optimizer.zero_grad()
            (0.5 * (z @ model(theta) - y).square().mean()).backward()
            optimizer.step()
            if step in STEPS:
                theirs = model(theta).detach().numpy()
                error = np.abs(ours[STEPS.index(step)] - theirs).max() / np.abs(theirs).max()
                worst = max(worst, error)

assert worst < 1e-9, worst
print(f"PyTorch agrees to {worst:.1e}")
