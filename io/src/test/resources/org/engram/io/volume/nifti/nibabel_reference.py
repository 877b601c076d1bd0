"""Reference values for the NIfTI tests, from nibabel 5.0 and numpy 1.24.

Run from this folder:  python3 nibabel_reference.py DATA
DATA is the folder of real recordings beside the project (see RealData). Writes

  nibabel_real_data.json   what nibabel reads from every NIfTI and Analyze file under DATA
  made/*                small files made by nibabel, of every version, byte order and voxel type
  nibabel_made.json        what nibabel reads from those
"""
import io
import json
import os
import sys
import warnings

import nibabel as nib
import numpy as np
from scipy.io import savemat

warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = 24
TYPES = ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8", "c8", "c16"]


def rounded(values):
    return [float(v) for v in np.asarray(values, dtype=np.float64).ravel()]


def describe(path, name):
    image = nib.load(path)
    header = image.header
    stored = image.dataobj.get_unscaled() if header.get_data_dtype().fields is None else np.asarray(image.dataobj)
    record = {"file": name, "shape": [int(n) for n in image.shape], "dtype": header.get_data_dtype().name,
              "zooms": [float(z) for z in header.get_zooms()], "affine": rounded(image.affine)}
    if header.get_data_dtype().fields is not None:
        flat = stored.ravel(order="F")
        record["dtype"] = "rgba" if "A" in header.get_data_dtype().names else "rgb"
        record["bytes"] = list(flat.tobytes()[:48])
        return record
    values = np.asarray(image.dataobj)
    values = np.abs(values).astype(np.float64) if np.iscomplexobj(values) else values.astype(np.float64)
    flat = values.ravel(order="F")
    picks = np.unique(np.linspace(0, flat.size - 1, SAMPLES).astype(int))
    finite = flat[np.isfinite(flat)]
    record.update({"sum": float(finite.sum()), "min": float(finite.min()), "max": float(finite.max()),
                   "nonfinite": int(flat.size - finite.size), "at": [int(p) for p in picks],
                   "values": rounded(np.nan_to_num(flat[picks], nan=0.0, posinf=0.0, neginf=0.0))})
    if isinstance(image, nib.Nifti1Pair):
        record["slope"] = float(image.dataobj.slope)
        record["intercept"] = float(image.dataobj.inter)
        record["extensions"] = [[int(e.get_code()), len(e._raw if hasattr(e, "_raw") and isinstance(e._raw, bytes)
                                                    else e._mangle(e.get_content()))] for e in header.extensions]
    return record


def is_image(name):
    lower = name.lower()
    if lower.endswith((".dtseries.nii", ".dconn.nii")):
        return False
    return lower.endswith((".nii", ".nii.gz", ".hdr", ".hdr.gz"))


def real(data):
    records = []
    for folder, folders, files in os.walk(data):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(folder, name)
            if is_image(name):
                try:
                    records.append(describe(path, os.path.relpath(path, data)))
                except Exception as error:  # not every .hdr is an image
                    print("left out", path, type(error).__name__, error)
    return records


def affine():
    b, c, d = 0.1, 0.2, 0.3
    rotation = nib.quaternions.quat2mat(nib.quaternions.fillpositive([b, c, d]))
    matrix = np.eye(4)
    matrix[:3, :3] = rotation @ np.diag([2.0, 3.0, -4.0])
    matrix[:3, 3] = [10, 20, 30]
    return matrix


