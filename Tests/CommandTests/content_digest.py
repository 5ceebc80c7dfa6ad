"""Reckons the digest of a results file's content as docs/format.md says it, with h5py alone.

Usage: content_digest.py FILE [COPY]; with COPY it also writes all datasets into a new file, by h5py's own HDF5.
"""

import hashlib
import sys

import h5py
import numpy as np


def content_digest(file):
    text = "thalweg content 1\n"
    for name in sorted(file, key=lambda name: name.encode()):
        dataset = file[name]
        if h5py.check_string_dtype(dataset.dtype):
            kind = "text"
            words = np.atleast_1d(dataset.asstr()[()]).ravel()
            data, is_fill = b"".join(word.encode() + b"\0" for word in words), False
        else:
            kind, values = str(dataset.dtype), dataset[()]
            data = values.tobytes()
            fill = dataset.attrs.get("_FillValue")
            is_fill = fill is not None and data == np.full_like(values, fill).tobytes()
        digest = "fill" if is_fill else hashlib.sha256(data).hexdigest()
        text += " ".join([name, kind, *map(str, dataset.shape), digest]) + "\n"
    return hashlib.sha256(text.encode()).hexdigest()


def copy(source, path):
    """The same datasets and attributes, in pieces of another size, without checksums."""
    with h5py.File(path, "w") as target:
        for name, value in source.attrs.items():
            target.attrs[name] = value
        for name, dataset in source.items():
            new = target.create_dataset(name, data=dataset[()], dtype=dataset.dtype)
            for key, value in dataset.attrs.items():
                if key not in ("DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME"):
                    new.attrs[key] = value
        for name in ("run", "snapshot", "entry"):
            if name in target:
                target[name].make_scale(name)
        for name, dataset in source.items():
            for axis, dimension in enumerate(dataset.dims):
                for scale in dimension.keys():
                    if name not in ("run", "snapshot", "entry"):
                        target[name].dims[axis].attach_scale(target[scale])


with h5py.File(sys.argv[1]) as file:
    print(content_digest(file))
    if len(sys.argv) > 2:
        copy(file, sys.argv[2])
