"""What the rivals share on models that are formulas: parameters as arrays, and the entries that are seen."""

import os, sys
from types import SimpleNamespace

import numpy as np

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import cases


def blocks(problem):
    """The model's name and theta0 in its shapes."""
    model = cases.FORMULAS[-1 - problem.p]
    shapes = cases.Case(model, "", "", problem.q, problem.n, 1, width=problem.h).shapes
    ends = np.cumsum([np.prod(shape) for shape in shapes])[:-1]
    parts = np.split(problem.theta, ends)
    return SimpleNamespace(model=model, arrays=[x.reshape(s) for x, s in zip(parts, shapes)])


def seen_entries(problem):
    """Where a matrix to be completed is seen, as zeros and ones, and its numbers there, h x h each."""
    places = problem.Z.argmax(axis=1)
    seen, table = np.zeros((2, problem.h * problem.h), problem.dtype)
    seen[places], table[places] = 1, problem.y
    return seen.reshape(problem.h, problem.h), table.reshape(problem.h, problem.h)
