"""make_values.py FOLDER: writes double.txt and single.txt, a line for each value of a function:

    name argument [second argument] value remainder

Numbers are bits of the precision in hexadecimal. The value is the correctly rounded one, from 300 bits of mpmath; the remainder is what
rounding left, in ulp of the value. Arguments: next to where an algorithm changes, ends of the range, random ones, and the worst found
among 100 000 random doubles and all floats."""
import pathlib
import random
import struct
import sys

import mpmath
from mpmath import mp, mpf

mp.prec = 300
folder = pathlib.Path(sys.argv[1])


class Precision:
    def __init__(self, name, real, integer, digits, least, greatest):
        self.name, self.real, self.integer = name, real, integer
        self.digits, self.least, self.greatest = digits, least, greatest

    def bits(self, x):
        return struct.unpack(self.integer, struct.pack(self.real, x))[0]

    def number(self, bits):
        return struct.unpack(self.real, struct.pack(self.integer, bits))[0]

    def rounded(self, exact):
        """The nearest number, ties to even, and the exponent of its last place."""
        if exact == 0:
            return 0.0, self.least
        place = max(mpmath.frexp(exact)[1] - self.digits, self.least)
        scaled = exact / mpf(2) ** place
        whole = int(mpmath.nint(scaled))
        if abs(whole) == 1 << self.digits:
            place += 1
            whole //= 2
        value = mpf(whole) * mpf(2) ** place
        return (float(value) if abs(value) < mpf(2) ** self.greatest else float(mpmath.sign(exact)) * float("inf")), place

    def near(self, x):
        """A number and its neighbours."""
        bits = self.bits(x)
        return [self.number(b) for b in (bits - 1, bits, bits + 1) if b >= 0]


DOUBLE = Precision("double", "<d", "<Q", 53, -1074, 1024)
SINGLE = Precision("single", "<f", "<I", 24, -149, 128)


def uniform(low, high):
    return lambda rng: rng.uniform(low, high)


def exponents(low, high, signs=(1, -1)):
    return lambda rng: rng.choice(signs) * 2.0 ** rng.uniform(low, high)


half_turn = mpmath.pi / 4
both = lambda points: [s * x for x in points for s in (1, -1)]
ends = {DOUBLE: (-745.2, 709.78), SINGLE: (-103.9, 88.7)}
root, eighth = float(mpmath.sqrt(2)), float(mpmath.sqrt(2) - 1)


def cases(p):
    """For each function: its exact form, where its algorithm changes, how to draw arguments."""
    single = p is SINGLE
    low, high = ends[p]
    pick = lambda of_double, of_single: of_single if single else of_double
    normal, top = pick(-1022, -126), pick(1023, 127)
    edge_high = pick(float.fromhex("0x1.62e42fefa39efp+9"), float.fromhex("0x1.62e42ep+6"))
    edge_low = pick(float.fromhex("-0x1.6232bdd7abcd2p+9"), float.fromhex("-0x1.5d589ep+6"))
    turns = both([float(k * half_turn) for k in (1, 2, 3, 4, 5, 7, 8, 1000, 1001)] + [2.0 ** pick(20, 13)])
    return {
        "exp": (mpmath.exp, [edge_high, edge_low, low, 0.5 * root, 1], [uniform(low, high), uniform(-2, 2)]),
        "expm1": (mpmath.expm1, [edge_high, pick(-40, -20), 2.0 ** pick(-54, -25), -2.0 ** pick(-54, -25), 0.34657],
                  [uniform(-3, 3), uniform(-1, high), exponents(-40, 0)]),
        "log": (mpmath.log, [1, root, root / 2, 2.0**normal, 2.0 ** (normal - 9), 2.0**top],
                [uniform(0.5, 2), exponents(normal, top, [1])]),
        "log1p": (mpmath.log1p, [eighth, root / 2 - 1, -0.999, 1, 2.0**40, 2.0 ** pick(-60, -30), 1.9 * 2.0**top],
                  [uniform(-0.9, 3), exponents(-40, 60, [1])]),
        "tanh": (mpmath.tanh, both([1, pick(20, 10), 2.0**-20]), [uniform(-3, 3), uniform(0.9, 1.6)]),
        "sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), both([edge_high, edge_low, 1e-3]), [uniform(-6, 6), uniform(low, -low)]),
        "softplus": (lambda x: mpmath.log1p(mpmath.exp(x)), [float(mpmath.log(eighth)), -float(mpmath.log(eighth)), edge_low, pick(40, 20), 1e-5],
                     [uniform(-6, 6), uniform(low, 50)]),
        "sin": (mpmath.sin, turns, [uniform(-8, 8), uniform(-3000, 3000), exponents(-20, top)]),
        "cos": (mpmath.cos, turns, [uniform(-8, 8), uniform(-3000, 3000), exponents(-20, top)]),
        "arctan": (mpmath.atan, both([eighth, 1 / eighth, 1]), [uniform(-1.5, 1.5), uniform(-5, 5), exponents(-20, 70)]),
        "erf": (mpmath.erf, both([1, pick(6, 4), 0.01]), [uniform(-4, 4), uniform(0.8, 1.5)]),
        "normalDistribution": (lambda x: mpmath.erfc(-x / mpmath.sqrt(2)) / 2, [-0.01, 0.01, pick(-37.4166, -12.6491), pick(-38.4, -14.1), -1],
                               [uniform(-3, 3), uniform(pick(-38, -14), 1)]),
        "normalDensity": (lambda x: mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mpmath.pi), both([pick(37.4166, 12.6491), pick(38.5, 14.3), 0.01]),
                          [uniform(-3, 3), uniform(pick(-38, -14), 1)]),
    }


