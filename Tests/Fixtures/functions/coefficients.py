"""coefficients.py [NAME …]: prints the coefficients of Sources/CLaneIntrinsics/functions/coefficients.h, constant term first, and
the largest weighted error of each polynomial before and after rounding. (log2 and exp2 in double are Taylor's, as in Elementary.)"""
import struct
import sys

import mpmath
from mpmath import atan, atanh, cos, coth, erf, erfc, exp, log, lu_solve, matrix, mp, mpf, ncdf, pi, sin, sqrt, tan

mp.prec = 240
tiny = mpf(10) ** -30


def rounded(value, single):
    """The nearest number of the precision."""
    x = float(value)
    return mpf(struct.unpack("<f", struct.pack("<f", x))[0] if single else x)


def remez(target, weight, basis, a, b):
    """Coefficients c with least max |weight (target - sum c_k basis_k)| on [a, b], and that error."""
    m = len(basis)
    grid = [(a + b) / 2 - (b - a) / 2 * cos(pi * mpf(i) / (30 * m)) for i in range(30 * m + 1)]
    targets, weights = [target(x) for x in grid], [weight(x) for x in grid]
    values = [[f(x) for f in basis] for x in grid]
    points = [30 * i for i in range(m + 1)]
    for _ in range(12):
        system, right = matrix(m + 1, m + 1), matrix(m + 1, 1)
        for row, i in enumerate(points):
            for k in range(m):
                system[row, k] = values[i][k]
            system[row, m] = (-1) ** row / weights[i] if weights[i] else mpf(10) ** 60 * (-1) ** row
            right[row] = targets[i]
        c = lu_solve(system, right)
        errors = [w * (t - sum(c[k] * v[k] for k in range(m))) for w, t, v in zip(weights, targets, values)]
        extrema, start = [], 0  # one of each run of a sign
        for i in range(1, len(grid) + 1):
            if i == len(grid) or (errors[i] > 0) != (errors[start] > 0):
                extrema.append(max(range(start, i), key=lambda j: abs(errors[j])))
                start = i
        while len(extrema) > m + 1:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        if len(extrema) < m + 1 or extrema == points:
            break
        points = extrema
    return [c[k] for k in range(m)], max(abs(e) for e in errors)


def show(name, single, degree, coefficients, before, after):
    precision = "single" if single else "double"
    print(f"{name}, {precision}, degree {degree}: error 2^{float(log(before, 2)):.1f}, rounded 2^{float(log(after, 2)):.1f}")
    print("  " + ", ".join(float(c).hex() for c in coefficients), flush=True)


def minimax(name, target, weight, degree, a, b, single):
    """A polynomial by Remez; of three ways to round (one coefficient after the other from the lowest up, or only the first few
    so) the best."""
    a, b, best = mpf(a), mpf(b), None
    grid = [a + (b - a) * i / 999 for i in range(1000)]
    for alone in (99, 5, 4):
        done = []
        while len(done) <= degree:
            rest = lambda x: target(x) - sum(c * x**k for k, c in enumerate(done))
            powers = [(lambda k: lambda x: x**k)(k) for k in range(len(done), degree + 1)]
            c, error = remez(rest, weight, powers, a, b)
            before = error if not done else before
            done += [rounded(v, single) for v in (c[:1] if len(done) < alone else c)]
        after = max(abs(weight(x) * (target(x) - sum(c * x**k for k, c in enumerate(done)))) for x in grid)
        if best is None or after < best[0]:
            best = (after, done)
    show(name, single, degree, best[1], before, best[0])


