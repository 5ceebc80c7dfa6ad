"""The parameters of models that are formulas, as arrays."""

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
