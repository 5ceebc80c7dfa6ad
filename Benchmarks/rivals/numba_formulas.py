"""Numba on models that are formulas, one run after the other: products by NumPy's library, loops for the rest."""

import time

import numba
import numpy as np

from models import blocks
from serving import BETA1, EPSILON, serve, steps_of_a_call

compiled = numba.njit(fastmath=True, error_model="numpy")


@compiled
def residuals(f, y, is_logistic):
    """The derivatives of the mean loss."""
    for i in range(len(y)):
        if is_logistic:
            f[i] = -y[i] / (1 + np.exp(y[i] * f[i])) / len(y)
        else:
            f[i] = (f[i] - y[i]) / len(y)
    return f


@compiled
def layer(W, inputs, b):
    z = np.dot(W, inputs)
    for u in range(z.shape[0]):
        for i in range(z.shape[1]):
            z[u, i] = np.tanh(z[u, i] + b[u])
    return z


@compiled
def back(d, h, gb):
    """Through tanh, in place; the sums over samples are the gradient of the bias."""
    for u in range(h.shape[0]):
        total = d[0, 0] * 0
        for i in range(h.shape[1]):
            d[u, i] *= 1 - h[u, i] * h[u, i]
            total += d[u, i]
        gb[u] = total


@compiled
def two_layer(t, g, X, Xt, y, q, h, is_logistic):
    W, b, a = t[: h * q].reshape(h, q), t[h * q : h * q + h], t[h * q + h :]
    H = layer(W, Xt, b)
    r = residuals(np.dot(a, H), y, is_logistic)
    g[h * q + h :] = np.dot(H, r)
    d = a.reshape(h, 1) * r.reshape(1, len(r))
    back(d, H, g[h * q : h * q + h])
    g[: h * q] = np.dot(d, X).ravel()


@compiled
def mlp(t, g, X, Xt, y, q, h, is_logistic):
    first, second = h * q + h, h * q + h + h * h
    W1, b1 = t[: h * q].reshape(h, q), t[h * q : first]
    W2, b2, a = t[first:second].reshape(h, h), t[second : second + h], t[second + h :]
    H = layer(W1, Xt, b1)
    G = layer(W2, H, b2)
    r = residuals(np.dot(a, G), y, is_logistic)
    g[second + h :] = np.dot(G, r)
    d = a.reshape(h, 1) * r.reshape(1, len(r))
    back(d, G, g[second : second + h])
    g[first:second] = np.dot(d, H.T).ravel()
    e = np.dot(W2.T, d)
    back(e, H, g[h * q : first])
    g[: h * q] = np.dot(e, X).ravel()


@compiled
def completion(t, g, X, Xt, y, q, h, is_logistic):
    """X has the places of the entries in its first row."""
    A, B = t[: h * h].reshape(h, h), t[h * h :].reshape(h, h)
    P, D = np.dot(A, B).ravel(), np.zeros(h * h, t.dtype)
    for i in range(len(y)):
        j = int(X[0, i])
        D[j] = (P[j] - y[i]) / len(y)
    D = D.reshape(h, h)
    g[: h * h], g[h * h :] = np.dot(D, B.T).ravel(), np.dot(A.T, D).ravel()


@compiled
def cubes(t, g, X, Xt, y, q, h, is_logistic):
    u, v = t[:q], t[q:]
    gradient = np.dot(Xt, residuals(np.dot(X, u * u * u - v * v * v), y, is_logistic))
    g[:q], g[q:] = 3 * u * u * gradient, -3 * v * v * gradient


def advance(gradient):
    @compiled
    def run(count, theta, m, s, g, X, Xt, y, eta, rate, q, h, is_logistic, one):
        beta1, epsilon = one * BETA1, one * EPSILON
        for _ in range(count):
            for k in range(len(eta)):
                x, first, second = theta[k], m[k], s[k]
                gradient(x, g, X, Xt, y, q, h, is_logistic)
                for j in range(len(g)):
                    first[j] = beta1 * first[j] + (one - beta1) * g[j]
                    second[j] = (one - rate[k]) * second[j] + rate[k] * g[j] * g[j]
                    x[j] -= eta[k] * first[j] / (np.sqrt(second[j]) + epsilon)

    return run


LOOPS = {
    "two-layer": advance(two_layer), "logistic": advance(two_layer), "mlp": advance(mlp),
    "completion": advance(completion), "cubes": advance(cubes),
}  # fmt: skip


class Contestant:
    def __init__(self, problem):
        p = self.problem = problem
        self.runs, model = p.K, blocks(p).model
        X = p.Z.argmax(axis=1)[None, :] if model == "completion" else p.Z
        array = lambda x: np.ascontiguousarray(x, p.dtype)
        self.fixed = [array(x) for x in (X, X.T, p.y, p.eta, p.rate)] + [p.q, p.h, model == "logistic"]
        self.loop, self.one = LOOPS[model], np.dtype(p.dtype).type(1)
        self.reset()
        start = time.perf_counter()
        self.run(0)
        self.compile_seconds = time.perf_counter() - start

    def reset(self):
        theta = np.tile(self.problem.theta.astype(self.problem.dtype), (self.runs, 1))
        self.state = [theta, np.zeros_like(theta), np.zeros_like(theta), np.zeros_like(theta[0])]

    def run(self, count):
        self.loop(count, *self.state, *self.fixed, self.one)

    def given(self):
        self.run(self.problem.T)
        theta = self.state[0].T.copy()
        self.reset()
        return theta

    def advance(self):
        steps = steps_of_a_call(self.problem)
        self.run(steps)
        return steps


if __name__ == "__main__":
    serve(Contestant)
