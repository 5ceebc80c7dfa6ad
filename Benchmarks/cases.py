"""What is measured: problems, and who measures them."""

import math
from dataclasses import dataclass, replace

SAMPLES = {100: 50, 1000: 200, 10000: 500}


# Formulas, trained in full batches without noise: the number of the model in the problem's file is the place here.
FORMULAS = ("two-layer", "mlp", "logistic", "completion", "cubes")


@dataclass(frozen=True)
class Case:
    model: str  # net, factorization, or one of FORMULAS
    design: str  # sign, gaussian; one-hot for completion
    dtype: str
    dimension: int  # d, or p of p x p factors; of formulas the number of inputs
    samples: int
    runs: int  # that share the data
    optimizer: str = "adam"
    width: int = 0  # of the layers

    @property
    def is_formula(self):
        return self.model in FORMULAS

    @property
    def shapes(self):
        """Of the parameters of a formula."""
        d, h = self.dimension, self.width
        if self.model in ("two-layer", "logistic"):
            return [(h, d), (h,), (h,)]
        if self.model == "mlp":
            return [(h, d), (h,), (h, h), (h,), (h,)]
        return [(h, h)] * 2 if self.model == "completion" else [(d,)] * 2

    @property
    def compared(self):
        """Numbers of a run that contestants must agree in: w, or the parameters of a formula."""
        if self.is_formula:
            return sum(math.prod(shape) for shape in self.shapes)
        return self.dimension ** (2 if self.model == "factorization" else 1)


def name(case):
    if case.is_formula:
        return f"{case.model} {case.dtype} {case.width}_{case.dimension}_{case.samples} {case.runs} {case.optimizer}"
    return f"{case.model} {case.design} {case.dtype} {case.dimension} {case.runs} {case.optimizer}"


def net(design, dtype, d, runs, optimizer="adam"):
    return Case("net", design, dtype, d, SAMPLES[d], runs, optimizer)


def factorization(dtype, p, runs=16, optimizer="adam"):
    return Case("factorization", "gaussian", dtype, p, p * p // 2, runs, optimizer)


DESIGNS, DTYPES = ("sign", "gaussian"), ("float64", "float32")


def full():
    """Every design, precision and size with 1, 16 and 64 runs; then other optimizers; then factors."""
    cases = [
        net(design, dtype, d, runs)
        for design in DESIGNS for dtype in DTYPES for d in SAMPLES for runs in (1, 16, 64)
    ]  # fmt: skip
    cases += [
        net(design, dtype, 1000, 16, optimizer)
        for optimizer in ("sgd", "adam-e", "adam-mini") for design in DESIGNS for dtype in DTYPES
    ]  # fmt: skip
    cases += [factorization(dtype, p) for dtype in DTYPES for p in (10, 20, 30)]
    cases += [factorization("float64", 20, 16, o) for o in ("sgd", "adam-e", "adam-mini")]
    return cases + [factorization("float64", p, 1) for p in (10, 20, 30)]


def formulas():
    """Models written as formulas, sixteen runs and one."""
    nets = [(32, 10, 64), (32, 50, 256), (128, 10, 64), (128, 50, 64), (128, 50, 256)]
    sizes = [("two-layer", *net) for net in nets]
    sizes += [("mlp", 32, 10, 128), ("logistic", 32, 10, 128), ("completion", 20, 400, 200)]
    sizes += [("cubes", 0, 100, 50), ("cubes", 0, 1000, 200)]
    cases = [
        Case(model, "one-hot" if model == "completion" else "gaussian", dtype, d, n, runs, width=h)
        for runs in (16, 1) for model, h, d, n in sizes for dtype in DTYPES
    ]  # fmt: skip
    matrices = [replace(case, optimizer=optimizer) for optimizer in ("muon", "shampoo") for case in cases]
    chosen = ("completion", 400, 20), ("two-layer", 50, 128)
    return cases + [
        case for case in matrices if (case.model, case.dimension, case.width) in chosen and case.samples < 256
    ]


def small():
    """One of each kind, for a look of two minutes."""
    base = net("sign", "float64", 1000, 16)
    return [
        net("sign", "float64", 100, 1),
        base,
        replace(base, dtype="float32"),
        replace(base, optimizer="adam-e"),
        net("gaussian", "float64", 1000, 16),
        factorization("float64", 10),
    ]


def contestants(case):
    """Names in the order of the table; ours first."""
    if case.is_formula:
        if case.optimizer != "adam":
            return ["thalweg", "jax single"] + ["jax vmap", "jax batched"] * (case.runs > 1)
        if case.runs == 1:
            return ["thalweg", "jax single", "torch autograd"]
        others = ["jax vmap", "jax batched", "jax single", "numba", "lanes", "torch autograd"]
        return ["thalweg", *others, "torch compiled"]
    one = ["jax single", "torch autograd"]
    many = ["jax vmap", "numpy", "openblas"]
    nets = ["jax batched", "numba", "fused"]
    if case.runs == 1:
        others = one + ["openblas"]
    elif case.model == "factorization":
        others = many + ["torch batched", "torch autograd"]
    else:
        others = many + nets + ["torch batched", "torch autograd"]
        # It compiles for a quarter of a minute: the usual case only.
        if case.runs == 16 and case.optimizer == "adam":
            others.append("torch compiled")
    return ["thalweg"] + others


LIBRARIES = {"jax": "jax", "torch": "torch", "numpy": "numpy", "numba": "numba"}
