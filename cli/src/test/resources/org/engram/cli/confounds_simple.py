"""Decodes the simulated objects after regressing out fMRIPrep's "simple" confounds; prints both accuracies.

Regressors: 24 motion columns, cosines, csf and white_matter; a missing first value is that of the second row. Series and
regressors are detrended, regressors and residuals scaled to deviation 1. RidgeClassifier(alpha=1), leave one run out.
Prints 0.5416666666666666 (26 of 48, four classes) and 0.7083333333333334 (17 of 24, face against house).
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
x, labels, runs = [], [], []
for run in range(1, 7):
    name = f"sub-01_task-objects_run-{run}"
    stem = ROOT / "sub-01" / "func" / name
    series = detrend(np.asarray(nib.load(f"{stem}_bold.nii.gz").dataobj, dtype=float)[mask].T, axis=0)
    rows = list(csv.DictReader(open(PREP / f"{name}_desc-confounds_timeseries.tsv"), delimiter="\t"))
    columns = [c for c in rows[0] if c.startswith(("trans_", "rot_", "cosine")) or c in ("csf", "white_matter")]
    nuisance = np.array([[np.nan if row[c] == "n/a" else float(row[c]) for c in columns] for row in rows])
    nuisance[0] = np.where(np.isnan(nuisance[0]), nuisance[1], nuisance[0])
    nuisance = detrend(nuisance, axis=0)
    q = np.linalg.qr(nuisance / nuisance.std(0, ddof=1))[0]
    series -= q @ (q.T @ series)
    series /= series.std(0, ddof=1)
    seconds = 2.0 * np.arange(len(series))
    for e in csv.DictReader(open(f"{stem}_events.tsv"), delimiter="\t"):
        start = float(e["onset"]) + 4
        x.append(series[(seconds >= start) & (seconds < start + float(e["duration"]))].mean(0))
        labels.append(e["trial_type"]), runs.append(run)
x, labels, runs = np.array(x), np.array(labels), np.array(runs)
for chosen in labels != "", np.isin(labels, ["face", "house"]):
    right = []
    for run in range(1, 7):
        train, test = chosen & (runs != run), chosen & (runs == run)
        right.append(RidgeClassifier(alpha=1).fit(x[train], labels[train]).predict(x[test]) == labels[test])
    print(np.mean(np.concatenate(right)))
