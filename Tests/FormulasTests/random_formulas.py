"""Random formulas with their values in JAX, one JSON value a line, as random.jsonl of Tests/Fixtures/formulas.

python random_formulas.py SEED COUNT [SIZE]; needs jax. Texts are evaluated by Python itself, in the scope that docs/formulas.md
names. A formula whose values move by more than 1e-10 where its numbers are off by 1e-15 is left out: its digits are chance.
"""

import json
import os
import sys

os.environ["JAX_PLATFORMS"] = "cpu"
# Every operation as written.
os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_disable_hlo_passes=algsimp"

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

SCOPE = {}
exec(
    """
from jax.numpy import *
from jax.numpy.linalg import norm
from jax.nn import relu, leaky_relu, elu, silu, softplus, sigmoid, softmax, log_softmax, logsumexp
from jax.scipy.special import erf
from functools import partial; import jax; gelu = partial(jax.nn.gelu, approximate=False)
abs = lambda a: a * sign(a)  # of derivative 0 at 0, as in the language
""",
    SCOPE,
)
LOSSES = {
    "squared": lambda f, y: (f - y) ** 2 / 2,
    "logistic": lambda f, y: jax.nn.softplus(-y * f),
    "huber": lambda f, y: jnp.where(jnp.abs(f - y) <= 1, (f - y) ** 2 / 2, jnp.abs(f - y) - 0.5),
    "cross-entropy": lambda f, y: -jax.nn.log_softmax(f)[y.astype(int)],
}
CALM = "tanh sin cos arctan erf sigmoid relu abs softplus silu gelu elu leaky_relu sign".split()
WILD = "exp expm1 square".split()
GUARDED = [("log", "{} + 0.5"), ("log1p", "{}"), ("sqrt", "{} + 0.25")]
REDUCTIONS = "sum mean max min prod logsumexp norm sum".split()


