"""The problem that every contestant of a case computes, in a file that all of them read."""

import numpy as np

import cases

SPARSITY = {100: 5, 1000: 3, 10000: 50}


def write(path, case, steps):
    """int64 p (0 for a diagonal net, -1 - its place for a formula), q, n, K, P, T, h; float64 Z (n x q), y, theta0 (P), step sizes,
    1 - beta2, noise scales (K each); int8 signs of the noise (T x n).

    theta is (u, v) of a diagonal net, (W1, W2), row by row, of a factorization. For the products of
    Gaussian designs with d = 10^4 this is 40 MB.
    """
    if case.is_formula:
        return write_formula(path, case, steps)
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
    signs = rng.choice([-1, 1], (steps, n))
    save(path, [p, q, n, K, 2 * q, steps, 0], Z, Z @ w, theta, eta, rate, delta, signs)


def write_formula(path, case, steps):
    """theta is W, b, a of a net, W1, b1, W2, b2, a of an mlp, A, B of a product A @ B, u, v of u³ − v³."""
    n, q, h, K = case.samples, case.dimension, case.width, case.runs
    rng = np.random.default_rng([2, q, n, h])
    X = rng.standard_normal((n, q))
    theta = np.concatenate([(rng.standard_normal(s) / np.sqrt(s[-1])).ravel() for s in case.shapes])
    y = np.sin(X[:, 0]) + X[:, 1] * X[:, 2]
    if case.model == "logistic":
        y = np.sign(X[:, 0] * X[:, 1])
    elif case.model == "completion":
        table = rng.standard_normal((h, 2)) @ rng.standard_normal((2, h))
        seen = rng.permutation(q)[:n]
        X, y = np.eye(q)[seen], table.ravel()[seen]
    elif case.model == "cubes":
        y, theta = X[:, :5].sum(axis=1), np.full(2 * q, 0.5)
    eta = np.geomspace(1e-4, 1e-3, K) if K > 1 else np.array([3e-4])
    sizes = [-1 - cases.FORMULAS.index(case.model), q, n, K, len(theta), steps, h]
    save(path, sizes, X, y, theta, eta, np.full(K, 0.01), np.zeros(K), np.zeros((steps, n)))


def save(path, sizes, *arrays):
    *numbers, signs = arrays
    with open(path, "wb") as f:
        np.array(sizes, np.int64).tofile(f)
        for x in numbers:
            np.ascontiguousarray(x).tofile(f)
        signs.astype(np.int8).tofile(f)
