"""The slow equation of sgd, followed to its end, against basis pursuit by linear programming.

Usage: basis_pursuit.py THALWEG DIRECTORY

On a sign design tr(H) = 4 Σ θ_j², which over all θ with one w is 4 ‖w‖₁: what the equation reduces
is minimized by basis pursuit, min ‖w‖₁ subject to Zw = y, and that problem is convex.
"""

import subprocess
import sys

import h5py
import numpy as np
from scipy.optimize import linprog

program, directory = sys.argv[1:]
random = np.random.default_rng(7)
dimension, sparsity = 60, 5
worst = 0.0
recovered = []
for samples in (8, 12, 16, 20, 24):
    design = random.choice([-1.0, 1.0], (samples, dimension))
    truth = np.zeros(dimension)
    truth[:sparsity] = random.uniform(-1, 1, sparsity)
    with h5py.File(f"{directory}/problem.h5", "w") as file:
        file["design"], file["targets"], file["w_star"] = design, design @ truth, truth
    with open(f"{directory}/sweep.yaml", "w") as file:
        file.write(
            f"""
name: basis-pursuit
model: {{kind: diagonal-net, dimension: {dimension}}}
data: {{kind: file, path: problem.h5}}
noise: {{kind: label, alpha: 0.01}}
optimizer: {{kind: sgd, step_size: 0.05}}
steps: {{slow_time: 4000}}
seed: 0
dynamics: slow-ode
record: {{count: 3, signal: last}}
"""
        )
    out = f"{directory}/out-{samples}"
    subprocess.run([program, "run", f"{directory}/sweep.yaml", "--out", out], check=True)
    with h5py.File(f"{out}/results.h5") as file:
        found = np.ravel(file["signal"][:])[-dimension:]
    both = linprog(np.ones(2 * dimension), A_eq=np.hstack([design, -design]), b_eq=design @ truth)
    assert both.success
    best = both.x[:dimension] - both.x[dimension:]
    # The norms, as below the transition a sign design may have several minimizers.
    worst = max(worst, abs(np.abs(found).sum() / np.abs(best).sum() - 1))
    recovered.append(np.abs(found - truth).max() < 1e-6)
    assert not recovered[-1] or np.abs(found - best).max() < 1e-6
# The problems lie on both sides of the transition, or this would say little.
assert len(set(recovered)) == 2, recovered
assert worst < 1e-8, worst
print(f"basis pursuit agrees: {worst:.1e}")
