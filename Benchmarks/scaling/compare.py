"""What dealing costs: ours, and what peers take for the same. See docs/scaling.md.

compare.py BUILD [--only NAME …] [--parts ours real curves peers]; BUILD holds thalweg. Writes out/*.tsv, which figure.gp draws.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.path.dirname(os.path.abspath(__file__)),
    "PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}",
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_mtl": "^psm,psm2,ofi",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_mpi_yield_when_idle": "1",
}
PEERS = ["mpi4py", "mpi4py-1000", "multiprocessing", "multiprocessing-1000", "dask", "parsl", "parallel", "hyperqueue"]


def run(line):
    done = subprocess.run(list(map(str, line)), env=ENVIRONMENT, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"{line}: {done.returncode}\n{done.stderr}")
    return done.stdout


def deal(a, ranks, **options):
    line = ["mpirun", "-n", ranks, f"{a.build}/dealing", "deal"]
    for key, value in options.items():
        line += [f"--{key}"] + ([] if value is True else [value])
    return json.loads(run(line))


def simulate(a, ranks, **options):
    line = [f"{a.build}/dealing", "simulate"]
    for count in ranks:
        line += ["--ranks", count]
    for key, value in options.items():
        line += [f"--{key.replace('_', '-')}", value]
    return json.loads(run(line))


def granularity(efficiency):
    """Smallest task with 95 % efficiency, interpolated on a ladder of 10 µs … 1 s, a factor of √10 a rung."""
    last = None
    for rung in range(2, 13):
        seconds = 1e-6 * 10 ** (rung / 2)
        now = efficiency(seconds)
        if now >= 0.95:
            if last is None:
                return seconds
            share = (0.95 - last[1]) / (now - last[1])
            return last[0] * (seconds / last[0]) ** share
        last = (seconds, now)
    return math.nan


def best(trials, f):
    """The best of some trials: what else the machine does can only make it worse."""
    return max((f() for _ in range(trials)))


def ours(a):
    noop = [deal(a, 64) for _ in range(3)]
    rate = max(x["runs_per_second"] for x in noop)
    print(f"no-op runs dealt at 64 ranks: {rate:.3g} a second, plan {noop[0]['plan_seconds']:.2f} s,")
    print(f"  {noop[0]['shards']} shards of 1000 runs, rank 0 at most {noop[0]['peak_bytes'] / 2**20:.0f} MiB")

    def shards(seconds):
        count = int(min(max(10 / seconds, 64), 20000))
        return best(3, lambda: deal(a, 2, shards=count, runs=16, task=f"{seconds:.9f}", sleep=True)["efficiency"])

    metg = granularity(shards)
    print(f"METG at 2 ranks: a shard of {metg * 1e6:.0f} us; of 1000 runs: {metg * 1e3:.2f} us a run")
    quiet = deal(a, 2, shards=64, task=0.25)
    print(f"coordinator at 2 ranks: {100 * quiet['coordinator_share']:.2f} % of a core")
    with tempfile.TemporaryDirectory() as folder:
        scan = json.loads(run([f"{a.build}/dealing", "scan", "--out", f"{folder}/sweep"]))
    print(f"resume scan of {scan['runs']} runs in {scan['shards']} shards: {scan['scan_seconds']:.2f} s")


def real(a):
    """A sweep of some 20 s by one rank and by two, in turn; the shares of the coordinator from the provenance."""
    sweep = f"{HERE}/sweep.yaml"
    times = {1: [], 2: []}
    for _ in range(a.rounds):
        for ranks in times:
            with tempfile.TemporaryDirectory() as out:
                run(["mpirun", "-n", ranks, f"{a.build}/thalweg", "run", sweep, "--out", out])
                work = json.load(open(f"{out}/results.provenance.json"))["work"]
            times[ranks].append((work["seconds"], work["coordinator_cpu_seconds"] / work["seconds"]))
    one, two = min(times[1]), min(times[2])
    print(f"a sweep of {one[0]:.1f} s: 2 ranks against 1: {one[0] / two[0]:.3f} x, coordinator {100 * two[1]:.2f} %")


def peers(a):
    noop = max(deal(a, 2)["runs_per_second"] for _ in range(3))
    print(f"no-op runs dealt at 2 ranks, in shards of 1000: {noop:.3g} a second")
    print("peers with two workers, no-op tasks a second, ours over theirs, and METG:")
    for name in a.only or PEERS:
        line = [sys.executable, f"{HERE}/peer.py", name]
        if name.startswith("mpi4py"):
            line = ["mpirun", "-n", "3", sys.executable, "-m", "mpi4py.futures", f"{HERE}/peer.py", name]
        os.makedirs(f"{HERE}/out", exist_ok=True)
        log = open(f"{HERE}/out/{name}.log", "w")
        peer = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=ENVIRONMENT, cwd=HERE
        )

        def ask(seconds, count):
            print(seconds, count, file=peer.stdin, flush=True)
            while answer := peer.stdout.readline():
                try:
                    return float(answer)
                except ValueError:
                    continue  # what a library has to say
            sys.exit(f"{name} ended; see out/{name}.log")

        while (word := peer.stdout.readline()) != "ready\n":
            if not word:
                break
        if not word:
            print(f"  {name:22} does not run here; see out/{name}.log")
            continue
        chunk = 1000 if name.endswith("-1000") else 1
        count = 200
        while (took := ask(0.0, count)) < 3 and count < 2_000_000:
            count *= 4
        rate = count / took

        def efficiency(seconds):
            count = int(min(max(2 / seconds, 40), 2 * rate)) // (2 * chunk) * 2 * chunk or 2 * chunk
            return count * seconds / (2 * ask(seconds, count))

        metg = granularity(efficiency)
        print(f"  {name:22} {rate:12.0f}  {noop / rate:10.0f} x  {metg * 1e3:9.3f} ms", flush=True)
        peer.stdin.close()
        peer.wait()


def curves(a):
    """Measured with sleeping shards, so that 64 ranks fit two processors; simulated beside them."""
    os.makedirs(f"{HERE}/out", exist_ok=True)
    latency, service = a.latency, a.service
    with open(f"{HERE}/out/measured.tsv", "w") as table:
        print("ranks", "measured", "simulated", sep="\t", file=table)
        for ranks in [2, 4, 8, 16, 32, 64]:
            options = {"shards": 20 * ranks if ranks > 3 else 64, "task": a.task, "scatter": 0.3}
            measured = best(2, lambda: deal(a, ranks, sleep=True, **options)["efficiency"])
            simulated = simulate(a, [ranks], latency=latency, service=service, **options)[0]["efficiency"]
            print(ranks, f"{measured:.4f}", f"{simulated:.4f}", sep="\t", file=table, flush=True)
            print(f"  {ranks:3} ranks: efficiency {measured:.4f}, simulated {simulated:.4f}", flush=True)
    ladder = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1000, 2000, 5000, 10000]
    with open(f"{HERE}/out/simulated.tsv", "w") as table:
        print("ranks", "seconds", "shards_per_rank", "efficiency", "coordinator", sep="\t", file=table)
        for task, shards_per_rank in [(20, 10), (20, 50), (0.5, 50)]:
            rows = simulate(
                a, ladder, task=task, scatter=0.3, latency=latency, service=a.far_service, shards_per_rank=shards_per_rank
            )
            for row in rows:
                print(
                    row["workers"], task, shards_per_rank, f"{row['efficiency']:.5f}", f"{row['coordinator_share']:.5f}",
                    sep="\t", file=table,
                )
            last = rows[-1]
            print(
                f"  predicted for 10000 ranks, {shards_per_rank} shards of {task} s a rank: "
                f"{100 * last['efficiency']:.1f} %, rank 0 busy {100 * last['coordinator_share']:.1f} %"
            )


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build")
    p.add_argument("--only", nargs="+", help="these peers")
    p.add_argument("--parts", nargs="+", default=["ours", "real", "curves", "peers"])
    p.add_argument("--rounds", type=int, default=2, help="of the real sweep")
    p.add_argument("--task", type=float, default=0.5, help="seconds of a shard in the measured curve")
    p.add_argument("--latency", type=float, default=1.3e-3, help="seconds, the mean wait for a look included")
    p.add_argument("--service", type=float, default=5e-6, help="measured: processor seconds of rank 0 a message")
    p.add_argument("--far-service", type=float, default=2e-5, help="assumed beyond what is measured")
    a = p.parse_args()
    a.build = os.path.abspath(a.build)
    for part in a.parts:
        {"ours": ours, "real": real, "curves": curves, "peers": peers}[part](a)


main()
