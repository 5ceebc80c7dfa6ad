"""Compares the names in docs/format.md with real files, both ways. Exits 0 when they agree.

check_format.py FORMAT.md SWEEP-DIRECTORY VIEW MERGED RESULTS...
"""

import json
import re
import sys

import h5py

document, directory, view, merged, *others = sys.argv[1:]
text = open(document, encoding="utf-8").read()


def tables():
    """Rows of each table as lists of cells, by the first cell of its head."""
    found = {}
    for block in re.findall(r"(?:^\|.*\n)+", text, re.M):
        rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in block.splitlines()]
        rows = [[cell.strip() for cell in row] for row in rows]
        found.setdefault(rows[0][0], []).append(rows[2:])
    return found


def names(rows):
    return {name for row in rows for name in re.findall(r"`(\w+)`", row[0])}


def types(rows):
    return {re.findall(r"`(\w+)`", row[0])[0]: row[1] for row in rows}


def stored(dataset):
    return "text" if h5py.check_string_dtype(dataset.dtype) else str(dataset.dtype)


def agree(what, documented, real):
    assert documented == real, (what, "only in the document", documented - real,
                                "only in the files", real - documented)


documented = tables()
(records,) = documented["name"]
(parameters,) = documented["parameter"]
(dimensions,) = documented["dimension"]
(of_file,) = documented["attribute of the file"]
(of_dataset,) = documented["attribute of a dataset"]
(of_shard,) = documented["attribute of a shard"]
(of_view,) = documented["name in a view"]
manifest_keys, provenance_keys = documented["key"]
of_files = ["`problem_names`", "`input_names`"]
manifest_keys = [row for row in manifest_keys if row[0] not in of_files]  # without files

real_datasets, real_file_attributes, real_attributes, real_parameters = set(), set(), set(), set()
expected = types(records) | types(parameters) | types(dimensions)
for path in [merged, *others]:
    with h5py.File(path) as file:
        present = file.attrs["coordinates"].split()
        assert present == [name for name in types(parameters) if name in present], (path, present)
        real_parameters |= set(present)
        for name, dataset in file.items():
            assert stored(dataset) == expected[name], (path, name, stored(dataset))
            real_attributes |= set(dataset.attrs)
            assert "long_name" in dataset.attrs, (path, name)
            if name in present:
                assert dataset.shape == (len(file["run"]),), (path, name)
                assert "_FillValue" not in dataset.attrs, (path, name)
                values = set(dataset.asstr()[:] if stored(dataset) == "text" else dataset[:])
                assert not values & {"", b""} and not any(value != value for value in values), name
            if name not in names(dimensions):
                assert {"symbol", "role"} <= set(dataset.attrs), (path, name)
            if name in names(records):
                filled = dataset.attrs.get("_FillValue")
                assert (filled is None) == (name == "status"), (path, name)
                assert dataset.fletcher32 and dataset.compression is None, (path, name)
                values = 1
                for extent in dataset.shape[1:]:
                    values *= extent
                assert dataset.chunks[0] == min(max(1, 8192 // values), dataset.shape[0]), name
        real_datasets |= set(file)
        real_file_attributes |= set(file.attrs)
agree("parameters", names(parameters), real_parameters)
agree("datasets", names(records) | names(parameters) | names(dimensions), real_datasets)
agree("attributes of the file", names(of_file), real_file_attributes)
agree("attributes of datasets", names(of_dataset), real_attributes)

shard = directory + "/shards/000/shard-000000.h5"
with h5py.File(shard) as file:
    agree("attributes of shards", names(of_shard), set(file.attrs))
    agree("datasets of shards", names(records), set(file) | {"signal"})
    assert file.userblock_size == 512
with h5py.File(view) as file:
    more = set(file) - names(records) - names(parameters) - names(dimensions)
    agree("datasets of views", names(of_view), more)

manifest = json.load(open(directory + "/manifest.json"))
agree("manifest", names(manifest_keys), set(manifest))
provenance = json.load(open(directory + "/results.provenance.json"))
agree("provenance", names(provenance_keys) - {"sources_deleted"}, set(provenance))
for key, row in ((names([row]).pop(), row) for row in provenance_keys):
    inner = provenance.get(key)
    inner = inner[0] if isinstance(inner, list) else inner
    if isinstance(inner, dict) and key != "runs":
        told = set(re.findall(r"`(\w+)`", row[1]))
        # A run without MPI has no name of its library.
        agree("provenance " + key, told - {"mpi"}, set(inner) - {"mpi"})

header = re.search(r"((?:    .*\n)*    THALWEG SHARD\n(?:    .*\n)*)", text).group(1)
lines = open(shard, "rb").read(512).rstrip(b"\0").decode().splitlines()
told = [line.strip().split()[0] for line in header.splitlines()]
assert told == [line.split()[0] for line in lines], (told, lines)
print("the document and the files agree")
