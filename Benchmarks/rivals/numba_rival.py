"""Numba, all runs (K x d): two products by NumPy's library, one fused loop for the update."""

import time

import numba
import numpy as np

from serving import BETA1, BLOCK, EPSILON, EXPONENT, serve, steps_of_a_call

OPTIMIZERS = ["sgd", "adam", "adam-e", "adam-mini"]


@numba.njit(fastmath=True, error_model="numpy")
def advance(Z, Zt, y, signs, eta, rate, delta, theta, m, s, w, h, r, one, optimizer):
    (runs, d), n = w.shape, len(y)
    beta1, epsilon, exponent = one * BETA1, one * EPSILON, one * EXPONENT
    for t in range(len(signs)):
        np.dot(w, Zt, r)
        for k in range(runs):
            for i in range(n):
                r[k, i] = (r[k, i] - y[i] - signs[t, i] * delta[k]) * (2 * one / n)
        np.dot(r, Z, h)
        for k in range(runs):
            for part in range(2):
                x, first, second = theta[part, k], m[part, k], s[part, k]
                side = one if part == 0 else -one
                if optimizer == 0:
                    for j in range(d):
                        x[j] -= eta[k] * side * x[j] * h[k, j]
                elif optimizer == 3:
                    for b in range(d // BLOCK):
                        total = one * 0
                        for j in range(b * BLOCK, (b + 1) * BLOCK):
                            g = side * x[j] * h[k, j]
                            total += g * g
                        v = (one - rate[k]) * second[b] + rate[k] * total / (one * BLOCK)
                        second[b] = v
                        scale = eta[k] / (np.sqrt(v) + epsilon)
                        for j in range(b * BLOCK, (b + 1) * BLOCK):
                            g = side * x[j] * h[k, j]
                            first[j] = beta1 * first[j] + (one - beta1) * g
                            x[j] -= scale * first[j]
                else:
                    for j in range(d):
                        g = side * x[j] * h[k, j]
                        first[j] = beta1 * first[j] + (one - beta1) * g
                        second[j] = (one - rate[k]) * second[j] + rate[k] * g * g
                        root = second[j] ** exponent if optimizer == 2 else np.sqrt(second[j])
                        x[j] -= eta[k] * first[j] / (root + epsilon)
            for j in range(d):
                w[k, j] = theta[0, k, j] * theta[0, k, j] - theta[1, k, j] * theta[1, k, j]


class Batched:
    def __init__(self, problem):
        if problem.p:
            raise ValueError("only for diagonal nets")
        p = self.problem = problem
        self.runs = p.K
        Z = p.Z.astype(p.dtype)
        arrays = (x.astype(p.dtype) for x in (p.eta, p.rate, p.delta))
        self.fixed, self.hyper = (Z, Z.T, p.y.astype(p.dtype)), tuple(arrays)
        self.random = np.random.default_rng(7)
        self.reset()
        start = time.perf_counter()
        self.run(p.signs[:0])
        self.compile_seconds = time.perf_counter() - start

    def reset(self):
        p = self.problem
        theta = np.repeat(p.theta[:, None, :], self.runs, axis=1).astype(p.dtype)
        w = theta[0] ** 2 - theta[1] ** 2
        r = np.empty((self.runs, p.n), p.dtype)
        self.state = [theta, np.zeros_like(theta), np.zeros_like(theta), w, np.empty_like(w), r]

    def run(self, signs):
        one = np.dtype(self.problem.dtype).type(1)
        signs = signs.astype(self.problem.dtype)
        optimizer = OPTIMIZERS.index(self.problem.optimizer)
        advance(*self.fixed, signs, *self.hyper, *self.state, one, optimizer)

    def given(self):
        self.run(self.problem.signs)
        w = self.state[3].T.copy()
        self.reset()
        return w

    def advance(self):
        steps = steps_of_a_call(self.problem)
        signs = self.random.integers(0, 2, (steps, self.problem.n), dtype=np.int8) * 2 - 1
        self.run(signs)
        return steps


if __name__ == "__main__":
    serve(Batched)
