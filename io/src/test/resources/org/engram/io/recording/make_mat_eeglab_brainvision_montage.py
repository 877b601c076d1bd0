"""Makes the fixtures of the MATLAB, EEGLAB, BrainVision and montage readers (numpy 1.24, scipy 1.10, h5py, mne 1.3.0).

python3 make_mat_eeglab_brainvision_montage.py <folder with the real data>
"""
import json
import os
import sys

import h5py
import mne
import numpy as np
import scipy.io

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = sys.argv[1]
MAT, SET, BV, MON = (os.path.join(HERE, *p) for p in (("..", "array", "mat"), ("eeglab",), ("brainvision",),
                                                      ("montage",)))
for folder in (MAT, SET, BV, MON):
    os.makedirs(folder, exist_ok=True)
mne.set_log_level("ERROR")


def structs(records, names):
    out = np.zeros((1, len(records)), dtype=[(n, "O") for n in names])
    for i, record in enumerate(records):
        for n in names:
            out[0, i][n] = record[n]
    return out


# --- MATLAB 4, 5, 7
cell = np.empty((1, 3), dtype=object)
cell[0, 0], cell[0, 1], cell[0, 2] = "text", np.arange(6.0).reshape(2, 3), np.empty((1, 1), dtype=object)
cell[0, 2][0, 0] = np.int16([[-5]])
values = {
    "matrix": np.arange(12.0).reshape(3, 4) + 0.5,
    "cube": np.arange(24, dtype=np.int16).reshape(2, 3, 4),
    "small": np.arange(5.0).reshape(1, 5),
    "single": np.float32([[1.5, -2.25]]),
    "large": np.uint64([[2 ** 63 + 2048, 7]]),
    "bytes": np.uint8([[200, 255]]),
    "complex": np.array([[1 + 2j, 3.5 - 4j]]),
    "logical": np.array([[True, False, True]]),
    "text": "caf\u00e9 \u03bcV",
    "lines": np.array(["one  ", "three"]),
    "cell": cell,
    "structs": structs([{"a": 1.0, "b": "x"}, {"a": 2.0, "b": "yy"}], ["a", "b"]),
    "sparse": scipy.sparse.csc_matrix(np.array([[0, 2.0, 0], [3.0, 0, 0]])),
    "nothing": np.zeros((0, 3)),
}
scipy.io.savemat(os.path.join(MAT, "v5.mat"), values)
scipy.io.savemat(os.path.join(MAT, "v7.mat"), values, do_compression=True)
scipy.io.savemat(os.path.join(MAT, "v4.mat"), {"matrix": values["matrix"], "small": values["small"],
                                               "complex": values["complex"], "text": "abc"}, format="4")


# --- MATLAB 7.3
class Writer:
    def __init__(self, path):
        self.f = h5py.File(path, "w", userblock_size=512, libver="earliest")
        self.path = path
        self.refs = 0

    def put(self, where, name, value):
        if isinstance(value, str):
            data = np.array([[ord(c)] for c in value], dtype=np.uint16)
            d = where.create_dataset(name, data=data if len(value) else np.array([0, 0], dtype=np.uint64))
            d.attrs["MATLAB_class"] = np.bytes_("char")
            d.attrs["MATLAB_int_decode"] = np.int32(2)
            if not len(value):
                d.attrs["MATLAB_empty"] = np.int32(1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):  # array of structs
            g = where.create_group(name)
            g.attrs["MATLAB_class"] = np.bytes_("struct")
            for key in value[0]:
                refs = np.array([[self.ref(v[key])] for v in value], dtype=h5py.ref_dtype)
                g.create_dataset(key, data=refs, dtype=h5py.ref_dtype)
        elif isinstance(value, list):
            refs = np.array([[self.ref(v)] for v in value], dtype=h5py.ref_dtype)
            d = where.create_dataset(name, data=refs, dtype=h5py.ref_dtype)
            d.attrs["MATLAB_class"] = np.bytes_("cell")
        elif isinstance(value, dict):
            g = where.create_group(name)
            g.attrs["MATLAB_class"] = np.bytes_("struct")
            for key, v in value.items():
                self.put(g, key, v)
        else:
            value = np.atleast_2d(value)
            if value.size == 0:
                d = where.create_dataset(name, data=np.array(value.shape, dtype=np.uint64))
                d.attrs["MATLAB_empty"] = np.int32(1)
                d.attrs["MATLAB_class"] = np.bytes_("double")
                return
            kind = {"float64": "double", "float32": "single", "bool": "logical"}.get(str(value.dtype), str(value.dtype))
            data = value.T
            if kind == "logical":
                data = data.astype(np.uint8)
            extra = dict(compression="gzip", chunks=data.shape) if data.size > 100 else {}
            d = where.create_dataset(name, data=data, **extra)
            d.attrs["MATLAB_class"] = np.bytes_(kind)

    def ref(self, value):
        group = self.f.require_group("#refs#")
        self.refs += 1
        name = "r%d" % self.refs
        self.put(group, name, value)
        return group[name].ref

    def close(self):
        self.f.close()
        with open(self.path, "r+b") as raw:
            raw.write(b"MATLAB 7.3 MAT-file, fixture".ljust(124) + b"\x00\x02IM")


