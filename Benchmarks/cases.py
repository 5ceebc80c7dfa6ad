"""What is measured: problems, and who measures them."""

from dataclasses import dataclass, replace

SAMPLES = {100: 50, 1000: 200, 10000: 500}


@dataclass(frozen=True)
class Case:
    model: str  # net, factorization
    design: str  # sign, gaussian
    dtype: str
    dimension: int  # d, or p of p x p factors
    samples: int
    runs: int  # that share the data
    optimizer: str = "adam"

    @property
    def signal(self):
        return self.dimension ** (2 if self.model == "factorization" else 1)


def name(case):
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
