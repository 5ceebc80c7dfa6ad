"""The least time of a run and step that the processor's own rates allow."""

import json, subprocess

LEVELS = [(32 << 10, "32 kB"), (2 << 20, "512 kB"), (32 << 20, "8 MB"), (1 << 62, "128 MB")]


def measure(build, core):
    command = ["taskset", "-c", str(core), f"{build}/roofs"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def better(one, other):
    """The faster of two measurements of one processor, rate by rate."""
    together = lambda pick, key: {k: pick(x, other[key][k]) for k, x in one[key].items()}
    return {
        "gigahertz": max(one["gigahertz"], other["gigahertz"]), "vector_bytes": one["vector_bytes"],
        "cycles": together(min, "cycles"), "function_cycles": together(min, "function_cycles"),
        "bytes_per_cycle": together(max, "bytes_per_cycle"),
    }  # fmt: skip


def bound(case, roofs):
    """(microseconds, what bounds): the products' instructions and the update's, added.

    A product of a sign design adds one of sixteen tabulated sums for four inputs; any other
    multiplies and adds. An update divides once a parameter; its √ is made of multiply-adds, which go
    on beside the division, and adam-mini divides once a parameter and takes a root a block. A power is
    not counted. A dense design is read once a step for up to sixteen runs.
    """
    if case.is_formula:
        return bound_of_formula(case, roofs)
    cycles, hertz = roofs["cycles"], roofs["gigahertz"] * 1e9
    lanes = roofs["vector_bytes"] // (8 if case.dtype == "float64" else 4)
    entries, parameters = case.samples * case.compared, 2 * case.compared
    if case.design == "sign":
        # A run by itself looks up in registers: a permutation for each addition.
        rate = max(cycles["add_from_table"], cycles["permute"] if case.runs == 1 else 0)
        products, word = 2 * entries / 4 * rate, "permutations" if case.runs == 1 else "look-ups"
    else:
        products, word = 2 * entries * cycles["multiply_add"], "multiply-adds"
    if case.model == "factorization":
        products += 3 * case.dimension**3 * cycles["multiply_add"]
    update = 0 if case.optimizer == "sgd" else parameters * cycles[f"divide_{case.dtype}"]
    parts = [(products / lanes, word), (update / lanes, "÷")]
    time = sum(cost for cost, _ in parts) / hertz * 1e6
    word = max(parts)[1]
    if case.design != "sign":
        size = 8 if case.dtype == "float64" else 4
        level = next(name for limit, name in LEVELS if entries * size <= limit)
        bytes_a_cycle = roofs["bytes_per_cycle"][level]
        reading = entries * size / bytes_a_cycle / hertz * 1e6 / min(case.runs, 16)
        if reading > products / lanes / hertz * 1e6:
            time += reading - products / lanes / hertz * 1e6
            word = "reading the design"
    return time, word


def bound_of_formula(case, roofs):
    """Multiply-adds at their peak, then functions at the rate of a loop of nothing else, then the update's ÷."""
    d, n, h = case.dimension, case.samples, case.width
    multiply_adds, functions = {
        "mlp": (2 * h * d * n + 3 * h * h * n + 2 * h * n, 2 * h * n),
        "completion": (3 * h**3, 0),
        "cubes": (2 * n * d, 0),
    }.get(case.model, (2 * h * d * n + 2 * h * n, h * n))
    cycles, of_function = roofs["cycles"], roofs["function_cycles"]
    parts = [
        (multiply_adds * cycles["multiply_add"], "multiply-adds"),
        (functions * of_function[f"tanh_{case.dtype}"], "tanh"),
        (case.compared * cycles[f"divide_{case.dtype}"], "÷"),
    ]
    if case.model == "logistic":
        parts.append((n * of_function[f"sigmoid_{case.dtype}"], "sigmoid"))
    lanes = roofs["vector_bytes"] // (8 if case.dtype == "float64" else 4)
    return sum(cost for cost, _ in parts) / lanes / roofs["gigahertz"] * 1e-3, max(parts)[1]
