"""Makes sharpness-trajectories.h5: a sparse truth in 100 dimensions, 30 samples, a start that fits them.

theta0 interpolates the targets and v0 = α diag(H) there, so training and the slow equations set out
from one point.
"""

import h5py
import numpy as np

ALPHA = 0.1  # as in sharpness-trajectories.yaml
random = np.random.default_rng(1)
design = random.choice([-1.0, 1.0], (30, 100))
truth = np.zeros(100)
truth[random.choice(100, 5, replace=False)] = random.choice([-1.0, 1.0], 5)
targets = design @ truth

theta = random.normal(0, 0.5, 200)
for _ in range(100):  # Gauss–Newton onto the interpolators
    u, v = np.split(theta, 2)
    jacobian = np.hstack([2 * design * u, -2 * design * v])
    theta = theta - np.linalg.pinv(jacobian) @ (design @ (u * u - v * v) - targets)
u, v = np.split(theta, 2)
assert np.abs(design @ (u * u - v * v) - targets).max() < 1e-12
with h5py.File("sharpness-trajectories.h5", "w") as file:
    file["design"], file["targets"], file["w_star"] = design, targets, truth
    file["theta0"], file["v0"] = theta, ALPHA * 4 * theta**2
