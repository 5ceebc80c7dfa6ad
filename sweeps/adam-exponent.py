"""Makes adam-exponent-0.h5 … -9.h5: dense truths in 40 dimensions, 12 samples, starts that fit them.

No truth can be recovered from so few samples: where a method ends is its own choice. theta0
interpolates the targets, and v0 = α diag(H) there is the same for every exponent.
"""

import h5py
import numpy as np

ALPHA = 0.1  # as in adam-exponent.yaml

for number in range(10):
    random = np.random.default_rng(number)
    design = random.choice([-1.0, 1.0], (12, 40))
    truth = random.normal(0, 0.3, 40)
    targets = design @ truth
    theta = random.normal(0, 0.5, 80)
    for _ in range(100):  # Gauss–Newton onto the interpolators
        u, v = np.split(theta, 2)
        jacobian = np.hstack([2 * design * u, -2 * design * v])
        theta = theta - np.linalg.pinv(jacobian) @ (design @ (u * u - v * v) - targets)
    u, v = np.split(theta, 2)
    assert np.abs(design @ (u * u - v * v) - targets).max() < 1e-12
    with h5py.File(f"adam-exponent-{number}.h5", "w") as file:
        file["design"], file["targets"], file["w_star"] = design, targets, truth
        file["theta0"], file["v0"] = theta, ALPHA * 4 * theta**2
