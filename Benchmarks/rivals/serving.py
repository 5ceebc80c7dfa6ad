"""What the Python contestants share: the problem file, and the conversation with bench.py.

    load PROBLEM DTYPE OPTIMIZER   loaded SECONDS_OF_COMPILATION, or: cannot REASON
    verify FILE                    verified; w after the given noise, float64, q x runs; of formulas theta
    time SECONDS                   timed MICROSECONDS of a run and step
"""

import sys, time
from types import SimpleNamespace

import numpy as np

BETA1, EPSILON, EXPONENT, BLOCK = 0.9, 1e-6, 0.3, 10


def read(path, dtype, optimizer):
    with open(path, "rb") as f:
        p, q, n, K, P, T, h = (int(x) for x in np.fromfile(f, np.int64, 7))
        take = lambda *shape: np.fromfile(f, np.float64, int(np.prod(shape))).reshape(shape)
        Z, y, theta, eta, rate, delta = take(n, q), take(n), take(P), take(K), take(K), take(K)
        signs = np.fromfile(f, np.int8, T * n).reshape(T, n)
    if p >= 0:
        theta = theta.reshape(2, p, p) if p else theta.reshape(2, q)
    return SimpleNamespace(
        p=p, q=q, n=n, K=K, P=P, T=T, h=h, Z=Z, y=y, theta=theta, eta=eta, rate=rate, delta=delta, signs=signs,
        dtype=dtype, optimizer=optimizer,
    )  # fmt: skip


def middle(problem):
    """The problem with the middle one of its runs only."""
    k = problem.K // 2
    for name in ("eta", "rate", "delta"):
        setattr(problem, name, getattr(problem, name)[k : k + 1])
    problem.K = 1
    return problem


def steps_of_a_call(problem, largest=500):
    """So many steps take some milliseconds; the eigenvectors of shampoo take more."""
    if problem.optimizer == "shampoo":
        return 10
    size = problem.P if problem.p < 0 else problem.q
    work = problem.K * (2 * problem.n * size + 20 * size)
    return int(max(2, min(largest, 1e8 / work)))


def serve(make):
    """make(problem) returns a contestant: runs, given() -> w (q x runs), advance() -> steps done,
    and perhaps the seconds it took to compile."""
    contestant = None
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "load":
            contestant = None
            try:
                contestant = make(read(*rest))
                answer = f"loaded {getattr(contestant, 'compile_seconds', 0.0):.3f}"
            except Exception as error:
                answer = "cannot " + " ".join(f"{type(error).__name__}: {error}".split())[:200]
        elif word == "verify":
            np.ascontiguousarray(contestant.given(), np.float64).tofile(rest[0])
            answer = "verified"
        else:
            answer = f"timed {measured(contestant, float(rest[0])):.6f}"
        print(answer, flush=True)


def measured(contestant, seconds):
    """The median of calls until the time is over, after one that warms up."""
    contestant.advance()
    times, total = [], 0.0
    while total < seconds or len(times) < 3:
        start = time.perf_counter()
        steps = contestant.advance()
        elapsed = time.perf_counter() - start
        total += elapsed
        times.append(elapsed / (steps * contestant.runs))
    return 1e6 * sorted(times)[len(times) // 2]
