"""The floors that the training core is held to: ratios to the best of a kind of rival on the same work."""

import fnmatch
from statistics import median

import cases

# What a cell is compared with: name, patterns of rivals.
KINDS = {
    "JAX": ["jax *"],
    "C": ["openblas", "fused"],
    "torch autograd": ["torch autograd"],
}
# design, precision, K: kind of rival: floors for d = 100, 1000, 10 000.
FLOORS = {
    ("sign", "float64", 16): {"JAX": (3, 2.8, 5.5), "C": (1.3, 1.8, 3), "torch autograd": (500, 38, 35)},
    ("sign", "float32", 16): {"JAX": (4, 3.2, 5), "C": (1.6, 2.3, 2.6)},
    ("sign", "float64", 1): {"JAX": (4, 5, 9)},
    ("gaussian", "float64", 16): {"JAX": (1.8, 1.5, 2), "C": (1.05, 1.0, 1.1)},
    ("gaussian", "float32", 16): {"JAX": (2.3, 1.5, 2), "C": (1.1, 1.1, 1.1)},
}


def all_cases():
    return [cases.net(design, dtype, d, runs) for design, dtype, runs in FLOORS for d in cases.SAMPLES]


def rivals():
    return [pattern for patterns in KINDS.values() for pattern in patterns]


def floor(case, kind):
    """Or None where none is set."""
    if case.model != "net" or case.optimizer != "adam":
        return None
    floors = FLOORS.get((case.design, case.dtype, case.runs), {}).get(kind)
    return floors and floors[list(cases.SAMPLES).index(case.dimension)]


def best(row, kind):
    """(ratios, name) of the fastest rival of a kind, or None if there was none."""
    matching = [
        (median(ratios), ratios, name)
        for name, ratios in row["ratios"].items()
        if any(fnmatch.fnmatch(name, pattern) for pattern in KINDS[kind])
    ]
    return min(matching)[1:] if matching else None
