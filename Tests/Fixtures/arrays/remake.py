"""Remakes the archives of ArrayFilesTests with NumPy: python remake.py, in this directory."""

import io
import zipfile

import numpy as np

integers = np.arange(-6, 6).reshape(3, 4)
arrays = {
    "f8": integers / 3,
    "f4": (integers / 3).astype("f4"),
    "f2": np.array([0, -0.5, 6e-8, 65504, 1.0009765625], "f2"),
    "i1": integers.astype("i1"),
    "i8": integers.astype("i8") * 10**12,
    "u2": np.array([0, 65535], "u2"),
    "bool": integers > 0,
    "big": (integers / 3).astype(">f8"),
    "fortran": np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)),
    "number": np.float64(2.5),
    "empty": np.zeros((0, 3)),
}
np.savez("stored.npz", **arrays)
np.savez_compressed("deflated.npz", **arrays)
np.savez("others.npz", complex=np.zeros(2, complex), text=np.array(["a"]),
         fields=np.zeros(2, [("a", "f8")]))


def archive(name, members):
    with zipfile.ZipFile(name, "w", **({"compression": zipfile.ZIP_BZIP2} if "bzip2" in name else {})) as file:
        for key, value in members.items():
            file.writestr(key, value)


def bytes_of(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


archive("bzip2.npz", {"a.npy": bytes_of(integers)})
archive("cut.npz", {"a.npy": bytes_of(integers)[:-8]})
archive("nonsense.npz", {"a.npy": b"nonsense", "b.npy": bytes_of(integers)[:20]})
