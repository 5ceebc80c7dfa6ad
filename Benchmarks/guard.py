#!/usr/bin/env python3
"""Counts the instructions of a training step, and fails where they grew by more than 3 %.

Instructions, not seconds: the same on a busy machine. The benchmark is built for x86-64-v3, because
valgrind knows no AVX-512, and every case runs twice, for few steps and for many: the difference is of
steps alone, whatever the start of the program and its libraries cost.

guard.py            compares with instructions.json
guard.py --update   writes it
"""

import json, os, re, subprocess, sys
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
COMMITTED = f"{HERE}/instructions.json"
TOLERATED = 1.03
FEW = 10
# A sweep file is read first, some 10⁸ instructions that many steps leave far behind.
MANY, MANY_OF_SWEEPS = 30, 110
# The order of a dictionary's elements is another in every process otherwise.
ENVIRONMENT = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}

# model design precision optimizer d n runs noise
CASES = [
    "net sign float64 adam 1000 200 16",
    "net sign float32 adam 1000 200 16",
    "net sign float64 adam 1000 200 1",
    "net sign float32 adam 1000 200 1",
    "net gaussian float64 adam 1000 200 16",
    "net gaussian float32 adam 1000 200 16",
    "net gaussian float64 adam 1000 200 1",
    "net sign float64 sgd 1000 200 16",
    "net sign float64 rmsprop 1000 200 16",
    "net sign float64 adam-e 1000 200 16",
    "net sign float64 adam-mini 1000 200 16",
    "net sign float64 adam 100 50 5",
    "factorization gaussian float64 adam 10 50 16",
    "factorization gaussian float64 adam 20 200 16",
    "factorization gaussian float64 adam 20 200 1",
    "factorization gaussian float32 adam-mini 10 50 1",
    "net sign float64 adam 100 50 16 batch",
    "net sign float64 adam 100 50 16 gaussian",
    "net sign float64 adam 100 50 16 gradient",
    "net sign float64 adam:corrected 100 50 16",
    "net sign float64 adalayer 100 50 16",
    "net gaussian float64 adam 100 50 1",
    "net sign float32 adam 100 50 2",
    "net sign float64 adam 100 50 1 gradient",
    "factorization:3 gaussian float64 adam 10 50 16",
    "factorization gaussian float64 sgd 10 50 1 batch",
]

ADAM = {"kind": "adam", "beta2": 0.99}
UPDATE = """m = beta1 * m + (1 - beta1) * g
v = beta2 * v + (1 - beta2) * g ** 2
theta - eta * m / (sqrt(v) + epsilon)"""
FORMULA = {
    "kind": "formula", "constants": {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-6},
    "state": {"m": 0, "v": 0}, "update": UPDATE,
}
NET = {"model": {"kind": "diagonal-net", "dimension": 100, "sparsity": 3}, "data": {"samples": 50}}
MATRIX = {
    "model": {"kind": "matrix-factorization", "dimension": 10, "width": 10, "rank": 2},
    "data": {"samples": 50},
}
TANH = {
    "model": {"kind": "two-layer", "width": 32, "activation": "tanh"},
    "data": {"inputs": 10, "samples": 64, "design": "gaussian", "target": "x[0] * x[1]"},
    "noise": "none",
}
SIGNS = {"data": {"inputs": 20, "samples": 50, "design": "gaussian", "target": "sign(x[0] + x[1])"}, "noise": "none"}
CLASSES = {
    "data": {"inputs": 20, "samples": 50, "outputs": 3, "design": "gaussian", "target": "where(x[0] > 0, 2, where(x[1] > 0, 1, 0))"},
    "noise": "none", "loss": "cross-entropy",
}


def net(kind, **keys):
    return {**NET, "optimizer": {"kind": kind, **keys}}