w = Writer(os.path.join(MAT, "v73.mat"))
for key in ("matrix", "cube", "single", "bytes", "logical", "nothing"):
    w.put(w.f, key, values[key])
w.put(w.f, "text", values["text"])
w.put(w.f, "empty", "")
w.put(w.f, "cell", ["text", np.arange(6.0).reshape(2, 3), [np.int16([[-5]])]])
w.put(w.f, "structs", [{"a": 1.0, "b": "x"}, {"a": 2.0, "b": "yy"}])
w.put(w.f, "one", {"a": np.float64(7), "inner": {"deep": "end"}})
w.close()
w = Writer(os.path.join(MAT, "circle.mat"))  # a cell that holds itself
d = w.f.create_dataset("cell", (1, 1), dtype=h5py.ref_dtype)
d.attrs["MATLAB_class"] = np.bytes_("cell")
d[0, 0] = d.ref
w.close()

# --- EEGLAB
rng = np.random.RandomState(0)
labels = ["Fp1", "Cz", "EOG1", "Oz"]
places = [(80, 25, 10), (1, 0, 90), (90, 40, -30), (-85, 0, 5)]
chan = [dict(labels=n, type="" if n != "EOG1" else "EOG", X=float(x), Y=float(y), Z=float(z))
        for n, (x, y, z) in zip(labels, places)]


def eeg(data, trials, events, epochs, **more):
    return dict(setname="fixture", filename="x.set", nbchan=4.0, trials=float(trials), pnts=float(data.shape[1]),
                srate=100.0, xmin=-0.2 if trials > 1 else 0.0, xmax=0.79 if trials > 1 else 0.99,
                data=data, icaweights=np.eye(2, 3) * 2, icasphere=np.eye(3) + 0.25, icawinv=np.ones((3, 2)),
                icachansind=np.array([[1.0, 2.0, 4.0]]), chanlocs=chan, event=events, epoch=epochs, ref="common",
                chaninfo={}, **more)


def version5(path, e, root=False):
    e = dict(e)
    e["chanlocs"] = structs(chan, list(chan[0]))
    e["event"] = structs(e["event"], list(e["event"][0]))
    if e["epoch"]:
        e["epoch"] = structs(e["epoch"], list(e["epoch"][0]))
    else:
        e["epoch"] = np.zeros((0, 0))
    if e["data"].ndim == 2:
        e["data"] = e["data"].astype(np.float32)
    e["chaninfo"] = {"plotrad": 0.5}
    scipy.io.savemat(path, e if root else {"EEG": e}, do_compression=True)


continuous = (rng.randn(4, 300) * 20).astype(np.float32)
events = [dict(type="square", latency=11.0, duration=0.0), dict(type="boundary", latency=100.5, duration=50.0),
          dict(type=7.0, latency=150.0, duration=5.0), dict(type="rt", latency=np.nan, duration=0.0)]
version5(os.path.join(SET, "continuous.set"), eeg(continuous, 1, events, []))
version5(os.path.join(SET, "root.set"), eeg(continuous, 1, events, []), root=True)
epoched = (rng.randn(4, 100, 3) * 20).astype(np.float32)


