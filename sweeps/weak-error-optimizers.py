"""Makes the problems of weak-error-optimizers.yaml and, given its results, the table and the figure.

    python weak-error-optimizers.py                              # weak-error-optimizers-net.h5, -tanh.h5
    python weak-error-optimizers.py out/net/results.h5 out/tanh/results.h5 figure.svg
                                                                 # slopes as Markdown; the figure by gnuplot

theta0 interpolates the targets and v0 = α diag(H) there, so training and the slow equations set out from one
point at every step size. The error is |E trained − E solved| of tr(H) at the end, over what tr(H) changed by.
Its slope is that of a straight line through log error against log e, by least squares, each error weighted by
the scatter of the seeds; the standard error is from the weights, or from the residuals where those are larger.
"""

import subprocess
import sys

import h5py
import numpy as np

ALPHA = 0.25  # as in weak-error-optimizers.yaml
COLOURS = "#0072b2 #d55e00 #009e73 #cc79a7 #e69f00 #56b4e9 #000000 #999933 #882255 #44aa99".split()
NAMING = ("optimizer", "sam_radius_rate", "sam_normalized", "nesterov", "momentum")  # columns of a name


def net(theta, design):
    u, v = np.split(theta, 2)
    return design @ (u * u - v * v), np.hstack([2 * design * u, -2 * design * v])


def tanh_net(theta, design, width=4):
    first, second = theta[:-width].reshape(width, -1), theta[-width:]
    hidden = np.tanh(design @ first.T)
    by_first = ((1 - hidden**2) * second)[:, :, None] * design[:, None, :]
    return hidden @ second, np.hstack([by_first.reshape(len(design), -1), hidden])


def write(path, model, design, theta, targets):
    for _ in range(200):  # Gauss–Newton onto the interpolators
        predictions, jacobian = model(theta, design)
        theta = theta - np.linalg.pinv(jacobian) @ (predictions - targets)
    predictions, jacobian = model(theta, design)
    assert np.abs(predictions - targets).max() < 1e-12
    with h5py.File(path, "w") as file:
        file["design"], file["targets"] = design, targets
        file["theta0"], file["v0"] = theta, ALPHA * np.square(jacobian).mean(0)


def make():
    random = np.random.default_rng(1)
    design = random.choice([-1.0, 1.0], (5, 9))
    truth = np.repeat([1.0, 0.0], [2, 7])
    write("weak-error-optimizers-net.h5", net, design, random.uniform(0.5, 1.0, 18), design @ truth)
    random = np.random.default_rng(8)
    design, theta = random.standard_normal((6, 3)), random.normal(0, 1, 16)
    targets = 0.8 * tanh_net(random.normal(0, 1, 16), design)[0]
    write("weak-error-optimizers-tanh.h5", tanh_net, design, theta, targets)


def name(columns, run):
    def value(column, default):
        entry = columns[column][run] if column in columns else default
        return entry.decode() if isinstance(entry, bytes) else entry

    kind = value("optimizer", "")
    if kind == "sgd":
        if value("sam_radius_rate", -1) > 0:
            return "SAM" if value("sam_normalized", 1) else "USAM"
        return "Nesterov" if value("nesterov", 0) else f"heavy ball, μ = {value('momentum', 0):g}"
    if kind == "rmsprop":
        return f"rmsprop, μ = {value('momentum', 0):g}"
    return kind


def errors(path):
    """{(model, optimizer): [(e, error, standard error, solved change)]}, all over the change of tr(H)."""
    cells = {}
    with h5py.File(path) as file:
        traces = file["trace_hessian"][:]
        times, steps = file["slow_time"][:], file["step"][:]
        words = {key: file[key][:] for key in ("model", "dynamics", "status")}
        columns = {key: file[key][:] for key in NAMING if key in file}
        for run in range(len(traces)):
            if words["status"][run] != 0:
                continue
            last = np.flatnonzero(~np.isnan(traces[run]))[-1]
            step = float(np.sqrt(times[run, last] / steps[run, last]))
            key = (words["model"][run].decode(), name(columns, run), float(f"{step:.4g}"))
            cell = cells.setdefault(key, {})
            cell.setdefault(words["dynamics"][run].decode(), []).append(traces[run, [0, last]])
    found = {}
    for (model, optimizer, step), cell in sorted(cells.items()):
        trained = np.array(cell["training"])[:, 1]
        start, solved = cell["slow-ode"][0]
        change = abs(solved - start)
        found.setdefault((model, optimizer), []).append(
            (step, (trained.mean() - solved) / change, trained.std(ddof=1) / np.sqrt(len(trained)) / change))
    return found


