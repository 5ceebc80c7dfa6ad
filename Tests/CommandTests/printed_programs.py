"""Trains runs of every kind, prints each as a program over JAX, and lets that compare what was recorded.

python printed_programs.py PROGRAM DIRECTORY texts|jax [NAME ...]; exits 0 when all agree. With `texts` the programs are
read, not run; `jax` needs jax.
"""

import ast
import builtins
import os
import re
import subprocess
import sys

import h5py
import numpy as np

program, directory, mode, *wanted = sys.argv[1:]
os.chdir(directory)

rng = np.random.default_rng(3)
with h5py.File("numbers.h5", "w") as file:
    file["inputs"], file["targets"] = rng.standard_normal((20, 6)), rng.standard_normal(20)
    file["test_inputs"], file["test_targets"] = rng.standard_normal((7, 6)), rng.standard_normal(7)
    file["theta0"], file["v0"] = 0.2 * rng.standard_normal(12), rng.random(12)
    file["noise_std"], file["w_star"] = 0.05 * rng.random(12), rng.standard_normal(6)
with h5py.File("probabilities.h5", "w") as file:
    file["inputs"] = rng.standard_normal((18, 4))
    file["targets"] = rng.dirichlet(np.ones(3), 18)
    file["test_inputs"], file["test_targets"] = np.ones((5, 4)) * np.arange(5)[:, None], np.full((5, 3), 1 / 4) + np.eye(3)[[0, 1, 2, 2, 1]] / 4
with h5py.File("blocks.h5", "w") as file:
    file["inputs"] = rng.standard_normal((15, 3))
    file["targets"] = rng.standard_normal(15)
    file["theta0/W"] = rng.standard_normal((2, 4, 3))
    file["noise_std/a"] = rng.uniform(0, 0.1, 4)
with open("entries.csv", "w") as file:
    file.write("row,column,target\n0,0,1\n0,3,-0.5\n1,2,0.25\n2,1,2\n2,3,-1\n")
np.savez("matrices.npz", inputs=rng.standard_normal((15, 3, 2)), targets=rng.standard_normal(15))
with open("table.csv", "w") as file:
    file.write("age,target,size\n")
    file.writelines(f"{a},{b},{c}\n" for a, b, c in rng.standard_normal((16, 3)))

NET = "{kind: diagonal-net, dimension: 12, sparsity: 2}"
FACTORS = "{kind: matrix-factorization, dimension: 4, rank: 1, width: 3, depth: 3, initial_scale: 0.5}"
TWO_LAYER = "{kind: two-layer, width: 5, bias: true}"
SINE = '{design: gaussian, inputs: 4, samples: 20, test_samples: 9, target: "sin(x[0]) + x[1] * x[2]"}'
SIGNS = '{design: uniform, inputs: 4, samples: 20, test_samples: 9, flipped: 0.1, target: "x[0] - x[1]"}'
CLASSES = '{design: gaussian, inputs: 4, samples: 24, test_samples: 9, outputs: 3, flipped: 0.15, target: "where(x[0] > 0.4, 2, where(x[1] > 0, 1, 0))"}'
TEACHER = """
  design: sphere
  inputs: 4
  samples: 20
  target_noise: 0.1
  teacher:
    parameters: {w: {shape: [3, inputs], initial: {unit_rows: 1}}, c: {shape: [3], initial: {signs: 0.5}}}
    prediction: c @ relu(w @ x)
"""
CLASS_TEACHER = """
  design: gaussian
  inputs: 4
  samples: 20
  outputs: 3
  teacher: {parameters: {w: {shape: [outputs, inputs], initial: {uniform: 1}}}, prediction: w @ x}
"""
DEEP = """
  kind: formula
  parameters:
    V: {shape: [width, inputs], initial: [{formula: "eye(width)[:, :inputs]"}, {normal: 0.1}]}
    W: {shape: [depth, width, width], initial: {orthogonal: 0.9}}
    c: {initial: 0.3}
    F: {shape: [width], initial: {uniform: 1}, train: false}
    a: {shape: [width], initial: {same_as: b}}
    b: {shape: [width], initial: {signs: scale / sqrt(width)}}
  sizes: {width: 4, depth: 2}
  constants: {scale: 0.5}
  prediction: |
    h = V @ x  # the first layer
    for l in range(depth):
        h = h + tanh(W[l] @ h)
    (a @ h
     + c * (F * b) @ gelu(h))
"""
ATTENTION = """
  kind: formula
  parameters: {Q: {shape: [2, 2], initial: {normal: 1}}, V: {shape: [2, 2], initial: {normal: 1}}, a: {shape: [2], initial: 0.5}}
  prediction: |
    S = (x @ Q) @ x.T / sqrt(2)
    a @ mean(softmax(S, axis=1) @ (x @ V), axis=0)
"""
SCALED = """
  kind: formula
  parameters:
    W: {shape: [width, inputs], initial: {normal: 1}, step_factor: width}
    a: {shape: [width], initial: {normal: 1}, step_factor: ratio / width}
  sizes: {width: 5}
  constants: {ratio: 2}
  prediction: a @ tanh(W @ x) / sqrt(width)
"""
CASE_OF_CLASSES = "{kind: mlp, width: 4, depth: 2}"
ADAM = "{kind: adam, step_size: 0.01, beta2: 0.99"
LABEL = "{kind: label, delta: 0.3}"
ALSO = "[test_loss, test_accuracy, accuracy, margin, normalized_margin, gradient_norm, parameter_norm, sharpness, gauss_newton_sharpness, step_size_now]"


