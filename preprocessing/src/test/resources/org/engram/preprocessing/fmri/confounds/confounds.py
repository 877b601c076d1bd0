#!/usr/bin/env python3
"""Writes a small table of confounds as fMRIPrep writes them, and what each strategy makes of it.

The expectations are computed with numpy from the arrays (not from the written table), by other ways than the tested
code: outliers as a list of indices whose gaps are closed one by one, means as dot products with a 0/1 mask.
"""
import json
import numpy as np

N = 40
ROWS = [0, 1, 7, 17, 39]  # of the expected matrices, to keep the file small
rng = np.random.default_rng(20260101)
nan = np.nan
cols = {}


def add(name, signal, expanded=True):
    cols[name] = signal
    if expanded:
        d = np.concatenate([[nan], np.diff(signal)])
        cols[name + "_derivative1"] = d
        cols[name + "_power2"] = signal ** 2
        cols[name + "_derivative1_power2"] = d ** 2


add("csf", 500 + 20 * rng.standard_normal(N))
add("white_matter", 600 + 10 * rng.standard_normal(N))
add("global_signal", 550 + 15 * rng.standard_normal(N))
motion = {}
for axis in "xyz":
    motion["trans_" + axis] = np.cumsum(0.03 * rng.standard_normal(N))
    motion["rot_" + axis] = np.cumsum(0.0004 * rng.standard_normal(N))
# jumps that make outliers: 6 and 9 (a gap of 2), 20, 26 (a gap of 5, kept), 37 (a short end)
for at in (6, 9, 20, 26, 37):
    motion["trans_y"][at:] += 0.9
for name in ("trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"):
    add(name, motion[name])
fd = np.concatenate([[nan], sum(np.abs(np.diff(motion["trans_" + a])) + 50 * np.abs(np.diff(motion["rot_" + a]))
                                for a in "xyz")])
cols["framewise_displacement"] = fd
dvars = np.concatenate([[nan], 1 + 0.1 * rng.random(N - 1)])
dvars[15] = 1.8
cols["std_dvars"] = dvars
cols["dvars"] = 20 * dvars
for k in range(3):
    cols["cosine%02d" % k] = np.cos(np.pi * (2 * np.arange(N) + 1) * (k + 1) / (2 * N)) * np.sqrt(2 / N)
meta = {}
masks = ["combined"] * 3 + ["CSF"] * 2 + ["WM"] * 4
for k, mask in enumerate(masks):
    name = "a_comp_cor_%02d" % k
    cols[name] = rng.standard_normal(N)
    meta[name] = {"Mask": mask, "Method": "aCompCor", "Retained": True, "VarianceExplained": 0.1}
meta["dropped_0"] = {"Mask": "combined", "Retained": False}
for k in range(2):
    name = "t_comp_cor_%02d" % k
    cols[name] = rng.standard_normal(N)
    meta[name] = {"Method": "tCompCor", "Retained": True}
for k in (2, 5):
    cols["aroma_motion_%02d" % k] = rng.standard_normal(N)
for k in range(2):
    cols["non_steady_state_outlier%02d" % k] = np.eye(N)[k]
cols["motion_outlier00"] = np.eye(N)[6]

base = "sub-01_task-rest_desc-confounds_timeseries"
with open(base + ".tsv", "w") as f:
    f.write("\t".join(cols) + "\n")
    for i in range(N):
        f.write("\t".join("n/a" if np.isnan(c[i]) else repr(float(c[i])) for c in cols.values()) + "\n")
with open(base + ".json", "w") as f:
    json.dump(meta, f, indent=1)


def close_gaps(out, shortest):
    out = sorted(out)
    if not out or shortest == 0:
        return set(out)
    closed = set(out)
    if out[0] < shortest:
        closed |= set(range(out[0]))
    if N - (out[-1] + 1) < shortest:
        closed |= set(range(out[-1], N))
    for a, b in zip(out[:-1], out[1:]):
        if 1 < b - a <= shortest:
            closed |= set(range(a + 1, b))
    return closed


def expect(names, scrub=None, fd_threshold=0.5, dvars_threshold=1.5, demean=True):
    out = set()
    if scrub is not None:
        out = {i for i in range(N) if fd[i] > fd_threshold or dvars[i] > dvars_threshold}
        out = close_gaps(out, scrub)
    out |= {0, 1}
    keep = np.array([i not in out for i in range(N)])
    m = np.array([cols[n] for n in names]).T.copy()
    first = np.isnan(m[0])
    m[0, first] = m[1, first]
    if demean:
        m = m - (keep / keep.sum()) @ m
    return {"names": names, "kept": np.flatnonzero(keep).tolist(), "rows": {str(i): m[i].tolist() for i in ROWS}}


six = ["trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"]


def ex(signals, *ends):
    return [s + e for e in ("",) + ends for s in signals]


D, P, DP = "_derivative1", "_power2", "_derivative1_power2"
high = ["cosine00", "cosine01", "cosine02"]
full = ex(six, D, P, DP)
tissue = ["csf", "white_matter"]
comp = ["a_comp_cor_%02d" % k for k in range(9)]
expected = {
    "simple": expect(high + full + tissue),
    "scrubbing": expect(high + full + ex(tissue, D, P, DP), scrub=5),
    "scrubbing without gaps closed": expect(high + full + ex(tissue, D, P, DP), scrub=0),
    "scrubbing other thresholds": expect(high + full + ex(tissue, D, P, DP), scrub=6, fd_threshold=0.95, dvars_threshold=1.9),
    "compcor": expect(high + full + comp[:3]),
    "compcor separated": expect(high + full + comp[5:7] + comp[3:5]),
    "compcor temporal and combined": expect(high + full + ["t_comp_cor_00", "t_comp_cor_01"] + comp[:3]),
    "ica_aroma": expect(high + tissue),
    "ica_aroma basic": expect(high + tissue + ["aroma_motion_02", "aroma_motion_05"]),
    "global derivatives": expect(ex(six, P) + ex(["global_signal"], D), demean=False),
}
with open("expected.json", "w") as f:
    json.dump(expected, f)
with open("displacement.json", "w") as f:
    json.dump({"millimetres": fd[1:].tolist()}, f)
for key, value in expected.items():
    print(key, len(value["names"]), "regressors,", len(value["kept"]), "kept", sorted(set(range(N)) - set(value["kept"])))