def made():
    folder = os.path.join(HERE, "made")
    os.makedirs(folder, exist_ok=True)
    rng = np.random.RandomState(7)
    records = []

    def keep(image, name):
        nib.save(image, os.path.join(folder, name))
        records.append(describe(os.path.join(folder, name), name))

    for kind, make in (("n1", nib.Nifti1Image), ("n2", nib.Nifti2Image)):
        for order in "<>":
            header_class = make.header_class
            for code in TYPES:
                dtype = np.dtype(order + code)
                raw = rng.randint(0, 256, size=3 * 4 * 5 * dtype.itemsize, dtype=np.uint8)
                if dtype.kind in "fc":
                    raw = rng.standard_normal(3 * 4 * 5 * (2 if dtype.kind == "c" else 1))
                    values = (raw[::2] + 1j * raw[1::2] if dtype.kind == "c" else raw).astype(dtype)
                else:
                    values = np.frombuffer(raw.tobytes(), dtype=dtype)
                header = header_class(endianness=order)
                header.set_data_dtype(dtype)
                image = make(values.reshape(3, 4, 5), affine(), header)
                image.header.set_slope_inter(1, 0)
                end = "le" if order == "<" else "be"
                keep(image, "%s_%s_%s.nii" % (kind, end, code))
    for fields, name in ((["R", "G", "B"], "rgb"), (["R", "G", "B", "A"], "rgba")):
        values = rng.randint(0, 256, size=(3, 4, 5, len(fields)), dtype=np.uint8)
        colour = np.ascontiguousarray(values).view([(f, "u1") for f in fields]).reshape(3, 4, 5)
        keep(nib.Nifti1Image(colour, affine()), "n1_le_%s.nii.gz" % name)
    data = rng.standard_normal((4, 3, 2, 6)) * 100
    image = nib.Nifti1Image(data, affine())
    image.set_data_dtype(np.int16)
    image.header.set_xyzt_units("mm", "sec")
    image.header.set_zooms((2, 3, 4, 1.35))
    image.header.extensions.append(nib.nifti1.Nifti1Extension(6, b"a comment"))
    image.header.extensions.append(nib.nifti1.Nifti1Extension(44, b'{"x": 1}'))
    keep(image, "scaled_4d.nii.gz")
    image = nib.Nifti1Image(data[..., 0].astype(np.float32), None)
    image.set_sform(None, 0)
    image.set_qform(None, 0)
    image.header.set_zooms((2, 3, 4))
    keep(image, "no_orientation.nii")
    image = nib.Nifti1Image(data.astype(np.float32), affine())
    image.set_sform(None, 0)
    image.set_qform(affine(), 1)
    keep(image, "qform_only.nii.gz")
    image = nib.Nifti1Pair((data * 3).astype(np.int16), affine())
    keep(image, "pair.hdr")
    image = nib.Nifti2Pair((data * 3).astype(np.int16), affine())
    keep(image, "pair_packed.img.gz")
    image = nib.AnalyzeImage((data[..., 0] * 3).astype(np.int16), np.diag([-2, 3, 4, 1]))
    keep(image, "analyze.img")
    header = nib.Spm99AnalyzeImage.header_class()
    image = nib.Spm99AnalyzeImage((data[..., 0] * 3).astype(np.int16), np.diag([-2.0, 3, 4, 1]), header)
    image.header["origin"][:3] = [2, 1, 3]
    path = os.path.join(folder, "spm_origin.img")
    nib.save(image, path)
    if os.path.exists(path[:-4] + ".mat"):
        os.remove(path[:-4] + ".mat")
    records.append(describe(path, "spm_origin.img"))
    for name, version, compress in (("spm_mat4", "4", False), ("spm_mat5", "5", False), ("spm_mat5z", "5", True)):
        path = os.path.join(folder, name + ".img")
        nib.save(nib.Spm99AnalyzeImage((data[..., 0] * 3).astype(np.int16), affine()), path)
        matrix = affine() @ np.array([[1, 0, 0, -1], [0, 1, 0, -1], [0, 0, 1, -1], [0, 0, 0, 1.0]])
        content = {"M": np.diag([-1, 1, 1, 1]) @ matrix}
        if name != "spm_mat4":
            content["mat"] = matrix
        savemat(path[:-4] + ".mat", content, format=version, do_compression=compress)
        records.append(describe(path, name + ".img"))
    return records


def write(name, records):
    with io.open(os.path.join(HERE, name), "w") as out:
        out.write("[\n" + ",\n".join(json.dumps(r) for r in records) + "\n]\n")


if __name__ == "__main__":
    write("nibabel_made.json", made())
    write("nibabel_real_data.json", real(sys.argv[1]))