def case(model=TWO_LAYER, data=SINE, optimizer=ADAM + "}", noise=LABEL, **more):
    keys = {"model": model, "data": data, "noise": noise, "optimizer": optimizer, "steps": "400"}
    keys |= {"seed": "{first: 7, count: 2}", "record": "{count: 8, also: " + ALSO + "}"} | more
    return "name: printed\n" + "".join(f"{key}: {value}\n" for key, value in keys.items())


def adam(text, kind="adam"):
    return f"{{kind: {kind}, step_size: 0.01, beta2: 0.99{text}}}"


RECORD = """
  count: 6
  signal: all
  parameters: all
  also: [block_norm, spectral_norm, block_nuclear_norm, stable_rank, block_effective_rank]
  formulas:
    moved: norm(theta - concatenate([ravel(initial_W), initial_b, initial_a]))
    quarter: |
      r = f - y  # the residuals
      mean(r ** 4) / 4
    drive: sum(X @ W.T + b) / (samples * width)
    tested: mean((f_test - y_test) ** 2) / 2
    clock: k * eta
    independent: rank(J, 1e-9)
    largest: max(singular_values(W))
    rows: norm(W, axis=1)
    all_f: f
"""

CASES = {
    # Models.
    "diagonal-net": case(NET, "{samples: 30}"),
    "diagonal-net-last": case(NET, "{samples: 30, test_samples: 5}", record="{count: 5, signal: last, parameters: last}"),
    "matrix-factorization": case(FACTORS, "{design: gaussian, samples: 30}"),
    "one-hot": case(FACTORS, "{design: one-hot, samples: 20}"),
    "linear": case("{kind: linear, dimension: 9, sparsity: 3}", "{design: sphere, samples: 6}", adam("", "adam-mini")[:-1] + ", block_size: 4}"),
    "affine": case("{kind: affine, bias: true, initial: {w: 0.5}}"),
    "two-layer": case(record=RECORD, loss="squared"),
    "two-layer-first": case("{kind: two-layer, width: 5, train: first, scaling: ntk, activation: relu}"),
    "mlp": case("{kind: mlp, width: 4, depth: 3, residual: true, bias: true, activation: gelu}", TEACHER, record="{count: 6, also: [jacobian_rank], formulas: {overlap: \"ravel(W1 @ teacher_w.T) * teacher_c[0]\"}}"),
    "deep-linear": case("{kind: deep-linear, width: 3, depth: 3}", optimizer="{kind: sgd, step_size: 0.02}"),
    "deep-diagonal-net": case("{kind: deep-diagonal-net, dimension: 8, sparsity: 2, initial_scale: 0.5}", "{samples: 20}"),
    "symmetric-factorization": case("{kind: symmetric-factorization, dimension: 4, rank: 1, width: 2}", "{design: gaussian, samples: 12}"),
    "completion": case("{kind: matrix-completion, dimension: 4, rank: 1, width: 2, depth: 3, initial_scale: 0.5}", "{design: one-hot, samples: 12}"),
    "difference": case("{kind: matrix-completion, dimension: 4, rank: 1, symmetric: difference}", "{design: one-hot, samples: 12}"),
    "widths": case("{kind: mlp, widths: [4, 3], bias: true, initial: {b1: {uniform: 0.1}}}"),
    "formula": case(DEEP, record="{count: 5, parameters: last, formulas: {size: norm(F) * scale + norm(initial_V)}}"),
    "matrices": case(ATTENTION, '{design: gaussian, inputs: 10, input_rows: 5, samples: 16, target: "sum(x[0]) * x[1, 1]"}'),
    # Data from files.
    "file": case("{kind: diagonal-net, dimension: 6}", "{kind: file, path: numbers.h5}"),
    "file-noise": case("{kind: diagonal-net, dimension: 6}", "{kind: file, path: numbers.h5}", noise="{kind: gradient}"),
    "file-probabilities": case("{kind: two-layer, width: 4}", "{kind: file, path: probabilities.h5, outputs: 3}", noise="{kind: none}", loss="cross-entropy"),
    "file-npz": case(ATTENTION, "{kind: file, path: matrices.npz}"),
    "file-blocks": case("{kind: two-layer, width: 4}", "{kind: file, path: blocks.h5, start: 1}", noise="{kind: gradient}"),
    "file-entries": case("{kind: matrix-completion, rows: 3, columns: 4, width: 2}", "{kind: file, path: entries.csv}"),
    "file-csv": case("{kind: mlp, width: 3}", "{kind: file, path: table.csv}"),
    # Losses.
    "logistic": case(data=SIGNS, noise="{kind: none}", loss="logistic"),
    "exponential": case(NET, "{samples: 20}", noise="{kind: gradient, std: 0.01}", loss="exponential"),
    "huber": case(loss="{kind: huber, delta: 0.3}"),
    "cross-entropy": case(data=CLASSES, noise="{kind: none}", loss="cross-entropy"),
    "cross-entropy-teacher": case("{kind: mlp, width: 4, depth: 2}", CLASS_TEACHER, noise="{kind: none}", loss="cross-entropy"),
    "formula-loss": case(loss='{kind: formula, value: "log(1 + (f - y) ** 2) + 0.1 * f ** 4"}'),
    # Noises and batches.
    "gaussian-labels": case(noise="{kind: label, delta: 0.3, distribution: gaussian}"),
    "label-batch": case(noise="{kind: label, alpha: 0.01, batch: 4}"),
    "gradient": case(noise="{kind: gradient, std: 0.02}"),
    "langevin": case(optimizer="{kind: sgd, step_size: 0.02, schedule: {kind: linear}}", noise="{kind: langevin, temperature: 0.001}"),
    "with-replacement": case(batches="{size: 7, sampling: with-replacement}"),
    "without-replacement": case(batches="{size: 7, sampling: without-replacement}"),
    "shuffle": case(data=CLASSES, noise="{kind: none}", batches="{size: 7, sampling: shuffle}", loss="cross-entropy"),
    # Schedules.
    "cosine": case(optimizer=adam(", schedule: {kind: cosine, warmup: 50, final: 0.1}")),
    "linear-schedule": case(optimizer=adam(", schedule: {kind: linear, warmup: 50}")),
    "step": case(optimizer=adam(", schedule: {kind: step, at: [100, 200], factor: 0.3}")),
    "inverse-sqrt": case(optimizer=adam(", schedule: {kind: inverse-sqrt, warmup: 10}")),
    "formula-schedule": case(optimizer=adam(', schedule: {kind: formula, value: "minimum(1, k / ramp) * (1 - k / (2 * steps))", constants: {ramp: 30}}')),
    # Optimizers.
    "momentum": case(optimizer="{kind: sgd, step_size: 0.02, momentum: 0.9, dampening: 0.5}"),
    "nesterov": case(optimizer="{kind: sgd, step_size: 0.02, momentum: 0.9, nesterov: true, weight_decay: 0.01}"),
    "rmsprop": case(optimizer="{kind: rmsprop, step_size: 0.01, beta2: 0.99}"),
    "rmsprop-corrected": case(optimizer="{kind: rmsprop, step_size: 0.003, beta2: 0.99, momentum: 0.5, bias_correction: true}"),
    "rmsprop-centered": case(optimizer="{kind: rmsprop, step_size: 0.003, one_minus_beta2: {rate: 1, power: 1}, momentum: 0.5, centered: true}"),
    "adam-corrected": case(optimizer=adam(", bias_correction: true, weight_decay: 0.01, decoupled: true")),
    "adam-e": case(optimizer=adam(", exponent: [0.25, 0.6]", "adam-e")),
    "adam-mini": case(optimizer=adam("", "adam-mini")),
    "adam-mini-file": case("{kind: diagonal-net, dimension: 6}", "{kind: file, path: numbers.h5}", adam(", block_size: 4", "adam-mini")),
    "adalayer": case(optimizer=adam(", bias_correction: true", "adalayer")),
    "lion": case(optimizer=adam("", "lion")),
    "sign-sgd": case(optimizer="{kind: sign-sgd, step_size: 0.003}"),
    "signum": case(optimizer="{kind: sign-sgd, step_size: 0.003, momentum: 0.9}"),
    "normalized-gd": case(optimizer="{kind: normalized-gd, step_size: 0.01, by: all}"),
    "normalized-gd-block": case(optimizer="{kind: normalized-gd, step_size: 0.01, by: block}"),
    "adagrad": case(optimizer="{kind: adagrad, step_size: 0.05, initial_accumulator: 0.1}"),
    "adamw": case(optimizer=adam(", weight_decay: {rate: 5, power: 1}", "adamw")),
    "amsgrad": case(optimizer=adam("", "amsgrad")),
    "nadam": case(optimizer=adam("", "nadam")),
    "nadam-constant": case(optimizer=adam(", momentum_decay: 0", "nadam")),
    "shampoo": case(optimizer=adam(", sides: [both, left, right], update_every: 3", "shampoo"), seed="1"),
    "adaptive": case(optimizer=adam(', preconditioner: "1 / (v ** p + epsilon)", constants: {p: 0.4}', "adaptive")),
    "adaptive-layer": case(optimizer=adam(', moment: layer, bias_correction: true, preconditioner: "1 / (sqrt(v) + epsilon)"', "adaptive")),
    "shampoo-exponent": case(optimizer=adam(", exponent: 0.4", "shampoo"), seed="1"),
    "muon": case(optimizer="{kind: muon, step_size: 0.005, weight_decay: 0.1}"),
    "muon-vectors": case(TWO_LAYER, SINE, "{kind: muon, step_size: 0.005, vectors: adamw, vectors_factor: 0.5, vectors_beta2: 0.95}"),
    "muon-plain": case(FACTORS, "{design: gaussian, samples: 30}", "{kind: muon, step_size: 0.005, nesterov: false, iterations: 3}"),
    "formula-optimizer": case(optimizer="""
  kind: formula
  step_size: 0.01
  constants: {beta1: 0.9, beta2: 0.99}
  state: {m: 0, v: 0.1}
  update: |
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    # at last
    theta - eta * m / (
      sqrt(v) + 1e-4 / k)
"""),
    # Blocks with step sizes of their own.
    "step-factors": case(SCALED, optimizer=adam(", weight_decay: 0.1, decoupled: true, clip: 0.5")),
    "step-factors-matrices": case(SCALED, optimizer="{kind: muon, step_size: 0.005, weight_decay: 0.1}"),
    "step-factors-langevin": case(SCALED, optimizer="{kind: sgd, step_size: 0.01, sam: {radius: 0.1}}", noise="{kind: langevin, temperature: 0.001}"),
    "step-factors-formula": case(SCALED, optimizer='{kind: formula, step_size: 0.01, update: "theta - eta * tanh(g)"}'),
    # What goes with any optimizer.
    "sam": case(optimizer=adam(", sam: {radius: 0.05}, clip: 0.5")),
    "sam-gradient": case(optimizer="{kind: sgd, step_size: 0.02, sam: {radius: {rate: 2, power: 1}, normalized: false}}", noise="{kind: gradient, std: 0.02}"),
    "average": case(record="{count: 8, averages: {decay: 0.98}, parameters: last, also: [accuracy, test_loss, block_norm], formulas: {of_a: a, size: norm(theta)}}"),
    "average-tail": case(CASE_OF_CLASSES, CLASSES, noise="{kind: none}", loss="cross-entropy", precision="float32", record="{count: 12, averages: {tail: 0.3}, also: [accuracy, margin, jacobian_rank]}"),
    "diverging": case(NET, "{samples: 30}", "{kind: sgd, step_size: 3}"),
    "single": case(precision="float32", optimizer="{kind: sgd, step_size: 0.02}"),
}

