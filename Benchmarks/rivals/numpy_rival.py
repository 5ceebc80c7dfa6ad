"""NumPy: all runs in matrices, in place."""

import numpy as np

from serving import BETA1, BLOCK, EPSILON, EXPONENT, serve, steps_of_a_call


class Batched:
    def __init__(self, problem):
        p = self.problem = problem
        self.runs = p.K
        self.Z, self.y, self.signs = (x.astype(p.dtype) for x in (p.Z, p.y, p.signs))
        self.eta, self.rate = (x.astype(p.dtype)[:, None] for x in (p.eta, p.rate))
        self.delta = p.delta.astype(p.dtype)[:, None]
        self.random = np.random.default_rng(7)
        self.reset()

    def reset(self):
        flat = self.problem.theta.reshape(2, 1, -1)
        self.theta = np.repeat(flat, self.runs, axis=1).astype(self.problem.dtype)
        self.m, self.s, self.g, self.t = (np.zeros_like(self.theta) for _ in range(4))

    def signal(self):
        first, second = self.theta
        if not self.problem.p:
            return first * first - second * second
        shape = (self.runs, self.problem.p, self.problem.p)
        return (second.reshape(shape) @ first.reshape(shape)).reshape(self.runs, -1)

    def pull_back(self, h):
        if not self.problem.p:
            np.multiply(self.theta[0], 2 * h, out=self.g[0])
            np.multiply(self.theta[1], -2 * h, out=self.g[1])
            return
        shape = (self.runs, self.problem.p, self.problem.p)
        (first, second), h = self.theta.reshape(2, *shape), h.reshape(shape)
        np.matmul(second.swapaxes(1, 2), h, out=self.g[0].reshape(shape))
        np.matmul(h, first.swapaxes(1, 2), out=self.g[1].reshape(shape))

    def step(self, noise):
        g, m, s, t = self.g, self.m, self.s, self.t
        r = self.signal() @ self.Z.T
        r -= self.y + self.delta * noise
        r *= 1 / self.problem.n
        self.pull_back(r @ self.Z)
        if self.problem.optimizer == "sgd":
            np.subtract(self.theta, self.eta * g, out=self.theta)
            return
        np.multiply(m, BETA1, out=m)
        np.add(m, np.multiply(g, 1 - BETA1, out=t), out=m)
        np.multiply(g, g, out=g)
        if self.problem.optimizer == "adam-mini":
            length = self.problem.p or BLOCK
            blocks = g.reshape(*g.shape[:-1], -1, length)
            blocks[...] = blocks.mean(axis=-1, keepdims=True)
        np.multiply(g, self.rate, out=g)
        np.multiply(s, 1 - self.rate, out=s)
        np.add(s, g, out=s)
        if self.problem.optimizer == "adam-e":
            np.power(s, EXPONENT, out=t)
        else:
            np.sqrt(s, out=t)
        np.add(t, EPSILON, out=t)
        np.divide(m, t, out=t)
        np.subtract(self.theta, np.multiply(t, self.eta, out=t), out=self.theta)

    def given(self):
        for noise in self.signs:
            self.step(noise)
        w = self.signal().T
        self.reset()
        return w

    def advance(self):
        steps = steps_of_a_call(self.problem)
        signs = self.random.integers(0, 2, (steps, self.problem.n), dtype=np.int8) * 2 - 1
        for noise in signs.astype(self.problem.dtype):
            self.step(noise)
        return steps


if __name__ == "__main__":
    serve(Batched)
