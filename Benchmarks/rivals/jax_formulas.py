"""JAX on models that are formulas: jit, fori_loop, donated state, jax.grad. jax_formulas.py single | vmap | batched

One run; vmap over the runs; or vmap with the runs in the last axis.
"""

import sys, time

import jax
import jax.numpy as jnp
import numpy as np

from jax_runs import for_runs
from models import blocks, seen_entries
from serving import BETA1, EPSILON, middle, serve, steps_of_a_call

jax.config.update("jax_enable_x64", True)
KIND = sys.argv[1]
AXIS = -1 if KIND == "batched" else 0


def make_loss(problem):
    X, y = (jnp.asarray(x, problem.dtype) for x in (problem.Z, problem.y))
    kind, n = blocks(problem).model, problem.n
    if kind == "completion":
        seen, table = map(jnp.asarray, seen_entries(problem))

    def loss(theta):
        if kind == "completion":
            A, B = theta
            return jnp.sum(seen * (A @ B - table) ** 2) / (2 * n)
        if kind == "cubes":
            f = X @ (theta[0] ** 3 - theta[1] ** 3)
        elif kind == "mlp":
            W1, b1, W2, b2, a = theta
            f = a @ jnp.tanh(W2 @ jnp.tanh(W1 @ X.T + b1[:, None]) + b2[:, None])
        else:
            W, b, a = theta
            f = a @ jnp.tanh(W @ X.T + b[:, None])
        return jnp.mean(jnp.logaddexp(0, -y * f)) if kind == "logistic" else jnp.mean((f - y) ** 2) / 2

    return loss


def newton_schulz(M):
    rows, columns = M.shape
    X = M / (jnp.linalg.norm(M) + 1e-7)
    X = X.T if rows > columns else X
    for _ in range(5):
        A = X @ X.T
        X = 3.4445 * X + (-4.775 * A + 2.0315 * A @ A) @ X
    return max(1, rows / columns) ** 0.5 * (X.T if rows > columns else X)


def quarter_root(A):
    values, vectors = jnp.linalg.eigh(A)
    return (vectors * (jnp.maximum(values, 0) + EPSILON) ** -0.25) @ vectors.T


def update(optimizer, theta, m, s, g, eta, rate):
    """One block; the second moment of shampoo is a pair of matrices."""
    if optimizer == "adam":
        m = BETA1 * m + (1 - BETA1) * g
        s = (1 - rate) * s + rate * g * g
        return theta - eta * m / (jnp.sqrt(s) + EPSILON), m, s
    G = jnp.atleast_2d(g)
    if optimizer == "muon":
        m = 0.95 * m + 0.05 * g
        step = newton_schulz(jnp.atleast_2d(0.95 * m + 0.05 * g))
        return theta - eta * step.reshape(g.shape), m, s
    m = BETA1 * m + (1 - BETA1) * g
    s = (1 - rate) * s[0] + rate * G @ G.T, (1 - rate) * s[1] + rate * G.T @ G
    step = quarter_root(s[0]) @ jnp.atleast_2d(m) @ quarter_root(s[1])
    return theta - eta * step.reshape(g.shape), m, s


def second_moment(optimizer, x):
    if optimizer == "shampoo":
        rows, columns = np.atleast_2d(x).shape
        return np.zeros((rows, rows)), np.zeros((columns, columns))
    return np.zeros_like(x) if optimizer == "adam" else np.zeros(())


class Contestant:
    def __init__(self, problem):
        p = self.problem = middle(problem) if KIND == "single" else problem
        self.runs, dtype = p.K, jnp.dtype(p.dtype)
        eta, rate = (jnp.asarray(x[0] if KIND == "single" else x, dtype) for x in (p.eta, p.rate))
        gradient = jax.grad(make_loss(p))

        def step(state, eta, rate):
            moved = [update(p.optimizer, *x, eta, rate) for x in zip(*state, gradient(state[0]))]
            return tuple(map(list, zip(*moved)))

        if KIND != "single":
            step = jax.vmap(step, in_axes=(AXIS, 0, 0), out_axes=AXIS)
        self.steps = steps_of_a_call(p)
        loop = lambda state, count: jax.lax.fori_loop(0, count, lambda t, s: step(s, eta, rate), state)
        self.reset()
        start = time.perf_counter()
        self.compiled = jax.jit(loop, donate_argnums=0).lower(self.state, 1).compile()
        self.compile_seconds = time.perf_counter() - start

    def reset(self):
        theta = blocks(self.problem).arrays
        moments = [second_moment(self.problem.optimizer, x) for x in theta]
        state = theta, [np.zeros_like(x) for x in theta], moments
        self.state = jax.tree.map(lambda x: for_runs(x, self.problem, KIND), state)

    def given(self):
        theta = self.compiled(self.state, self.problem.T)[0]
        self.reset()
        if KIND == "batched":
            return np.concatenate([np.asarray(x).reshape(-1, self.runs) for x in theta])
        return np.concatenate([np.asarray(x).reshape(self.runs, -1) for x in theta], axis=1).T

    def advance(self):
        self.state = self.compiled(self.state, self.steps)
        jax.block_until_ready(self.state)
        return self.steps


if __name__ == "__main__":
    serve(Contestant)