# What has no Python yet, and says so.
REFUSED = {
    "flips": case(data=SIGNS, noise="{kind: flips, probability: 0.1}", loss="logistic"),
    "draws": case("{kind: two-layer, width: 4}", "{kind: file, path: probabilities.h5, outputs: 3}", noise="{kind: draws}", loss="cross-entropy"),
    "minibatch": case(noise="{kind: minibatch, size: 4}"),
    "muon-exact": case(optimizer="{kind: muon, step_size: 0.005, exact: true}"),
    "whole-blocks": case(optimizer='{kind: formula, step_size: 0.01, update: "theta - eta * g / norm(g)"}'),
    "ends": case(steps="{at_most: 400, until: {train_loss: 1e-3}}"),
}


def undefined(text):
    """Names that a program uses and nothing in it binds."""
    bound, used = set(dir(builtins)), set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.alias)):
            bound.add((getattr(node, "asname", None) or node.name).split(".")[0])
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
    return used - bound


WORDS = [["`" + block + "`", "`kind`"] for block in "model loss noise optimizer optimizer.schedule".split()]
WORDS += [["`batches`", "`sampling`"], ["`data`", "`design` (`generated`)"]]


def documented():
    """The words of every kind, sampling and design in the table of keys."""
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "../../docs/sweep-format.md")) as file:
        for line in file:
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) > 5 and cells[1:3] in WORDS:
                yield from re.findall(r"`([a-z-]+)`", cells[4])


