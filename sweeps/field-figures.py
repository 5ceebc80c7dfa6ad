"""Draws the figures of "From the field" in docs/studies.md that no report has: python field-figures.py OUT.

OUT holds the directories edge, margins, deep-diagonal and attention, as docs/studies.md names them; the figures
(SVG) go there, too. Needs h5py, NumPy and gnuplot.
"""

import os
import subprocess
import sys

import h5py
import numpy as np

os.chdir(sys.argv[1])
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"]  # Okabe and Ito


def table(directory, *names):
    with h5py.File(f"{directory}/results.h5") as file:
        return [np.array([w.decode() for w in file[n][()]]) if file[n].dtype.kind == "O" else file[n][()] for n in names]


def draw(name, title, axes, curves, more=""):
    """Curves are (label, style, x, low, middle, high); low and high are None for a line by itself."""
    blocks, parts = [], []
    for index, (label, style, x, low, middle, high) in enumerate(curves):
        rows = zip(x, middle if low is None else low, middle, middle if high is None else high)
        blocks.append(f"$d{index} << EOD\n" + "\n".join(" ".join(f"{v:.8g}" for v in row) for row in rows) + "\nEOD")
        colour = COLOURS[style % len(COLOURS)]
        if low is not None:
            parts.append(f'$d{index} using 1:2:4 with filledcurves fc rgb "{colour}" fs transparent solid 0.15 notitle')
        dash = f"dt {1 + style // len(COLOURS)}"
        parts.append(f'$d{index} using 1:3 with lines lw 2 {dash} lc rgb "{colour}" title "{label}"')
    script = "\n".join(blocks) + f"""
set terminal svg size 640,400 font "sans,13" background "#ffffff" noenhanced
set output "{name}.svg"
set title "{title}" noenhanced
set key outside right top noenhanced
set grid lc rgb "#dddddd"
set tics nomirror
{axes}
{more}
plot {", ".join(parts)}
"""
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


def spread(values):
    return np.quantile(values, [0.25, 0.5, 0.75], axis=0)


def edge():
    eta, step, sharpness = table("edge", "step_size", "step", "sharpness")
    curves, lines = [], []
    for style, value in enumerate(np.unique(eta)):
        runs = eta == value
        curves.append((f"η = {value:g}", style, step[runs][0], *spread(sharpness[runs])))
        lines.append(f'set arrow from graph 0, first {2 / value} to graph 1, first {2 / value} nohead dt 3 lw 1.5 lc rgb "{COLOURS[style]}"')
    draw("edge-of-stability", "Sharpness of gradient descent; dotted: 2/η", 'set xlabel "step"\nset ylabel "λ_max of the Hessian"', curves, "\n".join(lines))


def margins():
    kind, eta, step, margin = table("margins", "optimizer", "step_size", "step", "normalized_margin")
    curves = []
    for style, name in enumerate(dict.fromkeys(kind)):
        for dash, value in enumerate(np.unique(eta[kind == name])):
            runs = (kind == name) & (eta == value)
            shown = step[runs][0] > 0
            curves.append((f"{name}, η = {value:g}", style + len(COLOURS) * dash, step[runs][0][shown], *spread(margin[runs][:, shown])))
    draw("margins", "Margin over the squared norm, logistic loss", 'set logscale x\nset xrange [1:20000]\nset yrange [-0.03:0.045]\nset xlabel "step"\nset ylabel "min y f / ‖θ‖²"', curves)


def deep_diagonal():
    depth, scale, loss = table("deep-diagonal", "depth", "initial_scale", "population_loss")
    curves = []
    for style, layers in enumerate(np.unique(depth)):
        scales = np.unique(scale)
        ends = np.stack([spread(loss[(depth == layers) & (scale == s)][:, -1]) for s in scales], axis=1)
        curves.append((f"L = {layers}", style, scales, *ends))
    draw("deep-diagonal", "Distance from a sparse truth, by depth", 'set logscale xy\nset xrange [0.045:0.55]\nset xtics (0.05, 0.1, 0.2, 0.5)\nset format y "%g"\nset xlabel "scale s of the start"\nset ylabel "population loss at the end"', curves)


def attention():
    kind, eta, scale, step, test = table("attention", "optimizer", "step_size", "constants_scale", "step", "test_loss")
    curves = []
    for style, name in enumerate(dict.fromkeys(kind)):
        for dash, value in enumerate(np.unique(scale)):
            slowest = min(np.unique(eta[kind == name]))
            runs = (kind == name) & (scale == value) & (eta == slowest)
            curves.append((f"{name}, scale {value:g}", style + len(COLOURS) * dash, step[runs][0], *spread(test[runs])))
    best = 0.5 * 4 * (1 - 12 / 17)
    line = f'set arrow from graph 0, first {best} to graph 1, first {best} nohead dt 3 lw 1.5 lc rgb "#555555"'
    draw("linear-attention", "Loss on fresh prompts; dotted: the best head", 'set xlabel "step"\nset ylabel "test loss"', curves, line)


for figure in [edge, margins, deep_diagonal, attention]:
    figure()