def slope(points):
    """The slope of log |error| against log e and its standard error; only of errors above twice their noise."""
    seen = [point for point in points if abs(point[1]) > 2 * point[2]]
    if len(seen) < 2:
        return np.nan, np.nan, len(seen)
    step, error, noise = np.array(seen).T
    x, y, weight = np.log(step), np.log(np.abs(error)), (error / noise) ** 2
    x0, y0 = np.average(x, weights=weight), np.average(y, weights=weight)
    spread = np.sum(weight * (x - x0) ** 2)
    p = np.sum(weight * (x - x0) * (y - y0)) / spread
    rest = np.sum(weight * (y - y0 - p * (x - x0)) ** 2) / max(len(seen) - 2, 1)
    return p, np.sqrt(max(1, rest if len(seen) > 2 else 1) / spread), len(seen)


def table(found):
    models = sorted({model for model, _ in found})
    steps = sorted({point[0] for points in found.values() for point in points})
    heads = [f"{model}, e = {step:g}" for model in models for step in steps[-1:]] + [f"{m}, slope" for m in models]
    print("| | " + " | ".join(heads) + " |\n|" + "---|" * (len(heads) + 1))
    for optimizer in sorted({optimizer for _, optimizer in found}):
        cells = [optimizer]
        for model in models:
            points = found.get((model, optimizer))
            cells.append("–" if points is None else f"{100 * points[-1][1]:+.2f} ± {100 * points[-1][2]:.2f} %")
        for model in models:
            p, noise, count = slope(found.get((model, optimizer), []))
            cells.append("–" if np.isnan(p) else f"{p:.2f} ± {noise:.2f}" + ("" if count == len(steps) else f" ({count} e)"))
        print("| " + " | ".join(cells) + " |")


def draw(found, path):
    models = sorted({model for model, _ in found})
    script = [
        "set terminal svg size 900,520 font 'sans,12'", f"set output '{path}'", "set multiplot layout 1,2",
        "set logscale xy 10", "set xrange [0.002:0.025]", "set xtics (0.0025, 0.005, 0.01, 0.02)", "set format y '%g'",
        "set xlabel 'effective step e'", "set key below maxrows 4 samplen 2", "set grid lc rgb '#dddddd'",
        "set ylabel 'error of E tr(H) over its change'",
    ]
    for model in models:
        curves = [(optimizer, points) for (other, optimizer), points in found.items() if other == model]
        script.append(f"set title '{model}'")
        for index, (_, points) in enumerate(curves):
            script.append(f"$curve{index} << END")
            script += [f"{e} {abs(error)} {max(abs(error) - 1.96 * noise, abs(error) / 8)} {abs(error) + 1.96 * noise}" for e, error, noise in points]
            script.append("END")
        parts = [f"$curve{i} using 1:2:3:4 with yerrorlines title '{optimizer}' pt {i % 7 + 4} ps 0.6 lc rgb '{COLOURS[i]}'" for i, (optimizer, _) in enumerate(curves)]
        script.append("plot " + ", ".join(parts))
    subprocess.run(["gnuplot"], input="\n".join(script), text=True, check=True)


if len(sys.argv) == 1:
    make()
else:
    found = {}
    for path in sys.argv[1:]:
        if path.endswith(".h5"):
            found |= errors(path)
    table(found)
    for path in sys.argv[1:]:
        if path.endswith(".svg"):
            draw(found, path)
