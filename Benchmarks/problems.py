"""The problem that every contestant of a case computes, in a file that all of them read."""

import numpy as np

SPARSITY = {100: 5, 1000: 3, 10000: 50}


def write(path, case, steps):
    """int64 p (0 for a diagonal net), q, n, K, P, T; float64 Z (n x q), y, theta0 (P), step sizes,
    1 - beta2, noise scales (K each); int8 signs of the noise (T x n).

    theta is (u, v) of a diagonal net, (W1, W2), row by row, of a factorization. For the products of
    Gaussian designs with d = 10^4 this is 40 MB.
    """
    n, K, p = case.samples, case.runs, case.dimension if case.model == "factorization" else 0
    q = p * p if p else case.dimension
    rng = np.random.default_rng([1, q, n])
    Z = rng.choice([-1.0, 1.0], (n, q)) if case.design == "sign" else rng.standard_normal((n, q))
    if p:
        w = rng.standard_normal((p, 2)) @ rng.standard_normal((2, p))
        w = (w * np.sqrt(p) / np.linalg.norm(w)).ravel()
    else:
        w = np.zeros(q)
        k = SPARSITY.get(q, max(1, q // 100))
        w[rng.choice(q, k, replace=False)] = rng.uniform(-1, 1, k)
    theta = 0.1 * rng.standard_normal(2 * q)
    top = 1e-3 if case.optimizer == "sgd" else 2e-3
    eta = np.geomspace(top / 10, top, K) if K > 1 else np.array([top / 10**0.5])
    rate = np.where(np.arange(K) % 2 == 0, 0.05, 0.05 * (eta / top) ** 2)
    delta = np.array([0.25, 0.5, 1.0])[np.arange(K) % 3]
    with open(path, "wb") as f:
        np.array([p, q, n, K, 2 * q, steps], np.int64).tofile(f)
        for x in (Z, Z @ w, theta, eta, rate, delta):
            np.ascontiguousarray(x).tofile(f)
        rng.choice([-1, 1], (steps, n)).astype(np.int8).tofile(f)
