"""JAX on the processor: jit, fori_loop, donated state; one run, or vmap over the runs."""

import time

import numpy as np

import problem


def main():
    a = problem.arguments(["vmap", "single"])
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp

    dtype = jnp.dtype(a.dtype)
    Z, y, u, v, eta, rate, delta, signs = problem.read(a.problem)
    n, d = Z.shape
    data = jnp.asarray(Z, dtype), jnp.asarray(y, dtype)
    hyper = tuple(jnp.asarray(x, dtype) for x in (eta, rate, delta))
    K = 1 if a.kind == "single" else len(eta)
    if K == 1:
        hyper = tuple(x[len(eta) // 2] for x in hyper)

    def step(state, s, data, eta, rate, delta):
        (Z, y), (u, v, mu, mv, su, sv) = data, state
        h = ((Z @ (u * u - v * v) - y - delta * s) @ Z) * (2 / n)
        gu, gv = u * h, -v * h
        if a.opt == "sgd":
            return u - eta * gu, v - eta * gv, mu, mv, su, sv
        mu = problem.BETA1 * mu + (1 - problem.BETA1) * gu
        mv = problem.BETA1 * mv + (1 - problem.BETA1) * gv
        su = (1 - rate) * su + rate * gu * gu
        sv = (1 - rate) * sv + rate * gv * gv
        u = u - eta * mu / (jnp.sqrt(su) + problem.EPSILON)
        v = v - eta * mv / (jnp.sqrt(sv) + problem.EPSILON)
        return u, v, mu, mv, su, sv

    one = step if K == 1 else jax.vmap(step, in_axes=(0, None, None, 0, 0, 0))

    def advance(state, S, data, hyper):
        body = lambda t, state: one(state, S[t], data, *hyper)
        return jax.lax.fori_loop(0, S.shape[0], body, state)

    def draw(state, key, data, hyper):
        key, part = jax.random.split(key)
        return advance(state, jax.random.rademacher(part, (chunk, n), dtype=dtype), data, hyper), key

    shape = (d,) if K == 1 else (K, d)
    fill = lambda x: jnp.asarray(np.broadcast_to(x, shape), dtype).copy()
    state = (fill(u), fill(v), *(jnp.zeros(shape, dtype) for _ in range(4)))
    if a.verify:
        state = jax.jit(advance)(state, jnp.asarray(signs, dtype), data, hyper)
        w = np.asarray(state[0]) ** 2 - np.asarray(state[1]) ** 2
        np.asarray(w.reshape(K, d).T, np.float64).tofile(a.verify)
        return
    chunk = max(10, min(500, int(2e8 / (n * d * K))))
    key = jax.random.key(7)
    start = time.perf_counter()
    compiled = jax.jit(draw, donate_argnums=(0, 1)).lower(state, key, data, hyper).compile()
    compile_seconds = time.perf_counter() - start
    box = [state, key]

    def run(steps):
        box[:] = compiled(*box, data, hyper)
        jax.block_until_ready(box)

    problem.measure(a, d, n, K, run, chunk, compile_seconds)


main()
