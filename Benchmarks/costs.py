#!/usr/bin/env python3
"""Processor time of a run and step over many shapes: what TrainingCost.swift is calibrated with.

costs.py PROGRAM [PATTERN]   PROGRAM is a release build of training-benchmark

Every shape runs twice, for few steps and for many, some times over; the difference of the least times
is of steps alone. There are at most 20 000, for later some parameters of float32 runs become subnormal
numbers, which processors take long for.
"""

import fnmatch, os, subprocess, sys

SIZES = [(20, 10), (100, 50), (1000, 200), (10000, 500)]


def shapes():
    """model design precision optimizer d n runs noise"""
    for design in ("sign", "gaussian"):
        for precision in ("float64", "float32"):
            for d, n in SIZES:
                for runs in (1, 2, 4, 5, 8, 16):
                    if d < 10000 or runs in (1, 4, 16):
                        yield "net", design, precision, "adam", d, n, runs, "label"
    for optimizer in ("sgd", "rmsprop", "adam-e", "adam-e:0.25", "adam-mini", "adalayer"):
        for precision in ("float64", "float32"):
            for d, n in SIZES[1:3]:
                for runs in (1, 4, 16):
                    yield "net", "sign", precision, optimizer, d, n, runs, "label"
    for noise in ("gaussian", "batch", "gradient"):
        for d, n in SIZES[1:3]:
            for runs in (1, 16):
                yield "net", "sign", "float64", "adam", d, n, runs, noise
    for precision in ("float64", "float32"):
        for p in (5, 10, 20, 30):
            for runs in (1, 4, 8, 16):
                yield "factorization", "gaussian", precision, "adam", p, p * p // 2, runs, "label"
    for optimizer in ("sgd", "adam-e"):
        yield "factorization", "gaussian", "float64", optimizer, 20, 200, 16, "label"


def seconds(program, shape, steps):
    *shape, noise = shape
    process = subprocess.Popen([program, "steps", *map(str, shape), str(steps), noise])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {shape}")
    return usage.ru_utime + usage.ru_stime


def main():
    program, pattern = sys.argv[1], (sys.argv[2:] or ["*"])[0]
    print("model,design,precision,optimizer,d,n,runs,noise,microseconds_of_a_run_step")
    for shape in shapes():
        if not fnmatch.fnmatch(" ".join(map(str, shape)), pattern):
            continue
        model, _, _, _, d, n, runs, _ = shape
        q = d if model == "net" else d * d
        work = 2 * n * q + 100 * q + 6 * d**3 * (model != "net") + 1000
        steps = max(3, min(20_000, int(4e9 / (work * max(runs, 4)))))
        few = min(seconds(program, shape, steps // 5) for _ in range(3))
        many = min(seconds(program, shape, steps // 5 + steps) for _ in range(3))
        print(*shape, f"{(many - few) * 1e6 / (steps * runs):.4f}", sep=",", flush=True)


main()
