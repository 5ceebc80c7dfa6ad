"""JAX on the processor: jit, fori_loop, donated state. jax_rival.py single | vmap | batched

One run; vmap over the runs; or the runs in columns (d x K) with the design stored both ways.
"""

import sys, time

import jax
import jax.numpy as jnp
import numpy as np

from jax_runs import for_runs
from serving import BETA1, BLOCK, EPSILON, EXPONENT, middle, serve, steps_of_a_call

jax.config.update("jax_enable_x64", True)
KIND = sys.argv[1]


def update(problem, theta, m, s, g, eta, rate):
    """One parameter array; K is the last axis of batched ones."""
    if problem.optimizer == "sgd":
        return theta - eta * g, m, s
    square = g * g
    if problem.optimizer == "adam-mini":
        length = problem.p or BLOCK
        shape = (-1, length) + (square.shape[1:] if KIND == "batched" else ())
        axis = 1
        blocks = square.reshape(shape)
        mean = jnp.broadcast_to(blocks.mean(axis=axis, keepdims=True), blocks.shape)
        square = mean.reshape(square.shape)
    m = BETA1 * m + (1 - BETA1) * g
    s = (1 - rate) * s + rate * square
    root = s**EXPONENT if problem.optimizer == "adam-e" else jnp.sqrt(s)
    return theta - eta * m / (root + EPSILON), m, s


def make_step(problem):
    def alone(state, noise, data, eta, rate, delta):
        (Z, y), ((a, b), ms, ss) = data, state
        w = (b @ a).ravel() if problem.p else a * a - b * b
        h = ((Z @ w - y - delta * noise) @ Z) * (1 / problem.n)
        if problem.p:
            H = h.reshape(problem.p, problem.p)
            gradients = b.T @ H, H @ a.T
        else:
            gradients = 2 * a * h, -2 * b * h
        moved = [update(problem, *x, eta, rate) for x in zip((a, b), ms, ss, gradients)]
        return tuple(zip(*moved))

    def batched(state, noise, data, eta, rate, delta):
        (Z, y, Zt), ((a, b), ms, ss) = data, state
        r = (Z @ (a * a - b * b) - (y[:, None] + noise[:, None] * delta)) * (1 / problem.n)
        h = Zt @ r
        moved = [
            update(problem, *x, eta, rate) for x in zip((a, b), ms, ss, (2 * a * h, -2 * b * h))
        ]
        return tuple(zip(*moved))

    if KIND == "vmap":
        return jax.vmap(alone, in_axes=(0, None, None, 0, 0, 0))
    return batched if KIND == "batched" else alone


class Contestant:
    def __init__(self, problem):
        if KIND == "single":
            problem = middle(problem)
        if KIND == "batched" and problem.p:
            raise ValueError("only for diagonal nets")
        p = self.problem = problem
        self.runs, self.dtype = p.K, jnp.dtype(p.dtype)
        array = lambda x: jnp.asarray(np.ascontiguousarray(x), self.dtype)
        self.data = (array(p.Z), array(p.y)) + ((array(p.Z.T),) if KIND == "batched" else ())
        pick = (lambda x: x[0]) if KIND == "single" else (lambda x: x)
        self.hyper = tuple(array(pick(x)) for x in (p.eta, p.rate, p.delta))
        self.reset()
        step, count = make_step(p), steps_of_a_call(p)
        self.steps = count

        def advance(state, signs, data, hyper):
            body = lambda t, state: step(state, signs[t], data, *hyper)
            return jax.lax.fori_loop(0, signs.shape[0], body, state)

        def draw(state, key, data, hyper):
            key, part = jax.random.split(key)
            signs = jax.random.rademacher(part, (count, p.n), dtype=self.dtype)
            return advance(state, signs, data, hyper), key

        self.with_given = jax.jit(advance)
        self.key = jax.random.key(7)
        start = time.perf_counter()
        drawing = jax.jit(draw, donate_argnums=(0, 1))
        self.compiled = drawing.lower(self.state, self.key, self.data, self.hyper).compile()
        self.compile_seconds = time.perf_counter() - start

    def reset(self):
        fill = lambda x: for_runs(x, self.problem, KIND)
        zeros = lambda: tuple(jnp.zeros_like(fill(x)) for x in self.problem.theta)
        self.state = tuple(fill(x) for x in self.problem.theta), zeros(), zeros()

    def given(self):
        signs = jnp.asarray(self.problem.signs, self.dtype)
        a, b = map(np.asarray, self.with_given(self.state, signs, self.data, self.hyper)[0])
        w = b @ a if self.problem.p else a**2 - b**2
        return w if KIND == "batched" else w.reshape(self.runs, -1).T

    def advance(self):
        self.state, self.key = self.compiled(self.state, self.key, self.data, self.hyper)
        jax.block_until_ready(self.state)
        return self.steps


if __name__ == "__main__":
    serve(Contestant)
