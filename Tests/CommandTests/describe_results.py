"""What a sweep's results are, as text: describe_results.py DIRECTORY prints the digests of the manifest and of the content, then every
dataset with type, shape and attributes.

Versions of the program and of libraries are left out, so that the text is the same for all of them.
"""
import hashlib
import pathlib
import sys

import h5py

OF_HDF5 = {"CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST"}


def print_attributes(attributes, indent=""):
    for name in sorted(set(attributes) - OF_HDF5):
        value = attributes[name]
        said = " ".join(map(str, value.ravel())) if hasattr(value, "ravel") else value
        # The specification is in the manifest, too.
        if name != "specification":
            print(f"{indent}{name}: {said}")


directory = pathlib.Path(sys.argv[1])
print("manifest:", hashlib.sha256((directory / "manifest.json").read_bytes()).hexdigest())
with h5py.File(directory / "results.h5") as file:
    print_attributes(file.attrs)
    for dataset in file.values():
        kind = "text" if h5py.check_string_dtype(dataset.dtype) else dataset.dtype
        print(f"\n{dataset.name[1:]} {kind} {list(dataset.shape)}")
        print_attributes(dataset.attrs, "  ")
