"""Checks recorded parameters, and what is recorded of them, by NumPy. Exits 0 when all agree."""

import sys

import h5py
import numpy as np
import xarray as xr

everywhere, at_the_end, of_nets = sys.argv[1:]


def blocks(run):
    """The blocks of θ that a run has, over its snapshots, without what pads them."""
    d, h, depth = (int(run[name]) for name in ("dimension", "width", "depth"))
    if run.model.item() == "diagonal-net":
        return {name: run[f"theta_{name}"].values[:, :d] for name in "uv"}
    shapes = [(h, d)] + [(h, h)] * (depth - 2) + [(d, h)]
    return {f"W{l}": run[f"theta_W{l}"].values[:, :a, :b] for l, (a, b) in enumerate(shapes, 1)}


def signal(theta):
    """w(θ) at each snapshot."""
    if "u" in theta:
        return theta["u"] ** 2 - theta["v"] ** 2
    product = theta["W1"]
    for l in range(2, len(theta) + 1):
        product = theta[f"W{l}"] @ product
    return product.reshape(len(product), -1)


for engine in ("h5netcdf", "netcdf4"):
    with xr.open_dataset(everywhere, engine=engine) as data, xr.open_dataset(at_the_end, engine=engine) as last:
        assert data.theta_u.dims == ("run", "snapshot", "u_0"), data.theta_u.dims
        assert data.theta_W1.dims == ("run", "snapshot", "W1_0", "W1_1"), data.theta_W1.dims
        assert last.theta_W1.dims == ("run", "W1_0", "W1_1"), last.theta_W1.dims
        assert data.theta_W2.dtype == np.float64 and data.theta_W2.attrs["long_name"] == "parameters W2"
        assert {"theta_u", "theta_v", "theta_W1", "theta_W2", "theta_W3"} == {
            name for name in data.data_vars if name.startswith("theta_")
        }
        ended = 0
        for index in range(data.sizes["run"]):
            run, end = data.isel(run=index), last.isel(run=index)
            theta = blocks(run)
            # What the run's model has not is missing: other blocks, and what is beyond its own sizes.
            for name in ("u", "v", "W1", "W2", "W3"):
                found = np.isfinite(run[f"theta_{name}"].values).sum()
                own = np.isfinite(theta[name]).sum() if name in theta else 0
                assert found == own, (index, name, found, own)
            there = np.isfinite(run.train_loss.values)
            assert there[0] and all(np.isfinite(block[0]).all() for block in theta.values())
            flat = np.concatenate([block.reshape(len(block), -1) for block in theta.values()], axis=1)
            assert np.isfinite(flat[there]).all() and np.isnan(flat[run.step.values < 0]).all()
            assert np.allclose(np.linalg.norm(flat[there], axis=1), run.parameter_norm.values[there], rtol=1e-14)
            for name, block in theta.items():
                norms = np.linalg.norm(block[there].reshape(there.sum(), -1), axis=1)
                assert np.allclose(run[f"block_norm_{name}"].values[there], norms, rtol=1e-14)
                if block.ndim == 3:
                    largest = np.linalg.norm(block[there], ord=2, axis=(1, 2))
                    assert np.allclose(run[f"spectral_norm_{name}"].values[there], largest, rtol=1e-13)
            assert np.isnan(run.spectral_norm_W3).all() == ("W3" not in theta)
            assert np.allclose(run.error.values[there], run.train_loss.values[there], rtol=1e-12)
            w = signal(theta)
            assert np.allclose(np.abs(w[there]).sum(axis=1), run.l1_norm.values[there], rtol=1e-12)
            if run.status == 0:
                ended += 1
                kept = end.signal.values[: w.shape[1]]
                assert np.allclose(w[-1], kept, rtol=1e-13, atol=1e-15), (index, w[-1], kept)
                for name, block in theta.items():
                    box = tuple(slice(0, n) for n in block.shape[1:])
                    assert (end[f"theta_{name}"].values[box] == block[-1]).all(), (index, name)
            else:
                assert all(np.isnan(end[f"theta_{name}"].values).all() for name in theta)
        assert 0 < ended < data.sizes["run"], ended

with h5py.File(everywhere) as file:
    assert file["theta_W1"].shape[2:] == (3, 3), file["theta_W1"].shape
    assert [list(file["theta_W1"].dims[axis].keys()) for axis in (2, 3)] == [["W1_0"], ["W1_1"]]
with xr.open_dataset(of_nets) as grid, xr.open_dataset(everywhere) as data:
    assert grid.theta_u.dims[-2:] == ("snapshot", "u_0") and grid.sizes["u_0"] == 6, grid.theta_u.dims
    net = data.isel(run=(data.model == "diagonal-net").values)
    for index in range(net.sizes["run"]):
        run = net.isel(run=index)
        cell = {name: run[name].item() for name in grid.theta_u.dims[:-2]}
        np.testing.assert_array_equal(grid.theta_u.sel(cell).values, run.theta_u.values)
print("all agree")
