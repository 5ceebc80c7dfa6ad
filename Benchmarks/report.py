"""The table of a measurement, as Markdown: report.py BENCH.json [DOCUMENT]"""

import json, re, sys
from statistics import median


def figure(x):
    return f"{x:.3g}" if x < 1000 else f"{x:.0f}"


def ratio(row, name):
    ratios = row["ratios"].get(name)
    if not ratios:
        return "–"
    return f"{figure(median(ratios))} ({figure(min(ratios))}–{figure(max(ratios))})"


def tables(results):
    """Sections for the sizes, the optimizers, factors and processes."""
    rows, roofs = results["cases"], results["roofs"]
    lines = [
        f"Measured {results['date']} on {results['processor']}, one core, {results['trials']} trials in turn. "
        "µs: median microseconds of a run and step, all runs together. Ratios: a rival's time over ours in the "
        "same turn, median (range). Of the roof: the least time that the processor's own rates allow over ours.",
        "",
    ]
    groups = {}
    for row in rows:
        case = row["case"]
        usual = case["optimizer"] == "adam" and case["model"] == "net"
        title = "Diagonal nets, adam" if usual else (
            "Diagonal nets, other optimizers" if case["model"] == "net" else "Matrix factorization")  # fmt: skip
        if usual:
            title += f", K = {case['runs']}"
        groups.setdefault(title, []).append(row)
    for title, group in groups.items():
        lines += [f"### {title}", ""] + table(group) + [""]
    if results["processes"]:
        lines += ["### Two processes on two cores", "", "| case | throughput of one |", "|---|---|"]
        for row in results["processes"]:
            value = f"{median(row['ratios']):.2f} ({min(row['ratios']):.2f}–{max(row['ratios']):.2f})"
            lines.append(f"| {row['name']} | {value} |")
        lines.append("")
    cycles = ", ".join(f"{k.replace('_', ' ')} {v:.2f}" for k, v in roofs["cycles"].items())
    reading = ", ".join(f"{v:.1f} from {k}" for k, v in roofs["bytes_per_cycle"].items())
    lines += [
        "### Roofs",
        "",
        f"{roofs['gigahertz']:.2f} GHz; cycles of an instruction on {roofs['vector_bytes']} bytes: {cycles}; "
        f"bytes read a cycle: {reading}.",
        "",
    ]
    absent = sorted({f"{n}: {why}" for row in rows for n, why in row["absent"].items()})
    if absent:
        lines += ["Not taking part somewhere: " + "; ".join(absent) + ".", ""]
    return "\n".join(lines)


def table(group):
    names = []
    for row in group:
        names += [n for n in row["microseconds"] if n not in names and n != "thalweg"]
    head = ["design", "precision", "d (p), n", "K", "optimizer", "µs"] + names
    head += ["of the roof", "bound by", "apart", "MB"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in group:
        case = row["case"]
        cells = [case["design"], case["dtype"], f"{case['dimension']}, {case['samples']}", str(case["runs"])]
        cells += [case["optimizer"], f"**{figure(median(row['microseconds']['thalweg']))}**"]
        cells += [ratio(row, name) for name in names]
        share = row["roof"] / median(row["microseconds"]["thalweg"])
        cells += [f"{100 * share:.0f} %", row["bound_by"], f"{max(row['apart'].values(), default=0):.0e}"]
        cells.append(f"{row['megabytes']:.0f}")
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def replace(path, markdown):
    """Puts the table between the comments `<!-- make bench -->` and `<!-- end of make bench -->`."""
    with open(path) as f:
        text = f.read()
    opening, closing = "<!-- make bench -->\n", "<!-- end of make bench -->"
    pattern = re.escape(opening) + ".*" + re.escape(closing)
    text, count = re.subn(pattern, lambda _: f"{opening}\n{markdown}\n{closing}", text, flags=re.DOTALL)
    if count != 1:
        sys.exit(f"{path}: there is no place for the table")
    with open(path, "w") as f:
        f.write(text)


if __name__ == "__main__":
    with open(sys.argv[1]) as f:
        table_text = tables(json.load(f))
    print(table_text) if len(sys.argv) < 3 else replace(sys.argv[2], table_text)