class Writer:
    """Writes expressions of a wanted shape over names in scope, which have shapes."""

    def __init__(self, random, names):
        self.random, self.names = random, dict(names)

    def pick(self, options):
        return options[int(self.random.integers(len(options)))]

    def chance(self, p):
        return self.random.random() < p

    def extent(self):
        return int(self.random.integers(1, 5))

    def leaf(self, shape):
        exact = [name for name, s in self.names.items() if s == shape]
        if exact and self.chance(0.9):
            return self.pick(exact)
        turned = [name for name, s in self.names.items() if len(s) == 2 and s[::-1] == shape]
        if turned:
            return self.pick(turned) + ".T"
        for name, s in sorted(self.names.items(), key=lambda _: self.random.random()):
            if shape == () and s:
                return f"{name}[{', '.join(str(int(self.random.integers(-e, e))) for e in s)}]"
            if len(s) == 2 and s[1:] == shape:
                return f"{name}[{int(self.random.integers(-s[0], s[0]))}]"
            if len(s) == 2 and s[:1] == shape:
                return f"{name}[:, {int(self.random.integers(-s[1], s[1]))}]"
            if shape and len(s) == len(shape) and np.all(np.array(s) >= np.array(shape)):
                starts = [int(self.random.integers(0, e - w + 1)) for e, w in zip(s, shape)]
                return f"{name}[{', '.join(f'{i}:{i + w}' for i, w in zip(starts, shape))}]"
        number = self.pick(["0.5", "2", "1.25", "1e-1", "3", "0"])
        if shape == ():
            return number
        return f"({number} * ones({shape[0] if len(shape) == 1 else shape}))"

    def narrower(self, shape):
        """A shape that broadcasts to another one."""
        cut = shape[int(self.random.integers(0, len(shape) + 1)) :]
        return tuple(1 if self.chance(0.25) else e for e in cut)

    def make(self, shape, size):
        if size <= 0:
            return self.leaf(shape)
        kinds = ["binary"] * 5 + ["unary"] * 4 + ["where", "choice", "power", "minus"]
        kinds += [
            ["reduce"] * 3 + ["dot", "dot", "trace", "item"],
            ["axis"] * 2 + ["matvec"] * 3 + ["row", "join", "soft", "diag", "slice", "flat"],
            ["matmul"] * 3 + ["outer", "turn", "join", "soft", "eye", "keep", "shape"],
        ][len(shape)]
        return getattr(self, self.pick(kinds))(shape, size - 1)

    def two(self, a, b, rest):
        cut = int(self.random.integers(0, rest + 1))
        return self.make(a, cut), self.make(b, rest - cut)

    def binary(self, shape, rest):
        a, b = self.pick([(shape, self.narrower(shape)), (self.narrower(shape), shape)])
        a, b = self.two(a, b, rest)
        operator = self.pick("+ - * * /".split())
        return f"({a} / (1 + {b} ** 2))" if operator == "/" else f"({a} {operator} {b})"

    def unary(self, shape, rest):
        inner = self.make(shape, rest)
        if self.chance(0.15):
            return f"{self.pick(WILD)}(tanh({inner}))"
        if self.chance(0.2):
            name, inside = self.pick(GUARDED)
            return f"{name}({inside.format(f'square({inner})')})"
        return f"{self.pick(CALM)}({inner})"

    def minus(self, shape, rest):
        return f"-{self.make(shape, rest)}"

    def power(self, shape, rest):
        inner = self.make(shape, rest)
        if self.chance(0.8):
            return f"({inner}) ** {self.pick('2 3 2 4 1 5'.split())}"
        return f"(0.5 + {inner} ** 2) ** {self.pick('0.5 -1 1.5 -0.5'.split())}"

    def choice(self, shape, rest):
        a, b = self.two(shape, self.narrower(shape), rest)
        return f"{self.pick(['maximum', 'minimum'])}({a}, {b})"

    def where(self, shape, rest):
        a, b = self.two(shape, shape, rest)
        limit = self.pick(["0", "0.3", self.leaf(())])
        return f"where({a} {self.pick('< <= > >='.split())} {limit}, {b}, {self.leaf(self.narrower(shape))})"

    def reduced(self, inner):
        name = self.pick(REDUCTIONS)
        return name, f"1.5 + tanh({inner})" if name == "norm" else inner

    def reduce(self, shape, rest):
        name, inner = self.reduced(self.make(self.pick([(self.extent(),), (self.extent(), self.extent())]), rest))
        return f"{name}({inner})"

    def axis(self, shape, rest):
        axis, n = int(self.random.integers(2)), self.extent()
        name, inner = self.reduced(self.make((n, *shape) if axis == 0 else (*shape, n), rest))
        return f"{name}({inner}, axis={self.pick([axis, axis - 2])})"

    def keep(self, shape, rest):
        if 1 not in shape:
            a, b = self.two(shape, shape, rest)
            return f"({a} - mean({b}, axis={int(self.random.integers(2))}, keepdims=True))"
        axis, n = shape.index(1), self.extent()
        name, inner = self.reduced(self.make((n, shape[1]) if axis == 0 else (shape[0], n), rest))
        return f"{name}({inner}, axis={axis}, keepdims=True)"

    def dot(self, shape, rest):
        n = self.extent()
        a, b = self.two((n,), (n,), rest)
        return self.pick([f"({a} @ {b})", f"dot({a}, {b})"])

    def trace(self, shape, rest):
        return f"trace({self.make((self.extent(), self.extent()), rest)})"

    def item(self, shape, rest):
        n = self.extent()
        return f"({self.make((n,), rest)})[{int(self.random.integers(-n, n))}]"

    def matvec(self, shape, rest):
        n = self.extent()
        if self.chance(0.5):
            a, b = self.two((*shape, n), (n,), rest)
        else:
            a, b = self.two((n,), (n, *shape), rest)
        return f"({a} @ {b})"

    def row(self, shape, rest):
        n = self.extent()
        i = int(self.random.integers(-n, n))
        if self.chance(0.5):
            return f"({self.make((n, *shape), rest)})[{i}]"
        return f"({self.make((*shape, n), rest)})[:, {i}]"

    def slice(self, shape, rest):
        n = self.extent()
        return f"({self.make((shape[0] + n,), rest)})[{self.pick([f'{n}:', f':-{n}'])}]"

    def flat(self, shape, rest):
        rows = self.pick([i for i in range(1, shape[0] + 1) if shape[0] % i == 0])
        inner = self.make((rows, shape[0] // rows), rest)
        return self.pick([f"ravel({inner})", f"reshape({inner}, -1)"])

    def shape(self, shape, rest):
        return f"reshape({self.make((shape[0] * shape[1],), rest)}, {shape})"

    def soft(self, shape, rest):
        name = self.pick(["softmax", "log_softmax"])
        return f"{name}({self.make(shape, rest)}{self.pick(['', ', axis=0', ', axis=-1'])})"

    def diag(self, shape, rest):
        return f"diag({self.make((shape[0], shape[0]), rest)})"

    def join(self, shape, rest):
        axis = int(self.random.integers(len(shape)))
        if shape[axis] < 2:
            return f"concatenate([{self.make(shape, rest)}], axis={axis})"
        first = int(self.random.integers(1, shape[axis]))
        parts = [tuple(w if i == axis else e for i, e in enumerate(shape)) for w in (first, shape[axis] - first)]
        a, b = self.two(*parts, rest)
        return f"concatenate([{a}, {b}], axis={axis})"

    def matmul(self, shape, rest):
        n = self.extent()
        a, b = self.two((shape[0], n), (n, shape[1]), rest)
        return f"({a} @ {b})"

    def outer(self, shape, rest):
        a, b = self.two((shape[0],), (shape[1],), rest)
        return f"outer({a}, {b})"

    def turn(self, shape, rest):
        return f"({self.make(shape[::-1], rest)}).T"

    def eye(self, shape, rest):
        if shape[0] != shape[1]:
            return f"({self.make(shape, rest)} * {self.leaf(())})"
        return f"({self.make(shape, rest)} + {self.pick(['eye({0})', 'diag(ones({0}))']).format(shape[0])})"


def random_model(seed, size):
    """Blocks, the shape of a sample, outputs, and a text of up to four lines, perhaps with a loop over a stack."""
    random = np.random.default_rng(seed)
    writer = Writer(random, {})
    e = writer.extent
    blocks = {"W": (e(), e()), "V": (e(), e()), "a": (e(),), "b": (e(),), "u": (e(),), "s": ()}
    sample = writer.pick([(e(),), (e(),), (e(), e()), ()])
    outputs = writer.pick([1, 1, 1, 2, 3])
    writer.names = {**blocks, "x": sample}
    lines = []
    for i in range(int(random.integers(0, 3))):
        shape = writer.pick([(), (e(),), (e(), e())])
        lines.append(f"h{i} = {writer.make(shape, int(random.integers(1, size + 1)))}")
        writer.names[f"h{i}"] = shape
    if writer.chance(0.25):
        width, depth = e(), int(random.integers(1, 4))
        blocks["K"] = (depth, width, width)
        lines.append(f"z = {writer.make((width,), size // 2)}")
        lines.append(f"for l in range({depth}):")
        lines.append(f"    z = {writer.pick(['z + ', ''])}{writer.pick(['tanh', 'relu', 'silu'])}(K[l] @ z)")
        writer.names["z"] = (width,)
    shape = () if outputs == 1 and writer.chance(0.8) else (outputs,)
    lines.append(writer.make(shape, int(random.integers(1, size + 1))))
    return blocks, sample, outputs, "\n".join(lines) + "\n"


def function(text, blocks, outputs):
    """The prediction of a sample as a function of θ and x."""
    *lines, last = text.rstrip("\n").split("\n")
    code = compile("\n".join([*lines, f"f = {last}"]), "formula", "exec")
    ends = np.cumsum([int(np.prod(shape)) for shape in blocks.values()])[:-1]

    def predict(theta, x):
        parts = jnp.split(theta, ends)
        names = {name: p.reshape(s) for (name, s), p in zip(blocks.items(), parts)}
        scope = {**SCOPE, **names, "x": x}
        exec(code, scope)
        f = jnp.asarray(scope["f"], float)
        return f.reshape(()) if outputs == 1 else f

    return predict


def case(seed, size):
    """One line, or None where the digits are chance or something is not finite."""
    blocks, sample, outputs, text = random_model(seed, size)
    predict = function(text, blocks, outputs)
    random = np.random.default_rng([seed, 1])
    count = int(np.sum([np.prod(shape) for shape in blocks.values()]))
    kind = "cross-entropy" if outputs > 1 else ["squared", "logistic", "huber"][seed % 3]
    theta, direction = np.round(random.normal(size=count), 4), np.round(random.normal(size=count), 2)
    X = np.round(random.normal(size=(3, *sample)), 4)
    if kind == "cross-entropy":
        y = random.integers(outputs, size=3)
    else:
        y = random.choice([-1.0, 1.0], 3) if kind == "logistic" else np.round(random.normal(size=3), 3)

    @jax.jit
    def values(theta, X, y):
        def objective(t):
            return jnp.mean(jax.vmap(LOSSES[kind])(jax.vmap(lambda x: predict(t, x))(X), y))

        gradient, product = jax.jvp(jax.grad(objective), (theta,), (jnp.asarray(direction),))
        return {
            "predictions": jax.vmap(lambda x: predict(theta, x))(X),
            "loss": objective(theta),
            "gradient": gradient,
            "hessian_vector": product,
        }

    found = {key: np.asarray(value) for key, value in values(theta, X, y).items()}
    if not np.all([np.all(np.isfinite(v)) and np.max(np.abs(v), initial=0) < 1e8 for v in found.values()]):
        return None
    for sign in (1, -1):
        shake = lambda a: a * (1 + sign * 1e-15 * random.normal(size=a.shape))
        again = values(shake(theta), shake(X), y)
        for key, value in found.items():
            scale = np.max(np.abs(value), initial=1e-3)
            if not np.max(np.abs(again[key] - value), initial=0) < 1e-10 * scale:
                return None
    inputs = sample[0] if len(sample) == 1 else list(sample)
    return {
        "seed": seed,
        "model": {"parameters": {n: {"shape": list(s)} for n, s in blocks.items()}, "prediction": text},
        "blocks": [{"name": n, "shape": list(s)} for n, s in blocks.items()],
        "data": {"inputs": inputs, "outputs": outputs, "samples": 3},
        "loss": kind,
        "theta": theta.tolist(),
        "x": X.tolist(),
        "y": y.tolist(),
        "direction": direction.tolist(),
        "tolerance": 1e-9,
        "expected": {key: value.tolist() for key, value in found.items()},
    }


if __name__ == "__main__":
    seed, count, *size = map(int, sys.argv[1:])
    made = tried = 0
    while made < count:
        line = case(seed * 10**6 + tried, size[0] if size else 10)
        tried += 1
        if line is not None:
            made += 1
            print(json.dumps(line), flush=True)
    print(f"{made} of {tried}", file=sys.stderr)
