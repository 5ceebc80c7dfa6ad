"""PyTorch: one run with autograd, as is usual, or all runs in matrices, in place."""

import numpy as np
import torch

import problem


def main():
    a = problem.arguments(["batched", "autograd"])
    torch.set_num_threads(1)
    dtype = getattr(torch, a.dtype)
    tensor = lambda x: torch.tensor(np.ascontiguousarray(x), dtype=dtype)
    Z, y, u, v, eta, rate, delta, signs = problem.read(a.problem)
    n, d = Z.shape
    K = 1 if a.kind == "autograd" else len(eta)
    pick = (lambda x: x[len(x) // 2 :][:1]) if K == 1 else (lambda x: x)
    eta, rate, delta = (tensor(pick(x))[:, None] for x in (eta, rate, delta))
    Z, y, S = tensor(Z), tensor(y), tensor(signs)
    theta = torch.stack([tensor(x).expand(K, d) for x in (u, v)]).clone()
    m, s = torch.zeros_like(theta), torch.zeros_like(theta)
    sign = torch.tensor([1.0, -1.0], dtype=dtype)[:, None, None]

    def gradient(noise):
        if a.kind == "autograd":
            theta.requires_grad_(True)
            r = (theta[0] ** 2 - theta[1] ** 2) @ Z.T - y - delta * noise
            (g,) = torch.autograd.grad((r * r).sum() / (2 * n), theta)
            theta.requires_grad_(False)
            return g
        r = (theta[0] ** 2 - theta[1] ** 2) @ Z.T - y - delta * noise
        return sign * theta * ((r @ Z) * (2 / n))

    def step(noise):
        g = gradient(noise)
        if a.opt == "sgd":
            theta.sub_(eta * g)
            return
        m.mul_(problem.BETA1).add_(g, alpha=1 - problem.BETA1)
        s.mul_(1 - rate).add_(rate * g * g)
        theta.sub_(eta * m / (s.sqrt().add_(problem.EPSILON)))

    if a.verify:
        for noise in S:
            step(noise)
        (theta[0] ** 2 - theta[1] ** 2).T.double().contiguous().numpy().tofile(a.verify)
        return

    def run(steps):
        for noise in (torch.randint(0, 2, (steps, n)) * 2 - 1).to(dtype):
            step(noise)

    problem.measure(a, d, n, K, run, max(5, min(500, int(1e8 / (n * d * K)))))


main()
