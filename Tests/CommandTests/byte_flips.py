"""byte_flips.py PROGRAM DIR [SEEDS] [--kinds KIND,…] [--first SEED] [--commands N] [--jobs N]: damages each kind of file.

PROGRAM makes small sweeps in the new folder DIR: a finished one, one that extends another, one of a user's problem, and some that were
killed. For each kind of file and each of SEEDS seeds (10), from SEED (0), a copy of the directory gets one damage: bytes or bits
flipped, a digit or a letter changed, the end cut off, a piece filled with zeros, bytes added. Then every command that reads the
directory is run, or `verify`, `run` and N others. Right is:

* a documented exit code within four minutes (of a busy machine), never a signal;
* what exit code 0 goes with is what the whole files give, or the damage was named;
* `run` ends with the right results, or with an error that names a file;
* `verify` finds every damage of what has a digest.

A table of the kinds is printed, and each fault with the seed that repeats it. Exits 1 if there is one.
"""
import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("program", type=os.path.abspath)
parser.add_argument("folder", type=os.path.abspath)
parser.add_argument("seeds", type=int, nargs="?", default=10)
parser.add_argument("--kinds", default="")
parser.add_argument("--jobs", type=int, default=1)
parser.add_argument("--first", type=int, default=0)
parser.add_argument("--commands", type=int, default=100)
options = parser.parse_args()
program, folder = options.program, pathlib.Path(options.folder)

LIMIT = 240  # seconds, on a busy machine too; whoever waits for a lock that cannot be read takes 15
CODES = {0, 1, 64, 65, 74, 75}

SWEEP = """
name: flips
question: Which byte was flipped?
model:
  - {kind: diagonal-net, dimension: 6, sparsity: 2}
  - {kind: matrix-factorization, dimension: 3, rank: 1}
data: {samples: 5}
noise: {kind: label, delta: 0.1}
optimizer:
  - {kind: sgd, step_size: 1e-2}
  - {kind: adam, step_size: [3e-3, 1e-2], beta2: 0.99}
  - {kind: adam-e, exponent: 0.25, step_size: 1e-2, one_minus_beta2: {rate: 10, power: 2}}
steps: 100
seed: SEEDS
record: {count: 3, signal: last}
"""
OWN = """
name: own
model: {kind: diagonal-net, dimension: 4}
data: {kind: file, path: PATH}
noise: {kind: label, alpha: 0.01}
optimizer: {kind: adam, step_size: 1e-3, beta2: 0.99}
steps: 20
record: {count: 3}
seed: 1
"""
SLOW = """
name: slow
model: {kind: diagonal-net, dimension: 20, sparsity: 3}
data: {samples: 10}
noise: {kind: label, delta: 0.4}
optimizer: {kind: adam, step_size: 1e-2, beta2: 0.99}
steps: {slow_time: 300}
seed: [1, 2]
dynamics: slow-ode
record: {count: 200, signal: last, projection: all}
"""
KILLED = """
name: killed
model: {kind: diagonal-net, dimension: [20, 24], sparsity: 3}
data: {samples: [10, 12]}
noise: {kind: label, delta: 0.4}
optimizer: {kind: adam, step_size: [1e-3, 1e-2], beta2: 0.99}
steps: 300000
seed: [1, 2]
record: {count: 12, signal: last}
"""


def call(*arguments, limit=LIMIT, **others):
    """Exit code (negative: a signal; None: too slow), output and messages."""
    try:
        done = subprocess.run([program, *map(str, arguments)], capture_output=True, timeout=limit,
                              stdin=subprocess.DEVNULL, **others)
        return done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        return None, late.stdout or b"", late.stderr or b""


def made(*arguments):
    code, out, errors = call(*arguments)
    assert code == 0, (arguments, code, out, errors)
    return out


def sha256(path):
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "no file"


