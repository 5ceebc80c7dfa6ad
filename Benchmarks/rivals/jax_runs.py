"""How runs lie in JAX's arrays."""

import jax.numpy as jnp
import numpy as np


def for_runs(x, problem, kind):
    """A copy of x for each run: in the first axis of vmap, in the last of batched, alone of single."""
    if kind == "vmap":
        x = np.broadcast_to(x, (problem.K, *x.shape))
    elif kind == "batched":
        x = np.broadcast_to(x[..., None], (*x.shape, problem.K))
    return jnp.asarray(x, problem.dtype).copy()
