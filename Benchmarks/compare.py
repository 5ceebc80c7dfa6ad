"""Runs the contestants in turn on one core and prints medians of ratios to ours, with their range.

compare.py BUILD [--sizes 100,50,5 ...] [--designs ...] [--dtypes ...] [--runs 16] [--rounds 5] [--core 1]
BUILD holds training-benchmark, openblas_double and openblas_float. Every row goes to out/rows.csv.
"""

import argparse, os, statistics, subprocess, sys, tempfile

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "rivals"))
import problem

HERE = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS")},
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JAX_PLATFORMS": "cpu",
    "XLA_FLAGS": "--xla_cpu_prefer_vector_width=512",
}


def command(name, a, design, dtype, sizes, path, output=None):
    """The command line of a contestant, timing, or with an output one that saves w."""
    d, n, k = sizes
    if name == "thalweg":
        line = [f"{a.build}/training-benchmark", "--design", design, "--dtype", dtype, "--opt", a.opt]
        line += ["-d", d, "-n", n, "-k", k, "-K", a.runs, "--seconds", a.seconds]
        return line + (["--problem", path, "--verify", output] if output else [])
    if name == "openblas":
        binary = f"{a.build}/openblas_{'double' if dtype == 'float64' else 'float'}"
        return [binary, path, name, design, a.opt, a.seconds] + ([output] if output else [])
    package, kind = name.split("_")
    line = [sys.executable, f"{HERE}/rivals/{package}_rival.py", "--kind", kind, "--design", design]
    line += ["--dtype", dtype, "--opt", a.opt, "--problem", path, "--label", name]
    return line + ["--seconds", a.seconds] + (["--verify", output] if output else [])


def run(line, core):
    line = ["taskset", "-c", str(core), *map(str, line)]
    return subprocess.run(line, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout


def case(a, design, dtype, sizes, rows):
    one = ["jax_single", "torch_autograd"]
    all_runs = ["jax_vmap", "torch_batched", "numpy_batched", "openblas"]
    names = ["thalweg"] + (a.only or (one if a.runs == 1 else all_runs))
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/problem"
        problem.write(path, design, *sizes, a.runs, a.opt)
        signals = {}
        for name in names:
            run(command(name, a, design, dtype, sizes, path, f"{folder}/w"), a.core)
            signals[name] = np.fromfile(f"{folder}/w")
        times = {name: [] for name in names}
        for _ in range(a.rounds):
            for name in names:
                row = run(command(name, a, design, dtype, sizes, path), a.core).strip()
                print(row, file=rows, flush=True)
                times[name].append(float(row.split(",")[6]))
    ours = times["thalweg"]
    print(f"{design} {dtype} d={sizes[0]} n={sizes[1]} K={a.runs} {a.opt}: {statistics.median(ours):.3f} us")
    for name in names[1:]:
        ratios = sorted(r / o for r, o in zip(times[name], ours))
        apart = abs(signals[name] - signals["thalweg"]).max() / abs(signals["thalweg"]).max()
        print(
            f"  {name:15} {statistics.median(times[name]):10.3f} us  {statistics.median(ratios):6.2f} x"
            f"  ({ratios[0]:.2f} to {ratios[-1]:.2f})  apart {apart:.1e}",
            flush=True,
        )


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build")
    p.add_argument("--sizes", nargs="+", default=["100,50,5", "1000,200,3", "10000,500,50"])
    p.add_argument("--designs", nargs="+", default=["sign", "gaussian"])
    p.add_argument("--dtypes", nargs="+", default=["float64", "float32"])
    p.add_argument("--runs", type=int, default=16)
    p.add_argument("--opt", default="adam")
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--seconds", type=float, default=0.5)
    p.add_argument("--core", type=int, default=1)
    p.add_argument("--only", nargs="+", help="contestants other than ours")
    a = p.parse_args()
    os.makedirs(f"{HERE}/out", exist_ok=True)
    with open(f"{HERE}/out/rows.csv", "a") as rows:
        for sizes in a.sizes:
            for design in a.designs:
                for dtype in a.dtypes:
                    case(a, design, dtype, tuple(map(int, sizes.split(","))), rows)


main()