def damage(kind, seed, original):
    """The bytes with one damage, and what it is."""
    choose = random.Random(f"{kind} {seed}")
    while True:
        data = bytearray(original)
        way = choose.choice(["byte", "byte", "bytes", "bit", "digit", "cut", "zeros", "more", "heap"])
        place = choose.randrange(len(data))
        if way == "byte" or way == "bytes":
            for _ in range(1 if way == "byte" else choose.randint(2, 4)):
                data[choose.randrange(len(data))] ^= choose.randint(1, 255)
        elif way == "bit":
            data[place] ^= 1 << choose.randrange(8)
        elif way == "digit":
            digits = [i for i, byte in enumerate(data) if 48 <= byte <= 57]
            if not digits:
                continue
            place = choose.choice(digits)
            data[place] = 48 + choose.randrange(10)
        elif way == "heap":  # texts of HDF5, which have no checksum
            heaps = [i for i in range(len(data)) if data[i:i + 4] == b"GCOL"]
            letters = [i for start in heaps for i in range(start, min(start + 4096, len(data))) if 32 < data[i] < 127]
            if not letters:
                continue
            data[choose.choice(letters)] ^= choose.choice([1, 2, 4, 8, 16])
        elif way == "cut":
            del data[place:]
        elif way == "zeros":
            end = choose.choice([place + 1, place + 16, place + 512, len(data)])
            data[place:end] = bytes(len(data[place:end]))
        else:
            data += choose.randbytes(choose.choice([1, 16, 600]))
        if data != original:
            changed = [i for i in range(min(len(data), len(original))) if data[i] != original[i]]
            return bytes(data), f"{way} at {(changed or [len(data)])[0]} of {len(original)}"


def prepare():
    """The directories that are copied and damaged, and what whole files give."""
    (folder / "small.yaml").write_text(SWEEP.replace("SEEDS", "1"))
    (folder / "larger.yaml").write_text(SWEEP.replace("SEEDS", "[1, 2]"))
    (folder / "killed.yaml").write_text(KILLED)
    made("run", folder / "small.yaml", "--out", folder / "finished", "--workers", 1)
    made("merge", folder / "finished", "--virtual")
    made("run", folder / "small.yaml", "--out", folder / "extended", "--workers", 1)
    made("run", folder / "larger.yaml", "--out", folder / "extended", "--workers", 1, "--extend")
    alone = folder / "alone"
    alone.mkdir()
    shutil.copy(folder / "finished/results.h5", alone / "results.h5")
    made("run", folder / "killed.yaml", "--out", folder / "whole", "--workers", 1)
    shutil.copy(folder / "killed.yaml", folder / "part.yaml")
    (folder / "slow.yaml").write_text(SLOW)
    kill("killed", ["checkpoints/*.ckpt", "attempts/*/*.json", "progress.json", "lock", "shards/*/*.h5"], "--workers", 1)
    kill("part", ["checkpoints/*.ckpt", "lock-1-of-2"], "--shard", "1/2")
    kill("slow", ["checkpoints/*.ckpt"], "--workers", 1)
    try:
        import h5py
    except ImportError:
        return print("without h5py no user's problem is damaged")
    with h5py.File(folder / "own.h5", "w") as file:
        file["design"] = [[1.0, -1.0, 1.0, 0.5], [0.25, 1.0, -1.0, 1.0]]
        file["targets"] = [1.0, -0.5]
    (folder / "own.yaml").write_text(OWN.replace("PATH", "own.h5"))
    made("run", folder / "own.yaml", "--out", folder / "own", "--workers", 1)


