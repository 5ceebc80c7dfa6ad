"""remake.py PROGRAM: makes the fixture of this folder anew.

PROGRAM runs sweep.yaml. Its directory goes into directory.tar.gz, without what tells of the machine; what h5py reads in its results, all
values with all their bits, goes into values.txt.
"""
import gzip
import io
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

import h5py
import numpy

here = pathlib.Path(__file__).parent
OF_HDF5 = {"CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST"}
IN_MANIFEST = {"specification"}


def text(value):
    """A value as one word: text as it is, whole numbers in decimal, the bits of reals in hexadecimal."""
    if isinstance(value, (bytes, str)):
        return value.decode() if isinstance(value, bytes) else value
    value = numpy.asarray(value)
    if value.dtype.kind == "f":
        return f"{int(value.astype('<f8').view('<u8')):016x}"
    return str(int(value))


def attributes(of, indent):
    for name in sorted(set(of.attrs) - OF_HDF5 - IN_MANIFEST):
        yield f"{indent}{name} = " + " ".join(text(value) for value in numpy.ravel(of.attrs[name]))


def described(path):
    """Lines for the file's attributes, and for each dataset: name, type, shape, attributes, values."""
    with h5py.File(path) as file:
        yield from attributes(file, "")
        for name in sorted(file):
            dataset = file[name]
            kind = "text" if h5py.check_string_dtype(dataset.dtype) else str(dataset.dtype)
            yield " ".join([name, kind, *map(str, dataset.shape)])
            yield from attributes(dataset, "  ")
            yield "  " + " ".join(text(value) for value in dataset[()].ravel())


def provenance(data):
    """As the program writes it, of a host and at a time that say nothing."""
    known = json.loads(data)
    known["merge"] |= {"host": "host", "finished_at": "2000-01-01T00:00:00Z"}
    for worker in known["workers"]:
        worker |= {"host": "host", "process": 1, "processor": "processor"}
    known["shards"]["finished_at"] = [946684800.0 for _ in known["shards"]["finished_at"]]
    for sweep in known["sweeps"]:
        sweep["directory"] = "v2"
    return json.dumps(known, indent=2, sort_keys=True).encode() + b"\n"


with tempfile.TemporaryDirectory() as work:
    out = pathlib.Path(work) / "v2"
    subprocess.run([sys.argv[1], "run", here / "sweep.yaml", "--out", out, "--workers", "1"], check=True)
    (here / "values.txt").write_text("\n".join(described(out / "results.h5")) + "\n")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(path for path in out.rglob("*") if path.is_file() and path.parent.name != "work"):
            data = path.read_bytes()
            if path.name == "results.provenance.json":
                data = provenance(data)
            entry = tarfile.TarInfo(str(path.relative_to(work)))
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    (here / "directory.tar.gz").write_bytes(gzip.compress(packed.getvalue(), 9, mtime=0))
