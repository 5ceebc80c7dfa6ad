"""Ours and the rivals in turn on one core: they must agree, then the medians of ratios of times.

Writes bench.md and bench.json to --out. Rivals keep their processes and wait while others measure.
"""

import argparse, dataclasses, datetime, fnmatch, json, os, subprocess, sys, tempfile, time

import numpy as np

import cases, problems, report, roofs
from contestants import Contestant

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# A trajectory of so few steps amplifies rounding little.
TOLERANCE = {"float64": 1e-9, "float32": 2e-3}


def verified_steps(case):
    return 20 if case.samples * case.signal > 1_000_000 else 50


class Bench:
    def __init__(self, a):
        self.a, self.lasting = a, {}

    def contestant(self, name, case):
        if name in self.lasting:
            return self.lasting[name]
        one = Contestant(name, case, self.a.build, self.a.core)
        if one.serves_all:
            self.lasting[name] = one
        return one

    def case(self, case, folder):
        """One row of the results, or None if somebody computes something else."""
        path = f"{folder}/problem"
        problems.write(path, case, verified_steps(case))
        signals, times, absent, taking = {}, {}, {}, []
        for name in cases.contestants(case):
            if name != "thalweg" and self.a.only and not any(fnmatch.fnmatch(name, o) for o in self.a.only):
                continue
            one = self.contestant(name, case)
            if one.load(path, case) and one.verify(f"{folder}/w"):
                w = np.fromfile(f"{folder}/w").reshape(case.signal, -1)
                signals[name], times[name] = w, []
                taking.append(one)
            else:
                absent[name] = one.error or "it died; see its log"
                self.leave(one)
        ours = signals["thalweg"]
        apart = {}
        for name, w in signals.items():
            expected = ours if w.shape == ours.shape else ours[:, [case.runs // 2]]
            apart[name] = float(abs(w - expected).max() / abs(expected).max())
        for _ in range(self.a.trials):
            for one in taking:
                times[one.name].append(one.time(self.a.seconds))
        megabytes = taking[0].peak_megabytes()
        for one in taking:
            if not one.serves_all:
                one.close()
        least, word = roofs.bound(case, self.a.roofs)
        del apart["thalweg"]
        row = {
            "case": dataclasses.asdict(case),
            "microseconds": times,
            "ratios": {
                n: [t / o for t, o in zip(ts, times["thalweg"])] for n, ts in times.items() if n != "thalweg"
            },
            "compile_seconds": {one.name: one.compile_seconds for one in taking},
            "roof": least, "bound_by": word, "apart": apart, "absent": absent, "megabytes": megabytes,
        }  # fmt: skip
        wrong = [n for n, x in apart.items() if not x < TOLERANCE[case.dtype]]
        return row, wrong

    def leave(self, one):
        if one.process.poll() is not None:
            self.lasting.pop(one.name, None)
        if not one.serves_all:
            one.close()

    def close(self):
        for one in self.lasting.values():
            if one.process.poll() is None:
                one.close()


def processes(a, folder):
    """Throughput of two processes on two cores, in units of one's."""
    cores = sorted(os.sched_getaffinity(0))[-2:]
    if len(cores) < 2:
        return []
    rows = []
    chosen = [cases.net("sign", "float64", 1000, 16)]
    if not a.small:
        chosen += [cases.net("sign", "float64", 10000, 16), cases.net("gaussian", "float64", 10000, 16)]
    for case in chosen:
        path, ratios = f"{folder}/problem", []
        problems.write(path, case, 1)
        pair = [Contestant("thalweg", case, a.build, core) for core in cores]
        for one in pair:
            one.load(path, case)
        for _ in range(a.trials):
            alone = sum(1 / one.time(2 * a.seconds) for one in pair) / 2
            for one in pair:
                print("time", 2 * a.seconds, file=one.process.stdin, flush=True)
            both = sum(1 / float(one.process.stdout.readline().split()[1]) for one in pair)
            ratios.append(both / alone)
        for one in pair:
            one.close()
        name = f"{case.design} {case.dtype}, {case.dimension}, {case.samples}, K = {case.runs}"
        rows.append({"name": name, "ratios": ratios})
    return rows


def processor():
    with open("/proc/cpuinfo") as f:
        return next((line.split(":")[1].strip() for line in f if line.startswith("model name")), "?")


def main():
    p = argparse.ArgumentParser(prog="make bench BENCH=…", description=__doc__)
    p.add_argument("--small", action="store_true", help="one case of each kind, two minutes")
    p.add_argument("--trials", type=int, help="turns (default 5, small 3)")
    p.add_argument("--seconds", type=float, default=0.12, help="of a trial, about")
    p.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)), help="to pin to")
    p.add_argument("--only", nargs="+", help="rivals, by name or pattern: 'jax *' openblas")
    p.add_argument("--cases", default="*", help="pattern for 'net sign float64 1000 16 adam'")
    p.add_argument("--build", required=True, help=argparse.SUPPRESS)
    p.add_argument("--document", help="a file whose table between two comments is replaced, such as docs/performance.md")
    p.add_argument("--out", default="out/bench", help="folder for bench.md and bench.json")
    a = p.parse_args()
    a.out = os.path.join(ROOT, a.out)
    a.trials = a.trials or (3 if a.small else 5)
    os.makedirs(a.out, exist_ok=True)
    a.roofs = roofs.measure(a.build, a.core)
    wrong, bench, began = [], Bench(a), time.time()
    results = {
        "date": datetime.date.today().isoformat(), "processor": processor(), "trials": a.trials,
        "roofs": a.roofs, "cases": [], "processes": [],
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for case in cases.small() if a.small else cases.full():
            name = f"{case.model} {case.design} {case.dtype} {case.dimension} {case.runs} {case.optimizer}"
            if not fnmatch.fnmatch(name, a.cases):
                continue
            row, disagreeing = bench.case(case, folder)
            results["cases"].append(row)
            save(results, a.out)
            wrong += [f"{name}: {other} is {row['apart'][other]:.1e} apart" for other in disagreeing]
            print(f"[{time.time() - began:4.0f} s] {line(name, row)}", flush=True)
        bench.close()
        results["processes"] = processes(a, folder)
    save(results, a.out)
    markdown = report.tables(results)
    if a.document:
        report.replace(os.path.join(ROOT, a.document), markdown)
    print(f"\n{markdown}\nsaved: {a.out}/bench.md {a.out}/bench.json")
    if wrong:
        sys.exit("contestants disagree: " + "; ".join(wrong))


def save(results, folder):
    """After every case, so that an interruption leaves what was measured."""
    with open(f"{folder}/bench.md", "w") as f:
        f.write(report.tables(results))
    with open(f"{folder}/bench.json", "w") as f:
        json.dump(results, f, indent=1)


def line(name, row):
    ratios = {n: np.median(x) for n, x in row["ratios"].items()}
    others = ", ".join(f"{n} {x:.2f}×" for n, x in ratios.items())
    return f"{name}: {np.median(row['microseconds']['thalweg']):.3f} µs; {others}"


if __name__ == "__main__":
    main()
