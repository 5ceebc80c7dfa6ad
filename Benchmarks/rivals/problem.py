"""The problem that every contestant computes, as a file, and the line that each prints."""

import argparse, resource, statistics, time

import numpy as np

BETA1, EPSILON = 0.9, 1e-6
VERIFIED_STEPS = 100
HEADER = (
    "contestant,design,dtype,d,n,K,us_per_config_step,compile_s,peak_rss_mb,"
    "user_us_per_config_step,us_min,us_max,steps,repeats,cpus,invol_ctx_per_s"
)


def write(path, design, d, n, k, K, opt):
    """int64 d, n, K, T; float64 Z, y, u, v, step sizes, 1 - beta2, noise scales; int8 signs, T x n."""
    rng = np.random.default_rng([1, d, n, k])
    Z = rng.choice([-1.0, 1.0], (n, d)) if design == "sign" else rng.standard_normal((n, d))
    w = np.zeros(d)
    w[rng.choice(d, k, replace=False)] = rng.uniform(-1, 1, k)
    u, v = 0.1 * rng.standard_normal((2, d))
    signs = rng.choice([-1, 1], (VERIFIED_STEPS, n)).astype(np.int8)
    top = 1e-3 if opt == "sgd" else 2e-3
    eta = np.geomspace(top / 10, top, K) if K > 1 else np.array([top / 10**0.5])
    rate = np.where(np.arange(K) % 2 == 0, 0.05, 0.05 * (eta / top) ** 2)
    delta = np.array([0.25, 0.5, 1.0])[np.arange(K) % 3]
    with open(path, "wb") as f:
        np.array([d, n, K, VERIFIED_STEPS], np.int64).tofile(f)
        for x in (Z, Z @ w, u, v, eta, rate, delta):
            np.ascontiguousarray(x).tofile(f)
        signs.tofile(f)


def read(path):
    with open(path, "rb") as f:
        d, n, K, T = np.fromfile(f, np.int64, 4)
        shapes = ((n, d), (n,), (d,), (d,), (K,), (K,), (K,))
        arrays = [np.fromfile(f, np.float64, int(np.prod(s))).reshape(s) for s in shapes]
        return *arrays, np.fromfile(f, np.int8, T * n).reshape(T, n)


def arguments(kinds):
    p = argparse.ArgumentParser()
    p.add_argument("--kind", choices=kinds, default=kinds[0])
    p.add_argument("--design", default="sign")
    p.add_argument("--dtype", default="float64")
    p.add_argument("--opt", default="adam", choices=["adam", "sgd"])
    p.add_argument("--problem", required=True)
    p.add_argument("--seconds", type=float, default=1.5)
    p.add_argument("--label", required=True)
    p.add_argument("--verify")
    return p.parse_args()


def measure(a, d, n, K, run, steps, compile_seconds=0.0):
    """Times run(steps), which blocks until done, at least five times."""
    run(steps)
    times = []
    while len(times) < 5 or sum(times) < a.seconds:
        start = time.perf_counter()
        run(steps)
        times.append(time.perf_counter() - start)
    us = [t * 1e6 / (steps * K) for t in times]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    middle = statistics.median(us)
    print(
        f"{a.label},{a.design},{a.dtype},{d},{n},{K},{middle:.4f},{compile_seconds:.3f},{memory:.0f},"
        f"{middle:.4f},{min(us):.4f},{max(us):.4f},{steps},{len(us)},,",
        flush=True,
    )


if __name__ == "__main__":
    import sys

    path, design, d, n, k, K, opt = sys.argv[1:]
    write(path, design, int(d), int(n), int(k), int(K), opt)