def cellrow(items):
    out = np.empty((1, len(items)), dtype=object)
    for i, v in enumerate(items):
        out[0, i] = v
    return out


kinds = [["a", "target"], ["b"], ["target"]]
times = [[-150.0, 0.0], [0.0], [0.0]]
ev = [dict(type=k, latency=t / 10 + 21 + 100 * i, duration=0.0, epoch=i + 1.0)
      for i in range(3) for k, t in zip(kinds[i], times[i])]
version5(os.path.join(SET, "epoched.set"), eeg(epoched, 3, ev, [
    dict(event=float(i + 1), eventtype=cellrow(kinds[i]) if len(kinds[i]) > 1 else kinds[i][0],
         eventlatency=cellrow(times[i]) if len(kinds[i]) > 1 else times[i][0]) for i in range(3)]))
e = eeg(epoched, 3, ev, [dict(event=float(i + 1), eventtype=list(kinds[i]), eventlatency=list(times[i]))
                         for i in range(3)])
e["data"] = "epoched73.fdt"
epoched.ravel(order="F").astype("<f4").tofile(os.path.join(SET, "epoched73.fdt"))
w = Writer(os.path.join(SET, "epoched73.set"))
w.put(w.f, "EEG", e)
w.close()
np.save(os.path.join(SET, "continuous.npy"), continuous)
np.save(os.path.join(SET, "epoched.npy"), epoched)
raw = mne.io.read_raw_eeglab(os.path.join(DATA, "eeg/eeglab_sample/eeglab_data.set"), preload=True,
                               montage_units="dm")  # radius 1 in the file
at = [0, 1, 4999, 12345, 30503]
json.dump(dict(names=raw.ch_names, at=at, samples=raw.get_data()[:, at].tolist(), sums=raw.get_data().sum(1).tolist(),
               loc=[None if np.isnan(c["loc"][0]) else c["loc"][:3].tolist() for c in raw.info["chs"]],
               onsets=raw.annotations.onset[:5].tolist(), count=len(raw.annotations)),
          open(os.path.join(SET, "sample.json"), "w"))
ep = mne.io.read_epochs_eeglab(os.path.join(SET, "epoched.set"))
assert np.allclose(ep.get_data(), epoched.transpose(2, 0, 1) * 1e-6), "mne reads the epoched fixture otherwise"

# --- BrainVision
raw = mne.io.read_raw_brainvision(os.path.join(DATA, "formats/mne_brainvision/test.vhdr"), preload=True)
fif = mne.io.read_raw_fif(os.path.join(DATA, "formats/mne_brainvision/test_bin_raw.fif"), preload=True)
at = [0, 1, 486, 4321, 7899]
json.dump(dict(names=raw.ch_names, at=at, samples=raw.get_data()[:, at].tolist(), sums=raw.get_data().sum(1).tolist(),
               fif_names=fif.ch_names, fif_samples=fif.get_data()[:, at].tolist(),
               annotations=[[a["onset"], a["duration"], a["description"]] for a in raw.annotations],
               start=raw.info["meas_date"].isoformat()), open(os.path.join(BV, "sample.json"), "w"))

# --- MATLAB files of other people
real = {}
for name in ("eeg/sp1s_aa.mat", "eeg/kramer_case_studies/EEG-1.mat", "ieeg/kramer_case_studies/ECoG-1.mat",
             "spikes/kramer_case_studies/spikes-1.mat", "formats/mne_edf/test_eeglab.mat",
             "formats/mne_edf/test_bdf_eeglab.mat", "formats/mne_edf/test_edf_eeglab.mat"):
    real[name] = {k: dict(dims=list(v.shape), sum=float(v.astype(float).sum()), last=float(v.ravel(order="F")[-1]))
                  for k, v in scipy.io.loadmat(os.path.join(DATA, name)).items()
                  if isinstance(v, np.ndarray) and v.dtype.kind in "fiub" and v.size}
json.dump(real, open(os.path.join(MAT, "real.json"), "w"), indent=1)

