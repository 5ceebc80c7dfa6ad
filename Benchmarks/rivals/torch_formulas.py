"""PyTorch on models that are formulas. torch_formulas.py autograd | compiled

One run in a loop with autograd, as is usual, and adam in place; or ten steps of all runs through torch.compile.
"""

import sys, time

import numpy as np
import torch

from models import blocks, seen_entries
from serving import BETA1, EPSILON, middle, serve, steps_of_a_call

KIND = sys.argv[1]
UNROLLED = 10
torch.set_num_threads(1)


class Contestant:
    def __init__(self, problem):
        p = self.problem = middle(problem) if KIND == "autograd" else problem
        self.runs, self.model = p.K, blocks(p).model
        self.dtype = getattr(torch, p.dtype)
        tensor = lambda x: torch.tensor(np.ascontiguousarray(x), dtype=self.dtype)
        self.X, self.y, self.eta, self.rate = map(tensor, (p.Z, p.y, p.eta, p.rate))
        if self.model == "completion":
            self.seen, self.table = map(tensor, seen_entries(p))
        self.reset()
        if KIND == "compiled":
            self.fused = torch.compile(self.steps, fullgraph=True, dynamic=False)
            start = time.perf_counter()
            self.run(UNROLLED)
            self.compile_seconds = time.perf_counter() - start
            self.reset()

    def reset(self):
        """Blocks as [runs, …]."""
        fill = lambda x: torch.tensor(x, dtype=self.dtype).expand(self.runs, *x.shape).clone()
        self.theta = [fill(x) for x in blocks(self.problem).arrays]
        self.m, self.s = ([torch.zeros_like(x) for x in self.theta] for _ in range(2))

    def loss(self, theta):
        """The sum over the runs."""
        n = self.problem.n
        if self.model == "completion":
            return (self.seen * (theta[0] @ theta[1] - self.table) ** 2).sum() / (2 * n)
        if self.model == "cubes":
            f = (theta[0] ** 3 - theta[1] ** 3) @ self.X.T
        else:
            *layers, a = theta
            hidden = self.X.T
            for W, b in zip(layers[::2], layers[1::2]):
                hidden = torch.tanh(W @ hidden + b[..., None])
            f = (a[:, None, :] @ hidden).squeeze(1)
        if self.model == "logistic":
            return torch.nn.functional.softplus(-self.y * f).sum() / n
        return ((f - self.y) ** 2).sum() / (2 * n)

    def moved(self, theta, m, s, g):
        shape = (-1,) + (1,) * (theta.ndim - 1)
        eta, rate = self.eta.view(shape), self.rate.view(shape)
        m = BETA1 * m + (1 - BETA1) * g
        s = (1 - rate) * s + rate * g * g
        return theta - eta * m / (s.sqrt() + EPSILON), m, s

    def loop(self, count):
        """In place, under autograd."""
        for _ in range(count):
            for x in self.theta:
                x.requires_grad_(True)
            g = torch.autograd.grad(self.loss(self.theta), self.theta)
            with torch.no_grad():
                for x, m, s, g in zip(self.theta, self.m, self.s, g):
                    x.requires_grad_(False)
                    m.mul_(BETA1).add_(g, alpha=1 - BETA1)
                    s.mul_(1 - self.rate).add_(self.rate * g * g)
                    x.sub_(self.eta * m / (s.sqrt() + EPSILON))

    def steps(self, theta, m, s):
        """Ten steps without a change in place, for the compiler."""
        for _ in range(UNROLLED):
            g = torch.func.grad(self.loss)(theta)
            theta, m, s = map(list, zip(*(self.moved(*x) for x in zip(theta, m, s, g))))
        return theta, m, s

    def run(self, count):
        if KIND == "autograd":
            return self.loop(count)
        with torch.no_grad():
            for _ in range(0, count, UNROLLED):
                self.theta, self.m, self.s = self.fused(self.theta, self.m, self.s)

    def given(self):
        self.run(self.problem.T)
        theta = torch.cat([x.detach().reshape(self.runs, -1) for x in self.theta], dim=1)
        self.reset()
        return theta.T.double().numpy()

    def advance(self):
        count = -(-steps_of_a_call(self.problem) // UNROLLED) * UNROLLED
        self.run(count)
        return count


if __name__ == "__main__":
    serve(Contestant)
