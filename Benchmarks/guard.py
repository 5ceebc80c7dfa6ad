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
FEW, MANY = 10, 30

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


def build():
    environment = {**os.environ, "MARCH": "x86-64-v3"}
    os.utime(f"{HERE}/Package.swift")  # or a source of Thalweg that was removed is missed
    line = ["swift", "build", "-c", "release", "--package-path", HERE, "--scratch-path", f"{HERE}/.build-v3"]
    line += ["--product", "training-benchmark"]
    subprocess.run(line, env=environment, check=True, stdout=sys.stderr)
    shown = subprocess.run([*line, "--show-bin-path"], env=environment, check=True, capture_output=True, text=True)
    return f"{shown.stdout.strip()}/training-benchmark"


def instructions(program, case, steps):
    words = case.split()
    line = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "steps"]
    done = subprocess.run([*line, *words[:7], str(steps), *words[7:]], capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit(f"{case}: {done.stderr}")
    return int(found[1])


def main():
    program = build()
    jobs = [(case, steps) for case in CASES for steps in (FEW, MANY)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = dict(zip(jobs, pool.map(lambda job: instructions(program, *job), jobs)))
    steps = {case: (counts[case, MANY] - counts[case, FEW]) // (MANY - FEW) for case in CASES}
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
        if before is None or count > TOLERATED * before:
            grown.append(case)
    if grown:
        sys.exit(
            "more instructions than committed:\n  "
            + "\n  ".join(grown)
            + "\nif the change is worth it: make guard-update"
        )


main()
