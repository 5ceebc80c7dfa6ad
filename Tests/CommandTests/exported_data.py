"""Runs sweeps on drawn data and on the same data from a file, and compares all numbers, bit for bit.

python exported_data.py PROGRAM DIRECTORY; exits 0 when all agree.
"""

import os
import subprocess
import sys

import h5py
import numpy as np

program, directory = sys.argv[1:]
os.chdir(directory)

SINE = 'inputs: 4, samples: 20, test_samples: 9, target: "sin(x[0]) + x[1] * x[2]"'
TEACHER = "teacher: {parameters: {w: {shape: [3, inputs], initial: {normal: 1}}}, prediction: sum(relu(w @ x))}"
MATRICES = """
  kind: formula
  parameters: {U: {shape: [3, 2], initial: {normal: 1}}, F: {shape: [3], initial: {uniform: 1}, train: false}}
  prediction: sum((U @ x) @ F)
"""
# Model, what it lacks with a file, data, what else the sweep has.
CASES = {
    "sign": ("kind: diagonal-net, dimension: 12", ", sparsity: 2", "samples: 30", ""),
    "gaussian": ("kind: diagonal-net, dimension: 12", ", sparsity: 2", "design: gaussian, samples: 30, target_noise: 0.2", ""),
    "one-hot": ("kind: matrix-factorization, dimension: 4, width: 3", ", rank: 1", "design: one-hot, samples: 20", ""),
    "symmetric": ("kind: symmetric-factorization, dimension: 4, width: 3", ", rank: 1", "design: sphere, samples: 12", ""),
    "two-layer": ("kind: two-layer, width: 5", "", f"design: uniform, {SINE}", ""),
    "teacher": ("kind: mlp, width: 5, bias: true", "", f"design: gaussian, inputs: 4, samples: 20, {TEACHER}", "precision: float32"),
    "matrices": (MATRICES, "", "design: gaussian, inputs: 6, input_rows: 2, samples: 9, target: \"x[0, 0]\"", ""),
    "signs": ("kind: linear, dimension: 5", ", sparsity: 2", "samples: 14, flipped: 0.2", "loss: logistic"),
    "classes": ("kind: two-layer, width: 4", "", 'inputs: 3, samples: 15, test_samples: 6, outputs: 3, flipped: 0.2, target: "where(x[0] > 0, 2, where(x[1] > 0, 1, 0))"', "loss: cross-entropy"),
    "slow": ("kind: diagonal-net, dimension: 12", ", sparsity: 2", "design: gaussian, samples: 6", "dynamics: slow-ode"),
}


def sweep(name, model, data, more):
    noise = "none" if "loss" in more else "label, delta: 0.3"
    text = model if "\n" in model else f"{{{model}}}"
    with open(f"{name}.yaml", "w") as file:
        file.write(f"""
name: {name}
model: {text}
data: {{{data}}}
noise: {{kind: {noise}}}
optimizer: {{kind: adam, step_size: [0.01, 0.02], beta2: 0.99}}
steps: 500
data_seed: 7
init_seed: 5
noise_seed: [3, 4]
{more}
record: {{count: 6, parameters: all, also: [test_loss, test_accuracy, accuracy, margin, gradient_norm]}}
""")
    subprocess.run([program, "run", f"{name}.yaml", "--out", name], check=True, capture_output=True)


def records(path):
    with h5py.File(path) as file:
        return {
            name: file[name][()]
            for name in file
            if file[name].attrs.get("role") in ("record", b"record") or name == "status" or name.startswith("theta_")
        }


for name, (model, truth, data, more) in CASES.items():
    own = model if "\n" in model else model + truth
    sweep(name, own, data, more)
    exported = subprocess.run([program, "export", "--data", name, "2", f"{name}.h5"], capture_output=True, text=True)
    assert exported.returncode == 0, exported.stderr
    outputs = ", outputs: 3" if "outputs" in data else ""
    sweep(f"{name}-file", model, f"kind: file, path: {name}.h5{outputs}", more)
    a, b = records(f"{name}/results.h5"), records(f"{name}-file/results.h5")
    assert a.keys() == b.keys() and len(a) > 10, (name, a.keys() ^ b.keys())
    for key in a:
        assert a[key].tobytes() == b[key].tobytes(), f"{name}: {key}"
    with h5py.File(f"{name}.h5") as file:
        assert ("theta0" in file) == (name != "slow")
        blocks = np.concatenate([file["blocks"][key][()].ravel() for key in file["blocks"] if key != "F"])
        assert "theta0" not in file or sorted(blocks) == sorted(file["theta0"])
        if name == "teacher":
            w = file["teacher/w"][()]
            assert np.allclose(np.maximum(file["inputs"][()] @ w.T, 0).sum(1), file["targets"])
    # The same bytes again, and from the results alone.
    subprocess.run([program, "export", "--data", f"{name}/results.h5", "2", "again.h5"], check=True, capture_output=True)
    with open("again.h5", "rb") as again, open(f"{name}.h5", "rb") as first:
        assert again.read() == first.read(), name
print("all agree")
