"""Decodes the simulated objects with numpy, nibabel and scikit-learn; writes block_means.csv beside this file.

Per run and voxel of the brain mask: linear detrend, z-score (divisor n - 1). Per block: mean of the volumes with
onset + 4 s <= t < onset + duration + 4 s. RidgeClassifier(alpha=1), leave one run out. A row is one block: run, onset,
label, predicted label, sum and sum of squares of its features, and the four decision values.
"""
import csv
import pathlib

import nibabel as nib
import numpy as np
from scipy.signal import detrend
from sklearn.linear_model import RidgeClassifier

HERE = pathlib.Path(__file__).resolve().parent
ROOT = next(p for p in HERE.parents if (p / "test-data").is_dir()) / "test-data" / "simulated-objects"
PREP = ROOT / "derivatives" / "simulated-prep" / "sub-01" / "func"
mask = np.asarray(nib.load(PREP / "sub-01_task-objects_run-1_desc-brain_mask.nii.gz").dataobj) > 0
x, labels, runs, onsets = [], [], [], []
for run in range(1, 7):
    stem = ROOT / "sub-01" / "func" / f"sub-01_task-objects_run-{run}"
    series = detrend(np.asarray(nib.load(f"{stem}_bold.nii.gz").dataobj, dtype=float)[mask].T, axis=0)
    series /= series.std(0, ddof=1)
    seconds = 2.0 * np.arange(len(series))
    for e in csv.DictReader(open(f"{stem}_events.tsv"), delimiter="\t"):
        start = float(e["onset"]) + 4
        x.append(series[(seconds >= start) & (seconds < start + float(e["duration"]))].mean(0))
        labels.append(e["trial_type"]), runs.append(run), onsets.append(float(e["onset"]))
x, labels, runs = np.array(x), np.array(labels), np.array(runs)
with open(HERE / "block_means.csv", "w") as out:
    out.write("run,onset,label,predicted,sum,sum_of_squares,cat,face,house,shoe\n")
    for run in range(1, 7):
        model = RidgeClassifier(alpha=1.0).fit(x[runs != run], labels[runs != run])
        assert list(model.classes_) == ["cat", "face", "house", "shoe"]
        for i in np.flatnonzero(runs == run):
            values = [x[i].sum(), (x[i] ** 2).sum(), *model.decision_function(x[i:i + 1])[0]]
            out.write(f"run-{run},{onsets[i]},{labels[i]},{model.predict(x[i:i + 1])[0]},"
                      + ",".join(repr(float(v)) for v in values) + "\n")
