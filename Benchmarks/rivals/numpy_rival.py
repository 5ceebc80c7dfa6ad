"""NumPy: all runs in matrices, in place."""

import numpy as np

import problem


def main():
    a = problem.arguments(["batched"])
    Z, y, u, v, eta, rate, delta, signs = problem.read(a.problem)
    (n, d), K = Z.shape, len(eta)
    Z, y, S = (x.astype(a.dtype) for x in (Z, y, signs))
    eta, rate, delta = (x.astype(a.dtype)[:, None] for x in (eta, rate, delta))
    theta = np.stack([np.broadcast_to(x, (K, d)) for x in (u, v)]).astype(a.dtype)
    m, s, g, t = (np.zeros_like(theta) for _ in range(4))

    def step(noise):
        r = (theta[0] ** 2 - theta[1] ** 2) @ Z.T
        r -= y + delta * noise
        r *= 2 / n
        h = r @ Z
        np.multiply(theta[0], h, out=g[0])
        np.multiply(theta[1], -h, out=g[1])
        if a.opt == "sgd":
            np.subtract(theta, eta * g, out=theta)
            return
        np.multiply(m, problem.BETA1, out=m)
        np.add(m, np.multiply(g, 1 - problem.BETA1, out=t), out=m)
        np.multiply(g, g, out=g)
        np.multiply(g, rate, out=g)
        np.multiply(s, 1 - rate, out=s)
        np.add(s, g, out=s)
        np.add(np.sqrt(s, out=t), problem.EPSILON, out=t)
        np.divide(m, t, out=t)
        np.subtract(theta, np.multiply(t, eta, out=t), out=theta)

    if a.verify:
        for noise in S:
            step(noise)
        np.ascontiguousarray((theta[0] ** 2 - theta[1] ** 2).T, np.float64).tofile(a.verify)
        return
    rng = np.random.default_rng(7)

    def run(steps):
        for noise in (rng.integers(0, 2, (steps, n), dtype=np.int8) * 2 - 1).astype(a.dtype):
            step(noise)

    problem.measure(a, d, n, K, run, max(5, min(500, int(1e8 / (n * d * K)))))


main()
