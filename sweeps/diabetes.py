"""Makes diabetes.h5: 40 patients of scikit-learn's diabetes data, with squares and interactions.

442 patients, 10 features; with 9 squares (sex has two values) and 45 products there are 64 columns.
A random 40 rows train, so interpolators form a manifold; the others are held out, in a group of
their own. Columns and targets are standardized.
"""

import itertools

import h5py
import numpy as np
from sklearn.datasets import load_diabetes

data = load_diabetes()
x = (data.data - data.data.mean(0)) / data.data.std(0)
squares = [x[:, j] ** 2 for j in range(10) if data.feature_names[j] != "sex"]
products = [x[:, i] * x[:, j] for i, j in itertools.combinations(range(10), 2)]
design = np.column_stack([x, *squares, *products])
design = (design - design.mean(0)) / design.std(0)
targets = (data.target - data.target.mean()) / data.target.std()

rows = np.random.default_rng(0).permutation(len(targets))
train, held_out = rows[:40], rows[40:]
with h5py.File("diabetes.h5", "w") as file:
    file["design"], file["targets"] = design[train], targets[train]
    file["held_out/design"], file["held_out/targets"] = design[held_out], targets[held_out]
