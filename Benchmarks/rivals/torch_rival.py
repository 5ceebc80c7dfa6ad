"""PyTorch. torch_rival.py autograd | batched | compiled

One run with autograd, as is usual; all runs in matrices (K x d), in place; or ten steps of all runs
through torch.compile.
"""

import sys, time

import numpy as np
import torch

from serving import BETA1, BLOCK, EPSILON, EXPONENT, middle, serve, steps_of_a_call

KIND = sys.argv[1]
UNROLLED = 10
torch.set_num_threads(1)
torch.manual_seed(7)


class Contestant:
    def __init__(self, problem):
        if KIND == "autograd":
            problem = middle(problem)
        if KIND == "compiled" and problem.p:
            raise ValueError("only for diagonal nets")
        p = self.problem = problem
        self.runs, self.dtype = p.K, getattr(torch, p.dtype)
        tensor = lambda x: torch.tensor(np.ascontiguousarray(x), dtype=self.dtype)
        self.Z, self.y, self.signs = tensor(p.Z), tensor(p.y), tensor(p.signs)
        self.eta, self.rate, self.delta = (tensor(x)[:, None] for x in (p.eta, p.rate, p.delta))
        self.sign = torch.tensor([2.0, -2.0], dtype=self.dtype)[:, None, None]
        self.reset()
        if KIND == "compiled":
            self.fused = torch.compile(self.steps, fullgraph=True, dynamic=False)
            start = time.perf_counter()
            self.run(torch.ones((UNROLLED, p.n), dtype=self.dtype))
            self.compile_seconds = time.perf_counter() - start
            self.reset()

    def reset(self):
        flat = torch.tensor(self.problem.theta.reshape(2, 1, -1), dtype=self.dtype)
        self.theta = flat.expand(2, self.runs, -1).clone()
        self.m, self.s = torch.zeros_like(self.theta), torch.zeros_like(self.theta)

    def signal(self, theta):
        if not self.problem.p:
            return theta[0] ** 2 - theta[1] ** 2
        first, second = theta.view(2, self.runs, self.problem.p, self.problem.p)
        return (second @ first).view(self.runs, -1)

    def gradient(self, theta, noise):
        n, p = self.problem.n, self.problem.p
        if KIND == "autograd":
            theta.requires_grad_(True)
            r = self.signal(theta) @ self.Z.T - self.y - self.delta * noise
            (g,) = torch.autograd.grad((r * r).sum() / (2 * n), theta)
            theta.requires_grad_(False)
            return g
        h = (self.signal(theta) @ self.Z.T - self.y - self.delta * noise) @ self.Z * (1 / n)
        if not p:
            return self.sign * theta * h
        (first, second), h = theta.view(2, self.runs, p, p), h.view(self.runs, p, p)
        return torch.stack([second.mT @ h, h @ first.mT]).view_as(theta)

    def divisor(self, s):
        power = s**EXPONENT if self.problem.optimizer == "adam-e" else s.sqrt()
        return power + EPSILON

    def square(self, g):
        if self.problem.optimizer != "adam-mini":
            return g * g
        blocks = (g * g).unflatten(-1, (-1, self.problem.p or BLOCK))
        return blocks.mean(-1, keepdim=True).expand_as(blocks).flatten(-2)

    def step(self, noise):
        g = self.gradient(self.theta, noise)
        if self.problem.optimizer == "sgd":
            self.theta.sub_(self.eta * g)
            return
        self.m.mul_(BETA1).add_(g, alpha=1 - BETA1)
        self.s.mul_(1 - self.rate).add_(self.rate * self.square(g))
        self.theta.sub_(self.eta * self.m / self.divisor(self.s))

    def steps(self, theta, m, s, signs):
        """Ten steps without a change in place, for the compiler."""
        new, first, second = theta, m, s
        for noise in signs.unbind(0):
            g = self.gradient(new, noise)
            if self.problem.optimizer == "sgd":
                new = new - self.eta * g
                continue
            first = BETA1 * first + (1 - BETA1) * g
            second = (1 - self.rate) * second + self.rate * self.square(g)
            new = new - self.eta * first / self.divisor(second)
        theta.copy_(new), m.copy_(first), s.copy_(second)

    def run(self, signs):
        if KIND != "compiled":
            for noise in signs:
                self.step(noise)
            return
        with torch.no_grad():
            for t in range(0, len(signs), UNROLLED):
                self.fused(self.theta, self.m, self.s, signs[t : t + UNROLLED])

    def given(self):
        self.run(self.signs)
        w = self.signal(self.theta).T.double().numpy()
        self.reset()
        return w

    def advance(self):
        count = -(-steps_of_a_call(self.problem) // UNROLLED) * UNROLLED
        self.run((torch.randint(0, 2, (count, self.problem.n)) * 2 - 1).to(self.dtype))
        return count


if __name__ == "__main__":
    serve(Contestant)
