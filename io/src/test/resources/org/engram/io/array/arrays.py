#!/usr/bin/env python3
"""Writes arrays of every type, byte order and dimension order with NumPy, all as members of arrays.npz, and their values."""
import io
import json
import warnings
import zipfile
import numpy as np

warnings.simplefilter("ignore")
whole = np.array([[0, 1, 2], [3, 100, 127]])
arrays = {"boolean": whole % 2 == 1, "scalar": np.float64(2.5), "empty": np.zeros((0, 3)), "vector": np.arange(5.0)}
for kind in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"):
    info = np.iinfo(kind)
    values = whole.astype(kind)
    values[0, 0], values[1, 2] = info.min, info.max
    arrays[kind] = values
half = np.array([[0, 1, -2.5], [6.1e-5, 5.96e-8, 65504], [np.inf, -np.inf, 1 / 3]], "f2")
arrays.update({"f2": half, "f4": (whole / 7).astype("f4"), "f8": whole / 7, "c8": (whole + 2j * whole).astype("c8"),
               "c16": whole / 3 - 1j * whole, "U": np.array([["a", "Müller", "\U0001f9e0"], ["", "b c", "x" * 9]]),
               "S": np.array([b"a", b"", b"\xffz"]), "cube": np.arange(24.0).reshape(2, 3, 4)})


def plain(a):
    if a.dtype.kind == "c":
        return np.stack([a.real, a.imag], -1).ravel().tolist()
    if a.dtype.kind == "S":
        return [b.decode("latin-1") for b in a.ravel()]
    if a.dtype.kind == "f":
        return [repr(float(v)) for v in a.ravel()]
    return a.ravel().tolist()


expected = {}
with zipfile.ZipFile("arrays.npz", "w", zipfile.ZIP_DEFLATED) as z:
    def put(name, array, version):
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, array, version)
        z.writestr(zipfile.ZipInfo(name + ".npy"), buffer.getvalue(), zipfile.ZIP_DEFLATED)
        expected[name] = {"shape": list(array.shape), "values": plain(array), "kind": array.dtype.kind}

    for name, array in arrays.items():
        array = np.asarray(array)
        for order in "<>":
            for layout in "CF":
                put("%s %s %s" % (name, order, layout), array.astype(array.dtype.newbyteorder(order), order=layout), (1, 0))
    put("version 2", arrays["f8"], (2, 0))
    put("version 3", arrays["U"], (3, 0))
    for name, array in (("objects", np.array([1, "a"], object)), ("records", np.zeros(2, [("x", "f8"), ("n", "i4")])),
                        ("dates", np.zeros(2, "M8[s]"))):
        buffer = io.BytesIO()
        np.save(buffer, array)
        z.writestr(zipfile.ZipInfo(name + ".npy"), buffer.getvalue())
with open("expected.json", "w") as f:
    json.dump(expected, f)
np.savez("stored.npz", a=np.arange(3), b=np.arange(4.0))