def kill(name, files, *how):
    """Kills a sweep when these files are there; if some speak of a death, a worker before that."""
    out = folder / name
    process = subprocess.Popen([program, "run", folder / f"{name}.yaml", "--out", out, *map(str, how),
                                "--checkpoint-every", "0.03"], stderr=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, env=os.environ | {"SWIFT_BACKTRACE": "enable=no"})
    struck = not any("attempts" in file for file in files)
    end = time.monotonic() + LIMIT
    while time.monotonic() < end and process.poll() is None:
        if not struck and any(out.glob("shards/*/*.h5")):  # what speaks against a shard goes when it is there
            for file in out.glob("shards/*/*.tmp-*"):
                try:
                    os.kill(int(file.name.split(".tmp-")[1].split("-")[0]), signal.SIGSEGV)
                    struck = True
                except (ProcessLookupError, ValueError):
                    pass
        elif struck and all(any(out.glob(name)) for name in files):
            break
        time.sleep(0.002)
    process.kill()
    process.wait()
    missing = [file for file in files if not any(out.glob(file))]
    assert not missing, f"the sweep that was killed has no {missing}"
    while subprocess.run(["pgrep", "-f", str(out)], capture_output=True).returncode == 0:
        time.sleep(0.01)  # workers end with their coordinator

# Kind: directory, pattern of the file, whether 'verify' answers for each of its bytes.
KINDS = {
    "results": ("finished", "results.h5", True),
    "results alone": ("alone", "results.h5", False),
    "shard": ("finished", "shards/*/*.h5", True),
    "manifest": ("finished", "manifest.json", True),
    "provenance": ("finished", "results.provenance.json", False),
    "work log": ("finished", "work/*.jsonl", False),
    "view": ("finished", "view.h5", False),
    "earlier manifest": ("extended", "generations/*/manifest.json", True),
    "earlier shard": ("extended", "generations/*/shards/*/*.h5", True),
    "earlier results": ("extended", "generations/*/results.h5", True),
    "checkpoint": ("killed", "checkpoints/*.ckpt", True),
    "slow checkpoint": ("slow", "checkpoints/*.ckpt", True),
    "death": ("killed", "attempts/*/*.json", False),
    "progress": ("killed", "progress.json", False),
    "lock": ("killed", "lock", False),
    "lock of a part": ("part", "lock-1-of-2", False),
    "unfinished manifest": ("killed", "manifest.json", True),
    "finished shard": ("killed", "shards/*/*.h5", True),
    "problem": ("own", "problems/*.h5", True),
}


def commands(origin, out, other):
    """What reads a directory, in order; what changes it comes last."""
    file = {"alone": out / "results.h5"}.get(origin, out)
    view = out / "view.h5"
    reading = [
        ("status", out), ("show", file, 1), ("show", file, 1, "--json"), ("report", file),
        ("export", file, "--format", "csv"),
        ("export", file, "--format", "grid", "--out", other / "grid.nc"), ("digest", file),
        ("diff", file, folder / "alone/results.h5"),
    ]
    if origin == "alone":
        return reading[1:]
    if view.exists():
        reading += [("export", view, "--format", "csv"), ("show", view, 1)]
    sweep = {"finished": "small", "extended": "larger"}.get(origin, origin)
    changing = [("merge", out, "--out", other / "merged.h5"),
                ("run", folder / f"{sweep}.yaml", "--out", out, "--workers", 1)]
    if origin == "finished":
        changing += [("run", folder / "larger.yaml", "--out", other / "copy", "--workers", 1, "--extend")]
    return reading + changing


def answer(command, other, out):
    """What a command gives, with the folder's name taken out; and its messages."""
    for name in ("grid.nc", "merged.h5"):
        (other / name).unlink(missing_ok=True)
    if "--extend" in command:
        shutil.rmtree(other / "copy", ignore_errors=True)
        shutil.copytree(out, other / "copy")
    code, text, errors = call(*command)
    made_files = {"run": [command[3] / "results.h5" if command[0] == "run" else out],
                  "merge": [other / "merged.h5"], "export": [other / "grid.nc"]}.get(command[0], [])
    if command[0] in ("run", "merge"):
        text = b""
    given = [code, text.replace(str(out).encode(), b"OUT").replace(str(other).encode(), b"OTHER")]
    if code == 0:
        given += [sha256(path) for path in made_files]
    return given, (text + errors).decode(errors="replace"), errors.decode(errors="replace")


