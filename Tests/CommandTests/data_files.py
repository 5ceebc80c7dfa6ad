"""Makes data files for DataFileTests: python data_files.py DIRECTORY

Those named good-… hold what they say in some unusual way, the others do not hold all of it.
"""

import os
import sys

import h5py
import numpy as np

os.chdir(sys.argv[1])
design = np.random.default_rng(1).standard_normal((12, 20))
targets = design[:, 0] + design[:, 1]
os.mkfifo("fifo")


def new(name, **options):
    file = h5py.File(f"{name}.h5", "w", **options)
    file["targets"] = targets
    return file


def virtual(file, source, path, **options):
    layout = h5py.VirtualLayout(shape=design.shape, dtype="f8", **options)
    layout[:] = h5py.VirtualSource(source, path, shape=design.shape, **options)
    file.create_virtual_dataset("design", layout)


with h5py.File("part.h5", "w") as file:
    file["d"] = design
design.tofile("raw.bin")

# Numbers that are in another file. A look at a FIFO would wait for ever.
for source in ["part.h5", "fifo", "missing.h5"]:
    with new(f"virtual-{source}") as file:
        virtual(file, source, "d")
    with new(f"link-{source}") as file:
        file["design"] = h5py.ExternalLink(source, "/d")
    with new(f"detour-{source}") as file:
        file["group/out"] = h5py.ExternalLink(source, "/")
        file["design"] = h5py.SoftLink("/group/out/d")
    with new(f"foreign-{source}") as file:
        file["design"] = design
        file["notes"] = h5py.ExternalLink(source, "/d")
with new("virtual-unlimited") as file:
    virtual(file, "fifo", "d", maxshape=(None, 20))
with new("virtual-own") as file:
    file["group/d"] = design
    virtual(file, ".", "group/d")
for source in ["raw.bin", "fifo"]:
    with new(f"external-{source}") as file:
        file.create_dataset("design", design.shape, "f8", external=[(source, 0, design.nbytes)])
with new("dangling") as file:
    file["design"] = h5py.SoftLink("/group/d")
with new("circle") as file:
    file["design"] = h5py.SoftLink("/design")

# Numbers that nobody wrote.
with new("never") as file:
    file.create_dataset("design", design.shape, "f8")
with new("never-chunked") as file:
    file.create_dataset("design", design.shape, "f8", chunks=(4, 20))
with new("never-huge") as file:
    file.create_dataset("design", (1 << 40, 1 << 20), "f8", chunks=(1024, 1024))
with new("part") as file:
    file.create_dataset("design", design.shape, "f8", chunks=(4, 20))[:8] = design[:8]
with new("part-gzip") as file:
    dataset = file.create_dataset("design", design.shape, "f8", chunks=(4, 20), compression="gzip")
    dataset[:8] = design[:8]
with new("null") as file:
    file["design"] = h5py.Empty("f8")

# What is no number.
with new("references") as file:
    file["group/d"] = design
    file.create_dataset("design", design.shape, h5py.ref_dtype)[:] = file["group/d"].ref
with new("regions") as file:
    file["group/d"] = design
    reference = file["group/d"].regionref[:2]
    file.create_dataset("design", (1, 1), h5py.regionref_dtype)[0, 0] = reference
with new("complex") as file:
    file["design"] = design * 1j
with new("boolean") as file:
    file["design"] = design > 0
with new("text") as file:
    file["design"] = np.full(design.shape, b"1.0")
with new("vectors") as file:
    dataset = file.create_dataset("design", (12,), h5py.vlen_dtype(np.float64))
    for row in range(12):
        dataset[row] = design[row]
with new("opaque") as file:
    file["design"] = np.full(design.shape, np.void(b"abc"))
with new("group") as file:
    file.create_group("design")
with new("type") as file:
    file["design"] = np.dtype("f8")

# A filter that HDF5 does not bring: h5py has one of its own.
with new("filter") as file:
    file.create_dataset("design", data=design, chunks=(5, 7), compression="lzf")

with new("good-plain") as file:
    file["design"] = design
with new("good-soft") as file:
    file["group/d"] = design
    file["design"] = h5py.SoftLink("/group/d")
    file["mine"] = h5py.SoftLink("/group")
with new("good-hard") as file:
    file["group/d"] = design
    file["design"] = file["group/d"]
with new("good-chunks") as file:
    file.create_dataset("design", data=design, chunks=(5, 7), maxshape=(None, None))
with new("good-filters") as file:
    file.create_dataset(
        "design", data=design, chunks=(5, 7), compression="gzip", shuffle=True, fletcher32=True)
with new("good-newer", libver=("v108", "v110")) as file:
    file.create_dataset("design", data=design, chunks=(5, 7), compression="gzip")
with new("good-big-endian") as file:
    file["design"] = design.astype(">f8")

# The same numbers in other forms.
with new("good-inputs") as file:
    file["inputs"] = design
np.savez("good-stored.npz", inputs=design, targets=targets)
np.savez_compressed("good-deflated.npz", design=np.asfortranarray(design), targets=targets)
columns = [f"x{j}" for j in range(20)]
rows = np.column_stack([design[:, :3], targets, design[:, 3:]])
np.savetxt("good-table.csv", rows, "%.17g", ",", comments="",
           header=",".join(columns[:3] + ["target"] + columns[3:]))
np.savez("foreign.npz", inputs=design, targets=targets, notes=np.zeros(3))
np.savez("complex.npz", inputs=design * 1j, targets=targets)
np.savetxt("nameless.csv", rows, delimiter=",")
np.savetxt("targetless.csv", rows, delimiter=",", comments="", header=",".join(columns + ["y"]))
with new("both") as file:
    file["design"] = file["inputs"] = design
