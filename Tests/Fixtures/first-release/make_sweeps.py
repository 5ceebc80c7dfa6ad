"""make_sweeps.py FOLDER: writes the sweep files of this folder, always the same: small ones over every kind of the first release, and
those of sweeps/ with data of their own making, cut down. (Made once: later sweeps would change them.)"""
import pathlib
import random
import re
import sys

folder, rng = sys.argv[1], random.Random(20261130)


def pick(*values):
    return rng.choice(values)


def some(values, most):
    """One value, or a list of several."""
    count = min(rng.randint(1, most), len(values))
    chosen = rng.sample(values, count)
    return str(chosen[0]) if count == 1 else "[" + ", ".join(map(str, chosen)) + "]"


def model(own):
    scale = pick("", f", initial_scale: {pick(0.05, 0.3, 1)}")
    if rng.random() < 0.6:
        dimension = pick(5, 12, 24, 37, 100, 300)
        truth = "" if own else f", sparsity: {some([1, 2, 3], 2)}"
        return f"{{kind: diagonal-net, dimension: {dimension}{truth}{scale}}}", dimension, 2 * dimension, False
    p, depth = pick(3, 4, 5, 6, 9), pick(2, 2, 3, 4)
    width = pick(p, p, 2, p + 2)
    keys = f", depth: {depth}" if depth > 2 else ""
    keys += f", width: {width}" if width != p else ""
    truth = "" if own else f", rank: {some([1, 2], 2)}"
    parameters = 2 * p * width + (depth - 2) * width * width
    return f"{{kind: matrix-factorization, dimension: {p}{keys}{truth}{scale}}}", p * p, parameters, True


def noise(samples):
    if rng.random() < 0.12:
        return "{kind: none}"
    if rng.random() < 0.2:
        return f"{{kind: gradient, std: {some([0.001, 0.01, 0.1], 2)}}}"
    size = f"alpha: {some([0.001, 0.01, 0.1], 2)}" if rng.random() < 0.5 else f"delta: {some([0.1, 0.3, 1], 2)}"
    batch = "" if rng.random() < 0.6 else f", batch: {some(list(dict.fromkeys(['full', 1, 2, samples // 2])), 2)}"
    law = "" if rng.random() < 0.7 else ", distribution: gaussian"
    return f"{{kind: label, {size}{batch}{law}}}"


def beta2():
    return pick(
        f"beta2: {some([0.9, 0.99, 0.999], 2)}", f"one_minus_beta2: {some([0.1, 0.01, 0.3], 2)}",
        "one_minus_beta2: {rate: 10, power: 1}", "one_minus_beta2: {rate: 5, power: [1, 1.5]}")


def optimizer(matrix, uniform, own):
    kind = pick("sgd", "rmsprop", "adam", "adam", "adam-e", "adam-e", "adam-mini", "adalayer")
    steps = [0.001, 0.003, 0.005, 0.01, 0.02]
    keys = f"kind: {kind}, step_size: {some(steps, 3 if not uniform else 2)}"
    if kind == "sgd":
        return f"{{{keys}}}"
    keys += ", " + beta2()
    if kind != "rmsprop" and rng.random() < 0.3:
        keys += f", beta1: {some([0.7, 0.8, 0.95], 2)}"
    if kind == "adam-e":
        keys += f", exponent: {some([0.25, 0.3, 0.5, 0.6, 0.75], 3)}"
    if kind == "adam-mini" and not matrix:
        keys += f", block_size: {some([2, 3, 5], 2)}"
    if rng.random() < 0.3:
        keys += f", epsilon: {some(['1e-8', '1e-4'], 2)}"
    if not uniform and not own and rng.random() < 0.3:
        keys += ", bias_correction: true"
    return f"{{{keys}}}"


for number in range(100):
    own = "own" if number % 8 == 7 else ""
    slow = number % 6 == 5 and not own
    text, inputs, parameters, matrix = model(own)
    samples = pick(3, 6, 11, 20, 45) if not own else 7
    lines = [f"name: first-release-{number:02}", f"model: {text}"]
    if own:
        lines.append(f"data: {{kind: file, path: own-{inputs}-{parameters}.h5}}")
    else:
        lines.append(f"data: {{samples: {samples}, design: {some(['sign', 'gaussian'], 2)}}}")
    lines.append(f"noise: {noise(samples)}")
    optimizers = [optimizer(matrix, slow, own) for _ in range(rng.randint(1, 2))]
    lines.append("optimizer:" + "".join(f"\n  - {text}" for text in dict.fromkeys(optimizers)))
    if slow:
        lines.append("steps: {slow_time: 0.02}")
    else:
        lines.append(f"steps: {pick(1, 7, 60, 200, 500)}")
    if rng.random() < 0.5:
        lines.append(f"seed: {some([0, 5, 123456789], 2)}")
    else:
        lines += ["data_seed: 3", f"init_seed: {some([1, 2], 2)}", "noise_seed: {count: " + str(pick(1, 2, 16)) + "}"]
    if rng.random() < 0.4 and not slow:
        lines.append(f"precision: {some(['float64', 'float32'], 2)}")
    record = ["count: 4"] if not slow and lines.count("steps: 1") == 0 else ["count: 2"]
    record += [pick("signal: all", "signal: last", "spacing: linear"), pick("projection: all", "projection: last", "projection: never")]
    lines.append("record: {" + ", ".join(record) + "}")
    with open(f"{folder}/{number:02}.yaml", "w") as file:
        file.write("\n".join(lines) + "\n")

sweeps = pathlib.Path(__file__).resolve().parents[3] / "sweeps"
for number, name in enumerate(
        ["adaptive-family", "beta2-schemes", "matrix-factorization", "phase-diagram", "quickstart", "sample-complexity", "sample-complexity-1000"],
        start=100):
    text = (sweeps / f"{name}.yaml").read_text()
    text = text[text.index("name:"):]
    for pattern, small in [
            (r"seed: .*", "seed: {count: 2}"), (r"^steps: .*", "steps: 200"), (r"count: (8|10)\}", "count: 2}"),
            (r"step_size: \[([^,\]]*), ([^,\]]*),[^\]]*\]", r"step_size: [\1, \2]"), (r"delta: \[.*\]", "delta: 0.5"),
            (r"samples: [\[{][^\]}]*[\]}]", "samples: [14, 20]"), (r"exclude:\n(  .*\n)*", ""), (r"dynamics: .*\n", ""),
            (r"one_minus_beta2: \[[^\]]*\]", "one_minus_beta2: [0.01, 0.001]"), (r"record: .*", "record: {count: 5, signal: last}")]:
        text = re.sub(pattern, small, text, flags=re.MULTILINE)
    with open(f"{folder}/{number}.yaml", "w") as file:
        file.write(text)
