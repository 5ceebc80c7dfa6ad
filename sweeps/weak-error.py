"""Makes weak-error-net.h5 and weak-error-factorization.h5: problems that start on the manifold.

theta0 interpolates the targets and v0 = α diag(H) there, so training and the slow equations set out
from one point at every step size. Both problems have 5 samples of 9 entries and 18 parameters.
"""

import h5py
import numpy as np

ALPHA = 0.25  # as in weak-error.yaml


def net(theta, design):
    u, v = np.split(theta, 2)
    return design @ (u * u - v * v), 2 * design @ np.diag(u), -2 * design @ np.diag(v)


def factorization(theta, design, p=3):
    first, second = theta.reshape(2, p, p)  # W = W_2 W_1
    a = design.reshape(-1, p, p)
    by_first = np.einsum("nij,ik->nkj", a, second).reshape(len(a), -1)
    by_second = np.einsum("nij,kj->nik", a, first).reshape(len(a), -1)
    return design @ (second @ first).ravel(), by_first, by_second


def write(path, model, design, theta, truth):
    targets = design @ truth
    for _ in range(100):  # Gauss–Newton onto the interpolators
        predictions, *parts = model(theta, design)
        jacobian = np.hstack(parts)
        theta = theta - np.linalg.pinv(jacobian) @ (predictions - targets)
    assert np.abs(model(theta, design)[0] - targets).max() < 1e-12
    hessian = np.square(np.hstack(model(theta, design)[1:])).mean(0)
    with h5py.File(path, "w") as file:
        file["design"], file["targets"], file["w_star"] = design, targets, truth
        file["theta0"], file["v0"] = theta, ALPHA * hessian


random = np.random.default_rng(1)
write("weak-error-net.h5", net, random.choice([-1.0, 1.0], (5, 9)),
      random.uniform(0.5, 1.0, 18), np.repeat([1.0, 0.0], [2, 7]))
write("weak-error-factorization.h5", factorization, random.standard_normal((5, 9)),
      random.normal(0, 0.8, 18), np.outer([1.0, 0.5, -0.5], [1.0, -1.0, 0.5]).ravel())