failures = []
for word in documented():
    if not re.search(rf"[ :{{]{word}\b", "".join([*CASES.values(), *REFUSED.values()])) and word not in ("constant", "required"):
        failures.append(f"no case has {word}")
for name, text in (CASES | REFUSED).items():
    if wanted and name not in wanted:
        continue
    if mode == "texts":
        text = text.replace("steps: 400", "steps: 40").replace("[100, 200]", "[10, 20]").replace("warmup: 50", "warmup: 5")
    with open(f"{name}.yaml", "w") as file:
        file.write(text)
    made = subprocess.run([program, "run", f"{name}.yaml", "--out", name], capture_output=True, text=True)
    if made.returncode != 0:
        failures.append(f"{name}: {made.stderr}")
        continue
    with h5py.File(f"{name}/results.h5") as file:
        last = len(file["status"]) - 1
    shown = subprocess.run([program, "show", name, str(last), "--as", "jax"], capture_output=True, text=True)
    if name in REFUSED:
        if shown.returncode == 0 or not shown.stderr.strip():
            failures.append(f"{name}: was to be refused")
        continue
    if shown.returncode != 0:
        failures.append(f"{name}: {shown.stderr}")
        continue
    with open(f"{name}.py", "w") as file:
        file.write(shown.stdout)
    if missing := undefined(shown.stdout):
        failures.append(f"{name}: nothing binds {missing}")
    if mode == "texts":
        continue
    checked = subprocess.run([sys.executable, f"{name}.py", name], capture_output=True, text=True)
    compared = [line.split() for line in checked.stdout.splitlines()]
    worst = sorted(((float(words[1]), words[0]) for words in compared if len(words) == 2), reverse=True)
    exact = [pair for pair in worst if "sharpness" not in pair[1]]
    print(f"{name:28} {len(worst):3} quantities, worst {exact[:1]}", flush=True)
    if checked.returncode != 0 or len(worst) < 6:
        failures.append(f"{name}: exit {checked.returncode}\n{checked.stdout}{checked.stderr}")
print(*failures, sep="\n")
sys.exit(1 if failures else 0)
