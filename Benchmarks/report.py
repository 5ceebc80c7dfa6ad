"""The tables of a measurement, as Markdown: report.py BENCH.json [DOCUMENT]"""

import json, re, sys
from statistics import median

import cases, goals, roofs


def figure(x):
    return f"{x:.3g}" if x < 1000 else f"{x:.0f}"


def with_range(ratios):
    return f"{figure(median(ratios))} ({figure(min(ratios))}–{figure(max(ratios))})" if ratios else "–"


def tables(results):
    """Goals first, then sections for the sizes, the optimizers, factors and processes, and the roofs."""
    lines = [
        f"Measured {results['date']} on {results['processor']}, one core, {results['trials']} trials in turn. "
        "µs: median microseconds of a run and step, all runs together. Ratios: a rival's time over ours in the "
        "same turn, median (range). Of the roof: the least time that the processor's own rates allow over ours.",
        "",
    ]
    lines += goal_table(results)
    groups = {}
    for row in results["cases"]:
        groups.setdefault(title(cases.Case(**row["case"])), []).append(row)
    for heading, group in groups.items():
        lines += [f"### {heading}", ""] + table(group, results["roofs"]) + [""]
    if results["processes"]:
        lines += ["### Two processes on two cores", "", "| case | throughput of one |", "|---|---|"]
        lines += [f"| {row['name']} | {with_range(row['ratios'])} |" for row in results["processes"]]
        lines.append("")
    lines += ["### Roofs", "", roof_text(results["roofs"]), ""]
    absent = sorted({f"{n}: {why}" for row in results["cases"] for n, why in row["absent"].items()})
    if absent:
        lines += ["Not taking part somewhere: " + "; ".join(absent) + ".", ""]
    return "\n".join(lines)


def goal_table(results):
    """Our time, the best rival of each kind and its floor, the roof; a floor not reached is bold."""
    head = ["design, precision, K", "d, n", "µs"] + [f"best {k}" if k != "torch autograd" else k for k in goals.KINDS]
    lines = ["### Goals", "", "| " + " | ".join(head + ["of the roof", "bound by"]) + " |", "|" + "---|" * (len(head) + 2)]
    rows = {cases.Case(**row["case"]): row for row in results["cases"]}
    measured = [case for case in goals.all_cases() if case in rows]
    for case in measured:
        row = rows[case]
        cells = [f"{case.design}, {case.dtype}, {case.runs}", f"{case.dimension}, {case.samples}", figure(ours(row))]
        for kind in goals.KINDS:
            best, floor = goals.best(row, kind), goals.floor(case, kind)
            cell = with_range(best[0]) if best else "–"
            if best and floor:
                cell += f" ≥ {floor}"
                cell = cell if median(best[0]) >= floor else f"**{cell}**"
            cells.append(cell)
        lines.append("| " + " | ".join(cells + roof_cells(case, row, results["roofs"])) + " |")
    return lines + [""] if measured else []


def title(case):
    if case.is_formula:
        return f"Models that are formulas, {case.optimizer} on the full batch, K = {case.runs}"
    if case.model == "factorization":
        return "Matrix factorization"
    return f"Diagonal nets, adam, K = {case.runs}" if case.optimizer == "adam" else "Diagonal nets, other optimizers"


def ours(row):
    return median(row["microseconds"]["thalweg"])


def roof_cells(case, row, measured):
    if case.is_formula and case.optimizer != "adam":
        return ["–", "–"]
    least, word = roofs.bound(case, measured)
    return [f"{100 * least / ours(row):.0f} %", word]


def table(group, measured):
    names = []
    for row in group:
        names += [n for n in row["microseconds"] if n not in names and n != "thalweg"]
    is_formula = cases.Case(**group[0]["case"]).is_formula
    head = ["model", "precision", "inputs, n"] if is_formula else ["design", "precision", "d (p), n", "K", "optimizer"]
    head += ["µs"] + names
    head += ["of the roof", "bound by", "apart", "MB"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in group:
        case = cases.Case(**row["case"])
        sizes = f"{case.dimension}, {case.samples}"
        if case.is_formula:
            cells = [f"{case.model}, width {case.width}" if case.width else case.model, case.dtype, sizes]
        else:
            cells = [case.design, case.dtype, sizes, str(case.runs), case.optimizer]
        cells.append(f"**{figure(ours(row))}**")
        cells += [with_range(row["ratios"].get(name)) for name in names]
        cells += roof_cells(case, row, measured)
        cells += [f"{max(row['apart'].values(), default=0):.0e}", f"{row['megabytes']:.0f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def roof_text(measured):
    cycles = ", ".join(f"{k.replace('_', ' ')} {v:.2f}" for k, v in measured["cycles"].items())
    functions = ", ".join(f"{k.replace('_', ' ')} {v:.1f}" for k, v in measured["function_cycles"].items())
    reading = ", ".join(f"{v:.1f} from {k}" for k, v in measured["bytes_per_cycle"].items())
    return (
        f"{measured['gigahertz']:.2f} GHz; cycles of an instruction on {measured['vector_bytes']} bytes: {cycles}; "
        f"of a function of ours: {functions}; bytes read a cycle: {reading}."
    )


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