# What CASES has no words for, as keys of a sweep file; sixteen runs of adam where nothing else is said.
SWEEPS = {
    "momentum": net("sgd", momentum=0.9),
    "nesterov with decoupled decay": net("sgd", momentum=0.9, nesterov=True, weight_decay=1e-3, decoupled=True),
    "sign-sgd": net("sign-sgd"),
    "lion": net("lion", beta2=0.99, weight_decay=1e-3),
    "normalized-gd": net("normalized-gd"),
    "adagrad": net("adagrad"),
    "rmsprop with momentum, centered": net("rmsprop", beta2=0.99, momentum=0.9, centered=True),
    "adamw": net("adamw", beta2=0.99, weight_decay=1e-3),
    "amsgrad": net("amsgrad", beta2=0.99),
    "nadam": net("nadam", beta2=0.99),
    "adaptive": net("adaptive", beta2=0.99, preconditioner="1 / (v ** 0.3 + epsilon)"),
    "formula optimizer": {**NET, "optimizer": FORMULA},
    "formula optimizer, alone": {**NET, "optimizer": {**FORMULA, "step_size": 1e-3}},
    "sam": net("sgd", sam={"radius": 0.01}),
    "clip": net("sgd", clip=1.0),
    "cosine": net("adam", beta2=0.99, schedule={"kind": "cosine", "warmup": 5}),
    "shampoo": {**MATRIX, "optimizer": {"kind": "shampoo", "beta2": 0.99}},
    "shampoo, one side": {**MATRIX, "optimizer": {"kind": "shampoo", "beta2": 0.99, "sides": "left"}},
    "muon": {**MATRIX, "optimizer": {"kind": "muon"}},
    "muon, alone": {**MATRIX, "optimizer": {"kind": "muon", "step_size": 1e-3}},
    "muon, exact": {**MATRIX, "optimizer": {"kind": "muon", "exact": True}},
    "batches with replacement": {**NET, "noise": "none", "batches": {"size": 10, "sampling": "with-replacement"}},
    "batches shuffled": {**NET, "noise": "none", "batches": {"size": 10, "sampling": "shuffle"}},
    "batches of a formula": {**TANH, "batches": {"size": 8, "sampling": "without-replacement"}},
    "minibatch noise": {**NET, "noise": {"kind": "minibatch", "size": 10}},
    "langevin": {**NET, "noise": {"kind": "langevin", "temperature": 1e-3}},
    "flips": {**SIGNS, "model": {"kind": "linear"}, "loss": "logistic", "noise": {"kind": "flips", "probability": 0.1}},
    "logistic": {**SIGNS, "model": {"kind": "linear"}, "loss": "logistic"},
    "logistic two-layer relu": {**SIGNS, "model": {"kind": "two-layer", "width": 32, "activation": "relu"}, "loss": "logistic"},
    "cross-entropy linear": {**CLASSES, "model": {"kind": "linear"}},
    "huber": {**NET, "loss": {"kind": "huber", "delta": 1}},
    "two-layer tanh": TANH,
    "two-layer tanh float32": {**TANH, "precision": "float32"},
    "two-layer tanh, alone": {**TANH, "optimizer": {**ADAM, "step_size": 1e-3}},
    "mlp": {**TANH, "model": {"kind": "mlp", "widths": [16, 16]}},
    "mlp, alone": {**TANH, "model": {"kind": "mlp", "widths": [16, 16]}, "optimizer": {**ADAM, "step_size": 1e-3}},
    "depth-3 diagonal net": {**NET, "model": {**NET["model"], "depth": 3}},
    "depth-3 diagonal net, alone": {**NET, "model": {**NET["model"], "depth": 3}, "optimizer": {**ADAM, "step_size": 1e-3}},
    "completion": {"model": {"kind": "matrix-completion", "dimension": 10, "width": 10, "rank": 2}, "data": {"design": "one-hot", "samples": 50}},
}


# Without projections, whose iterations depend on how many steps were taken.
RECORD = {"count": 2, "only": ["train_loss"], "projection": "never"}


def sweep(case, steps):
    """The text of a sweep file; JSON is YAML."""
    whole = {"name": "guard", "noise": {"kind": "label", "delta": 0.5}, **SWEEPS[case]}
    whole["optimizer"] = {"step_size": {"log": [1e-4, 1e-3], "count": 16}, **whole.get("optimizer", ADAM)}
    return json.dumps({**whole, "steps": steps, "seed": 1, "record": RECORD})


def build():
    environment = {**os.environ, "MARCH": "x86-64-v3"}
    os.utime(f"{HERE}/Package.swift")  # or a source of Thalweg that was removed is missed
    line = ["swift", "build", "-c", "release", "--package-path", HERE, "--scratch-path", f"{HERE}/.build-v3"]
    # Of debug information valgrind knows an older version than the compiler writes, and ends.
    line += ["--product", "training-benchmark", "-debug-info-format", "none"]
    subprocess.run(line, env=environment, check=True, stdout=sys.stderr)
    shown = subprocess.run([*line, "--show-bin-path"], env=environment, check=True, capture_output=True, text=True)
    return f"{shown.stdout.strip()}/training-benchmark"


def instructions(program, case, steps):
    words = case.split()
    work = ["sweep", sweep(case, steps)] if case in SWEEPS else ["steps", *words[:7], str(steps), *words[7:]]
    line = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, *work]
    done = subprocess.run(line, env=ENVIRONMENT, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit(f"{case}: {done.stderr}")
    return int(found[1])


def many(case):
    return MANY_OF_SWEEPS if case in SWEEPS else MANY


def main():
    program = build()
    cases = [*CASES, *SWEEPS]
    jobs = [(case, steps) for case in cases for steps in (FEW, many(case))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = dict(zip(jobs, pool.map(lambda job: instructions(program, *job), jobs)))
    steps = {
        case: (counts[case, many(case)] - counts[case, FEW]) // (many(case) - FEW) for case in cases
    }
    if "--update" in sys.argv:
        with open(COMMITTED, "w") as f:
            f.write(json.dumps(steps, indent=2) + "\n")
        return print(f"{COMMITTED}: {len(steps)} cases")
    with open(COMMITTED) as f:
        committed = json.load(f)
    grown = []
    for case, count in steps.items():
        before = committed.get(case)
        change = f"{100 * (count / before - 1):+.2f} %" if before else "new"
        print(f"{count:12,d} instructions a step, {change:>8}: {case}")
        # A new case is judged from the next update on.
        if before is not None and count > TOLERATED * before:
            grown.append(case)
    if grown:
        sys.exit(
            "more instructions than committed:\n  "
            + "\n  ".join(grown)
            + "\nif the change is worth it: make guard-update"
        )


main()
