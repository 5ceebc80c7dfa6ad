"""Ours and the rivals in turn on one core: they must agree, then the medians of ratios of times.

Writes bench.md and bench.json to --out, after every case. Rivals keep their processes and wait while
others measure. With --minutes it stops early, with --resume it goes on from what --out has.
"""

import argparse, dataclasses, datetime, fnmatch, json, os, subprocess, sys, tempfile, time

import numpy as np

import cases, goals, problems, report, roofs
from contestants import Contestant

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# A trajectory of so few steps amplifies rounding little.
TOLERANCE = {"float64": 1e-9, "float32": 2e-3}


def verified_steps(case):
    return 20 if case.samples * case.compared > 1_000_000 else 50


class Bench:
    def __init__(self, a):
        self.a, self.lasting = a, {}

    def contestant(self, name, case):
        key = name, case.is_formula
        if key in self.lasting:
            return self.lasting[key]
        one = Contestant(name, case, self.a.build, self.a.core)
        if one.serves_all:
            self.lasting[key] = one
        return one

    def case(self, case, folder):
        """One row of the results."""
        path = f"{folder}/problem"
        problems.write(path, case, verified_steps(case))
        signals, times, absent, taking = {}, {}, {}, []
        for name in cases.contestants(case):
            if name != "thalweg" and self.a.only and not any(fnmatch.fnmatch(name, o) for o in self.a.only):
                continue
            one = self.contestant(name, case)
            if one.load(path, case) and one.verify(f"{folder}/w"):
                w = np.fromfile(f"{folder}/w").reshape(case.compared, -1)
                signals[name], times[name] = w, []
                taking.append(one)
            else:
                absent[name] = one.error or "it died; see its log"
                self.leave(one, case)
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
        del apart["thalweg"]
        return {
            "case": dataclasses.asdict(case),
            "microseconds": times,
            "ratios": {
                n: [t / o for t, o in zip(ts, times["thalweg"])] for n, ts in times.items() if n != "thalweg"
            },
            "compile_seconds": {one.name: one.compile_seconds for one in taking},
            "apart": apart, "absent": absent, "megabytes": megabytes,
        }  # fmt: skip

    def leave(self, one, case):
        if one.process.poll() is not None:
            self.lasting.pop((one.name, case.is_formula), None)
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


def options():
    p = argparse.ArgumentParser(prog="make bench BENCH=…", description=__doc__)
    p.add_argument("--small", action="store_true", help="one case of each kind, two minutes")
    p.add_argument("--formulas", action="store_true", help="models that are formulas, a quarter of an hour")
    p.add_argument("--goals", action="store_true", help="the cases and rivals that goals.py has floors for")
    p.add_argument("--cases", default="*", help="pattern for 'net sign float64 1000 16 adam'")
    p.add_argument("--only", nargs="+", help="rivals, by name or pattern: 'jax *' openblas")
    p.add_argument("--trials", type=int, help="turns (default 5, small 3)")
    p.add_argument("--seconds", type=float, default=0.12, help="of a trial, about")
    p.add_argument("--minutes", type=float, default=1e9, help="begin no case after so many")
    p.add_argument("--resume", action="store_true", help="keep the cases that --out has already")
    p.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)), help="to pin to")
    p.add_argument("--build", required=True, help=argparse.SUPPRESS)
    p.add_argument("--document", help="a file whose table between two comments is replaced, such as docs/performance.md")
    p.add_argument("--out", default="out/bench", help="folder for bench.md and bench.json")
    a = p.parse_args()
    a.out = os.path.join(ROOT, a.out)
    a.trials = a.trials or (3 if a.small else 5)
    if a.goals:
        a.only = a.only or goals.rivals()
    return a


def chosen(a):
    """Names of cases, and the cases."""
    sets = [(a.small, cases.small), (a.goals, goals.all_cases), (a.formulas, cases.formulas)]
    every = next((make for is_chosen, make in sets if is_chosen), cases.full)()
    return {name: case for case in every if fnmatch.fnmatch(name := cases.name(case), a.cases)}


def begun(a):
    """What --out has, with the better of its roofs and those of now; or nothing yet."""
    results = {
        "date": datetime.date.today().isoformat(), "processor": processor(), "trials": a.trials,
        "roofs": roofs.measure(a.build, a.core), "cases": [], "processes": [],
    }  # fmt: skip
    path = f"{a.out}/bench.json"
    if not (a.resume and os.path.exists(path)):
        return results
    with open(path) as f:
        before = json.load(f)
    if before["processor"] != results["processor"]:
        sys.exit(f"{path} was measured on {before['processor']}")
    return {**results, **before, "roofs": roofs.better(before["roofs"], results["roofs"])}


def main():
    a = options()
    os.makedirs(a.out, exist_ok=True)
    results, bench, start = begun(a), Bench(a), time.time()
    done = {cases.name(cases.Case(**row["case"])) for row in results["cases"]}
    missing = {name: case for name, case in chosen(a).items() if name not in done}
    is_late = lambda: time.time() - start > 60 * a.minutes
    with tempfile.TemporaryDirectory() as folder:
        for name, case in missing.items():
            if is_late():
                break
            row = bench.case(case, folder)
            results["cases"].append(row)
            save(results, a.out)
            print(f"[{time.time() - start:4.0f} s] {line(name, row)}", flush=True)
            done.add(name)
        bench.close()
        if not results["processes"] and not (a.goals or a.formulas) and not is_late():
            results["processes"] = processes(a, folder)
    save(results, a.out)
    markdown = report.tables(results)
    if a.document:
        report.replace(os.path.join(ROOT, a.document), markdown)
    print(f"\n{markdown}\nsaved: {a.out}/bench.md {a.out}/bench.json")
    if left := [name for name in missing if name not in done]:
        print(f"{len(left)} cases are left; go on with --resume")
    if wrong := disagreeing(results):
        sys.exit("contestants disagree: " + "; ".join(wrong))


def disagreeing(results):
    return [
        f"{cases.name(cases.Case(**row['case']))}: {name} is {apart:.1e} apart"
        for row in results["cases"] for name, apart in row["apart"].items()
        if not apart < TOLERANCE[row["case"]["dtype"]]
    ]  # fmt: skip


def save(results, folder):
    """After every case, so that an interruption leaves what was measured."""
    for name, text in ("bench.md", report.tables(results)), ("bench.json", json.dumps(results, indent=1)):
        with open(f"{folder}/{name}.new", "w") as f:
            f.write(text)
        os.replace(f"{folder}/{name}.new", f"{folder}/{name}")


def line(name, row):
    ratios = {n: np.median(x) for n, x in row["ratios"].items()}
    others = ", ".join(f"{n} {x:.2f}×" for n, x in ratios.items())
    return f"{name}: {np.median(row['microseconds']['thalweg']):.3f} µs; {others}"


if __name__ == "__main__":
    main()