def one_trial(kind, seed, original=False):
    """The faults of one damage; of none, what the commands give."""
    origin, pattern, is_covered = KINDS[kind]
    place = folder / f"trial-{os.getpid()}-{kind.replace(' ', '-')}-{seed}"
    out, other = place / "out", place / "other"
    other.mkdir(parents=True)
    shutil.copytree(folder / origin, out)
    file = sorted(out.glob(pattern))[0]
    what = ""
    if not original:
        data, what = damage(kind, seed, file.read_bytes())
        os.chmod(file, 0o644)
        file.write_bytes(data)
    faults, answers = [], []
    code, text, errors = call("verify", out if origin != "alone" else file)
    answers.append([code])
    named = code == 1
    if not original:
        if code is None or code < 0 or code not in CODES:
            faults.append(("verify", f"ended with {code}", text + errors))
        elif code == 0 and is_covered:
            faults.append(("verify", "missed it", text))
    view = out / "view.h5"
    todo = list(enumerate(commands(origin, out, other)))
    if not original:
        chosen = random.Random(seed).sample(todo, min(options.commands, len(todo)))
        todo = [(index, command) for index, command in todo if (index, command) in chosen or command[0] == "run" and "--extend" not in command]
    for index, command in todo:
        given, said, errors = answer(command, other, out)
        answers.append(given)
        if original:
            continue
        code, name = given[0], " ".join(map(str, command)).replace(str(place), "").replace(str(folder), "")
        right = expected[origin][index + 1]
        if code is None:
            faults.append((name, "did not end", said))
        elif code < 0:
            faults.append((name, f"was ended by signal {-code}", said))
        elif code not in CODES:
            faults.append((name, f"exit code {code}", said))
        elif code != 0 and not errors.strip() and command[0] not in ("status", "diff", "digest"):
            faults.append((name, f"exit code {code} without a word", said))
        elif code == 0 and given != right:
            hint = any(word in said for word in ("damaged", "cannot be read"))
            hint = hint or (view in command and "absent" in said)  # that is how a view says it
            if right[0] != 0 or (not hint and not same_but_for_volatile(kind, command, given, right)):
                faults.append((name, "another answer without a word" + (", found by verify" if named else ""),
                               given[1].decode(errors="replace")[:600] + errors))
    if not faults or original:
        shutil.rmtree(place)
    for command, fault, said in faults:
        said = (said if isinstance(said, str) else said.decode(errors="replace"))[:600].replace("\n", "\n    ")
        print(f"{kind}, seed {seed}, {what}\n  {command}: {fault}\n    {said}\n", flush=True)
    return answers if original else faults


def same_but_for_volatile(kind, command, given, right):
    """Status says who coordinates and what the workers do, which nobody vouches for."""
    return command[0] == "status" and kind in ("progress", "lock", "work log", "death", "provenance")


def wanted():
    words = options.kinds.split(",") if options.kinds else list(KINDS)
    return [kind for kind in KINDS if kind in words and (folder / KINDS[kind][0]).is_dir()]


folder.mkdir(parents=True, exist_ok=True)
if not (folder / "finished").exists():
    prepare()
expected = {}
for kind in wanted():
    if KINDS[kind][0] not in expected:
        expected[KINDS[kind][0]] = one_trial(kind, 0, original=True)

trials = [(kind, seed) for kind in wanted() for seed in range(options.first, options.first + options.seeds)]
with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
    found = list(pool.map(lambda trial: one_trial(*trial), trials))
print("kind of file            trials  with faults")
for kind in wanted():
    mine = [faults for (name, _), faults in zip(trials, found) if name == kind]
    print(f"{kind:24}{len(mine):6}{sum(1 for faults in mine if faults):13}")
sys.exit(1 if any(found) else 0)