WORST = {
    DOUBLE: {
        "exp": [-341.27942576894014, -0.38708693731145427],
        "expm1": [-0.06333485834070887, 0.40522330326241823],
        "log": [0.7018205702663627, 1.4082103708106843],
        "log1p": [-0.2969095117547722, 0.40544025142498935],
        "tanh": [1.03284236498252, 0.9322894839488431],
        "sigmoid": [-75.87076179255621, -147.26680492654003],
        "softplus": [-0.995229454510402, -165.28340600951992],
        "sin": [-0.7877489591431459, 2773.2371337977493],
        "cos": [-1.5902257447311946e208, 1658.0034026685544],
        "arctan": [0.40062642792447867, -0.431203411317167],
        "erf": [-0.9910961202487591, 1.1139029380943968],
        "normalDistribution": [-2.9987365567501234, -0.818472421441073],
        "normalDensity": [1.409288793154932, -27.220829560184548],
    },
    SINGLE: {
        name: [float.fromhex(x) for x in arguments.split()]
        for name, arguments in {
            "exp": "0x1.ab8dfp+4 -0x1.5ec8f6p+6",
            "expm1": "0x1.827b8ep-2",
            "log1p": "0x1.9cea0ap-2",
            "tanh": "0x1.f71926p-1",
            "sigmoid": "-0x1.33857ap+5 -0x1.601a64p+6",
            "softplus": "-0x1.33857ap+5 -0x1.601a64p+6",
            "arctan": "0x1.ac80c6p-2",
            "erf": "0x1.0ef08ep+0",
            "normalDistribution": "-0x1.97b338p-1 -0x1.8947fap-1",
            "normalDensity": "0x1.915538p-1 0x1.a5fc68p+3",
        }.items()
    },
}


def powers(p, rng):
    """Pairs: bases of all sizes with exponents that keep the result in range; negative ones with whole exponents."""
    span = 1070 if p is DOUBLE else 148
    for k in range(60):
        x = p.number(p.bits(rng.uniform(0.3, 3) if k % 2 else 2.0 ** rng.uniform(-span, 0.8 * span)))
        most = span / max(abs(float(mpmath.log(x, 2))), 1e-3)
        yield x, p.number(p.bits(rng.uniform(-most, most)))
    for x, y in ((-2, 3), (-3, 4), (-1.5, -7), (0.5, 3), (2, 0.5), (10, -3), (1.0000001, 1000), (7, 1)):
        yield p.number(p.bits(x)), y


for p in (DOUBLE, SINGLE):
    rng, lines = random.Random(20261130), []

    def add(name, arguments, exact):
        value, place = p.rounded(exact)
        remainder = 0 if abs(value) == float("inf") else float((exact - mpf(value)) / mpf(2) ** place)
        lines.append(" ".join([name] + [f"{p.bits(x):x}" for x in (*arguments, value)] + [f"{remainder:.4f}"]))

    for name, (exact, changes, draws) in cases(p).items():
        arguments = [x for c in changes for x in p.near(c)] + WORST[p].get(name, [])
        arguments += [p.number(p.bits(draws[k % len(draws)](rng))) for k in range(30)]
        for x in arguments:
            add(name, [x], exact(mpf(x)))
    for x, y in powers(p, rng):
        add("pow", [x, y], mpmath.power(mpf(x), mpf(y)))
    (folder / f"{p.name}.txt").write_text("\n".join(lines) + "\n")