# --- montages
xyz = {n: np.array(p) for n, p in dict(Fp1=(-2.7, 8.3, 1), Cz=(0, 0.5, 9.4), T8=(8.6, 0.1, 1.2), Oz=(0, -9, 1)).items()}
fid = dict(Nz=(0, 9.5, -3.0), LPA=(-8, 0, -3.5), RPA=(8, 0.1, -3.4))
with open(os.path.join(MON, "m.sfp"), "w") as f:
    for n, p in zip(("FidNz", "FidT9", "FidT10"), fid.values()):
        f.write("%s\t%g\t%g\t%g\n" % (n, *p))
    for n, p in xyz.items():
        f.write("%s\t%g\t%g\t%g\n" % (n, *p))
with open(os.path.join(MON, "m.elc"), "w") as f:
    f.write("# ASA electrode file\nReferenceLabel\tavg\nUnitPosition\tmm\nNumberPositions=\t7\nPositions\n")
    for p in list(fid.values()) + list(xyz.values()):
        f.write("%g %g %g\n" % tuple(10 * np.array(p)))
    f.write("Labels\n" + "".join(n + "\n" for n in list(fid) + list(xyz)))
with open(os.path.join(MON, "m.locs"), "w") as f:
    f.write("1 -18 0.511 Fp1\n2 90 0.0 Cz\n3 90 0.5 T8\n4 180 0.48 Oz\n")
with open(os.path.join(MON, "m.txt"), "w") as f:
    f.write("Site\tTheta\tPhi\nFp1\t-92\t-72\nCz\t0\t0\nT8\t92\t0\nOz\t92\t-90\n")
with open(os.path.join(MON, "m.elp"), "w") as f:
    f.write("EEG Fp1 -92 -72 1\nEEG Cz 0 0 1\nEEG T8 92 0 1\nEEG Oz 92 -90 1\n")
with open(os.path.join(MON, "m.bvef"), "w") as f:
    f.write('<?xml version="1.0" encoding="utf-8"?>\n<Electrodes defaults="false">\n')
    for n, t, p in (("Fp1", -92, -72), ("Cz", 0, 0), ("T8", 92, 0), ("Oz", 92, -90)):
        f.write("<Electrode><Name>%s</Name><Theta>%d</Theta><Phi>%d</Phi><Radius>90</Radius></Electrode>\n" % (n, t, p))
    f.write("</Electrodes>\n")
with open(os.path.join(MON, "polhemus.elp"), "w") as f:
    f.write("3\t2\n//Probe file\n1\n//Fiducials\n%F 0.1\t0.001\t0\n%F 0\t0.08\t0\n%F 0\t-0.078\t0\n//Sensor\n"
            "%N\tE1\n0.09\t0.02\t0.05\n%N\tE2\n-0.08\t0.01\t0.07\n")
with open(os.path.join(MON, "polhemus.hsp"), "w") as f:
    f.write("3\t200\n//Shape file\n%F 0.1\t0.001\t0\n%F 0\t0.08\t0\n%F 0\t-0.078\t0\n//Points\n3\t3\n"
            "0.09\t0.02\t0.05\n-0.08\t0.01\t0.07\n0.01\t0.01\t0.13\n")


def listed(m):
    p = m.get_positions()
    return dict(positions={k: v.tolist() for k, v in p["ch_pos"].items()},
                fiducials=[None if p[k] is None else p[k].tolist() for k in ("nasion", "lpa", "rpa")])


head = mne.channels.montage.transform_to_head
out = {k: listed(mne.channels.read_custom_montage(os.path.join(MON, "m." + k))) for k in
       ("sfp", "elc", "locs", "txt", "elp", "bvef")}
out["sfp_head"] = listed(head(mne.channels.read_custom_montage(os.path.join(MON, "m.sfp"))))
pol = mne.channels.read_dig_polhemus_isotrak(os.path.join(MON, "polhemus.elp"), ch_names=["E1", "E2"])
out["polhemus_head"] = listed(head(pol))
for k in ("standard_1005", "standard_1020", "biosemi64", "biosemi256", "GSN-HydroCel-128"):
    out[k] = listed(mne.channels.make_standard_montage(k))
out["GSN_head"] = listed(head(mne.channels.make_standard_montage("GSN-HydroCel-128")))
out = json.loads(json.dumps(out), parse_float=lambda x: round(float(x), 9))
json.dump(out, open(os.path.join(MON, "montages.json"), "w"))