def least_squares(name, target, weight, degree, a, b, single):
    """A polynomial about a point inside the range, where Remez with some coefficients fixed fails: weighted least squares on
    Chebyshev points, rounded one after the other, the constant term in two words."""
    a, b, count = mpf(a), mpf(b), 5 * (degree + 1)
    points = [(a + b) / 2 - (b - a) / 2 * cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    weights = [weight(x) for x in points]
    powers = [[w * x**k for k in range(degree + 1)] for w, x in zip(weights, points)]
    products = [[sum(p[j] * p[k] for p in powers) for k in range(degree + 1)] for j in range(degree + 1)]
    rest = [w * target(x) for w, x in zip(weights, points)]
    printed, exact = [], []
    for first in range(degree + 1):
        m = degree + 1 - first
        system, right = matrix(m, m), matrix(m, 1)
        for j in range(m):
            for k in range(m):
                system[j, k] = products[first + j][first + k]
            right[j] = sum(p[first + j] * r for p, r in zip(powers, rest))
        value = lu_solve(system, right)[0]
        words = [rounded(value, single)]
        if first == 0:
            words.append(rounded(value - words[0], single))
        printed += words
        exact.append(sum(words))
        rest = [r - exact[-1] * p[first] for r, p in zip(rest, powers)]
    grid = [a + (b - a) * i / 1999 for i in range(2000)]
    error = max(abs(weight(x) * (target(x) - sum(c * x**k for k, c in enumerate(exact)))) for x in grid)
    show(name, single, degree, printed, error, error)


def near_zero(limit, function):
    """A function of r^2 with its limit at 0."""
    return lambda z: function(sqrt(z), z) if z > mpf(10) ** -12 else limit


W = near_zero(mpf(1) / 3, lambda r, z: (r * coth(r) - 1) / z)
Q = lambda r: (exp(r) - 1 - r) / r**2 if abs(r) > tiny else mpf(1) / 2
L = near_zero(mpf(2) / 3, lambda s, z: (2 * atanh(s) - 2 * s) / (s * z))
E = near_zero(2 / sqrt(pi) - 1, lambda x, z: erf(x) / x - 1)
T = lambda t: (-log(erfc(t)) - t) / t
S = near_zero(-mpf(1) / 6, lambda r, z: (sin(r) - r) / (r * z))
C = near_zero(mpf(1) / 24, lambda r, z: (cos(r) - 1 + z / 2) / z**2)
A = near_zero(-mpf(1) / 3, lambda t, z: (atan(t) - t) / (t * z))
Q2 = lambda r: (mpf(2) ** r - 1 - r * log(2)) / r**2 if abs(r) > tiny else log(2) ** 2 / 2
mills = lambda t: exp(t * t / 2) * ncdf(-t)

half, quarter = log(2) / 2 * mpf("1.0001"), (pi / 4 + mpf(10) ** -3) ** 2
steepest = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2 * mpf("1.001")
wanted = sys.argv[1:]
for single in (False, True):
    pick = lambda of_double, of_single: of_single if single else of_double
    fits = {
        "exp": lambda: minimax("exp", Q, lambda r: r * r * exp(-r) + tiny, pick(9, 4), -half, half, single),
        "coth": lambda: minimax("coth", W, lambda z: z / (1 + z * W(z)) + tiny, pick(9, 4), 0, 1, single),
        "log": lambda: minimax("log", L, lambda z: z / 2 + tiny, pick(6, 2), 0, steepest, single),
        "erf": lambda: minimax("erf", E, lambda z: 1 / (1 + E(z)), pick(12, 6), 0, 1, single),
        # Weight: the derivative of erf by T, floored where erfc no longer counts.
        "erfc": lambda: minimax("erfc", T, lambda t: t * erfc(t) / erf(t) + mpf(2) ** pick(-64, -34), pick(17, 6), 1, pick(6, 4), single),
        "sin": lambda: minimax("sin", S, lambda z: z + tiny, pick(5, 2), 0, quarter, single),
        "cos": lambda: minimax("cos", C, lambda z: z * z + tiny, pick(5, 2), 0, quarter, single),
        "arctan": lambda: minimax("arctan", A, lambda z: z + tiny, pick(10, 4), 0, tan(pi / 8) ** 2 * mpf("1.0001"), single),
    }
    if single:
        fits["exp2"] = lambda: minimax("exp2", Q2, lambda r: r * r * mpf(2) ** -r + tiny, 5, -mpf("0.5001"), mpf("0.5001"), True)
    a, center, top = pick((mpf(6), mpf("0.625"), mpf("38.7")), (mpf(4), mpf("0.5"), mpf("14.4")))
    fits["mills"] = lambda: least_squares(
        "mills", lambda q: mills(a / (q + center) - a) / (q + center), lambda q: (q + center) / mills(a / (q + center) - a),
        pick(22, 10), a / (top + a) - center, 1 - center, single)
    for name, fit in fits.items():
        if not wanted or name in wanted:
            fit()
