"""Reads results as users do: xarray with both engines, h5py, pandas. Exits 0 when all agree."""

import sys

import h5py
import numpy as np
import xarray as xr

mixed, tiny = sys.argv[1:]

for engine in ("h5netcdf", "netcdf4"):
    with xr.open_dataset(mixed, engine=engine) as data:
        assert dict(data.sizes) == {"run": 320, "snapshot": 12, "entry": 40}, data.sizes
        assert data.attrs["title"] == "mixed", data.attrs
        assert data.attrs["question"].startswith("Does every way"), data.attrs
        # Every parameter is a coordinate of the runs, also one that never varies.
        for name in ("optimizer", "step_size", "dimension", "samples", "seed", "exponent", "beta2",
                     "model", "precision", "design", "dynamics", "steps", "delta", "epsilon"):
            assert data.coords[name].dims == ("run",), (engine, name, data.coords[name])
        assert (data.steps == 10000).all() and (data.model == "diagonal-net").all()
        for name in ("dimension", "samples", "sparsity", "batch", "steps", "bias_correction"):
            assert data.coords[name].dtype == np.int64, (engine, name, data.coords[name].dtype)
        # What no run has is not there.
        assert not {"rank", "width", "depth", "block_size", "noise_std", "problem"} & set(data.coords)
        assert set(data.coords["optimizer"].values) == {"sgd", "adam", "adam-e"}
        assert data.coords["seed"].dtype == np.uint64
        # Fill values became missing ones, units and names are there.
        sgd = data.isel(run=data.optimizer.values == "sgd")
        assert (sgd.exponent == 0).all() and (sgd.beta1 == 0).all() and (sgd.beta2 == 1).all()
        assert (data.exponent.values[data.optimizer.values == "adam"] == 0.5).all()
        assert np.isnan(sgd.second_moment_l1).all() and np.isnan(data.nuclear_norm).all()
        assert data.trace_hessian.attrs["units"] == "1"
        assert data.step_size.attrs["long_name"] == "step size η"
        assert data.step_size.attrs["symbol"] == "η" and data.step_size.attrs["role"] == "tuned"
        assert data.step_size.attrs["scale"] == "logarithmic"
        assert data.exponent.attrs["applies_to"] == "optimizer: adam-e"
        # 1 - 0.99 is 0.01.
        assert set(data.one_minus_beta2.values[data.optimizer.values == "adam"]) == {0.01}
        # Divergence is data.
        diverged = data.isel(run=(data.status == 1).values)
        assert 0 < diverged.sizes["run"] and (diverged.step_size == 5).all()
        assert (diverged.diverged_at_step > 0).all()
        ok = data.isel(run=(data.status == 0).values)
        assert np.isfinite(ok.train_loss).all() and (ok.step[:, -1] == 10000).all()
        assert np.allclose(ok.slow_time, ok.step * ok.step_size**2)
        # ||w - w*||^2 / 2 cannot be checked without w*, but ||w||_1 can: signal is w.
        assert np.allclose(np.abs(ok.signal).sum("entry"), ok.l1_norm[:, -1], rtol=1e-12)
        # Padding beyond a run's own dimension is missing.
        assert np.isnan(ok.signal.isel(run=(ok.dimension == 33).values, entry=slice(33, 40))).all()
        # The N-d grid, labelled by parameters.
        adam = data.isel(run=(data.optimizer == "adam").values)
        grid = adam.set_index(run=["dimension", "samples", "step_size", "seed"]).unstack("run")
        assert dict(grid.sizes) == {
            "dimension": 2, "samples": 2, "step_size": 5, "seed": 4, "snapshot": 12, "entry": 40,
        }, grid.sizes
        one = grid.population_loss.sel(dimension=40, samples=20, seed=3, step_size=1e-2)
        assert np.isfinite(one).all()
        # pandas: one tidy row a run and snapshot.
        frame = ok[["population_loss", "trace_hessian"]].to_dataframe().reset_index()
        assert len(frame) == ok.sizes["run"] * 12 and "step_size" in frame.columns
        final = frame[frame.snapshot == 11].groupby(["optimizer", "step_size"]).population_loss.median()
        assert final.loc["adam"].shape == (5,), final

with h5py.File(mixed) as file:
    assert file.attrs["title"] == "mixed"
    assert file["train_loss"].shape == (320, 12) and file["train_loss"].fletcher32
    assert file["train_loss"].dims[0].keys() == ["run"], file["train_loss"].dims[0].keys()
    values = file["train_loss"][()]
with xr.open_dataset(mixed, engine="h5netcdf") as data:
    assert np.array_equal(values, data.train_loss.values, equal_nan=True)

for engine in ("h5netcdf", "netcdf4"):
    with xr.open_dataset(tiny, engine=engine) as data:
        assert data.signal.dims == ("run", "snapshot", "entry") and data.signal.shape == (12, 8, 12)
        assert (data.optimizer == "adam").all()
        assert np.allclose(np.abs(data.signal).sum("entry"), data.l1_norm, rtol=1e-12)

print("all readers agree")
