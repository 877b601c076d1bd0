"""Decodes the files of this data set with scikit-learn and writes what it finds into truth.json ("reference").

Needs numpy, nibabel and scikit-learn. Uses nothing of generate.py, only the files:
    per run and voxel: linear detrend, then z-score over all volumes;
    per block: mean of the volumes with onset + 4 s <= t < onset + duration + 4 s, t = volume * TR;
    ridge classifier (alpha 1), leave one run out, mean accuracy over the six runs; chance is 0.25.
"""
import csv
import json
import pathlib

import nibabel as nib
import numpy as np
from sklearn.linear_model import RidgeClassifier
from sklearn.model_selection import LeaveOneGroupOut, cross_val_score

ROOT = pathlib.Path(__file__).resolve().parent
PREP = ROOT / "derivatives" / "simulated-prep" / "sub-01" / "func"
DELAY = 4.0


def blocks(mask):
    samples, labels, groups = [], [], []
    for run in range(1, 7):
        stem = f"sub-01_task-objects_run-{run}"
        image = nib.load(ROOT / "sub-01" / "func" / f"{stem}_bold.nii.gz")
        series = np.asarray(image.dataobj, dtype=float)[mask].T
        t = np.arange(len(series))
        basis = np.column_stack([np.ones(len(t)), t - t.mean()])
        series -= basis @ np.linalg.lstsq(basis, series, rcond=None)[0]
        series /= series.std(0)
        seconds = t * float(image.header.get_zooms()[3])
        with open(ROOT / "sub-01" / "func" / f"{stem}_events.tsv") as f:
            for e in csv.DictReader(f, delimiter="\t"):
                onset, duration = float(e["onset"]), float(e["duration"])
                assert onset + duration <= len(t) * 2.0
                inside = (seconds >= onset + DELAY) & (seconds < onset + duration + DELAY)
                samples.append(series[inside].mean(0))
                labels.append(e["trial_type"])
                groups.append(run)
    return np.array(samples), np.array(labels), np.array(groups)


def accuracy(x, y, groups):
    return float(np.mean(cross_val_score(RidgeClassifier(alpha=1.0), x, y, groups=groups, cv=LeaveOneGroupOut())))


def main():
    brain = np.asarray(nib.load(PREP / "sub-01_task-objects_run-1_desc-brain_mask.nii.gz").dataobj) > 0
    x, y, groups = blocks(brain)
    region = {name: np.asarray(nib.load(ROOT / "sourcedata" / "truth" / f"sub-01_label-{name}_mask.nii.gz").dataobj)[brain] > 0
              for name in ["face", "house", "distributed", "control"]}
    result = {"method": "scikit-learn RidgeClassifier(alpha=1) on block means, leave one run out",
              "volumes_of_a_block": "onset + 4 s <= t < onset + duration + 4 s", "chance": 0.25,
              "accuracy_whole_brain": accuracy(x, y, groups)}
    folds = cross_val_score(RidgeClassifier(alpha=1.0), x, y, groups=groups, cv=LeaveOneGroupOut())
    result["accuracy_whole_brain_by_run"] = [float(f) for f in folds]
    for name, voxels in region.items():
        result[f"accuracy_{name}"] = accuracy(x[:, voxels], y, groups)
    two = np.isin(y, ["face", "house"])
    result["face_against_house_chance"] = 0.5
    result["accuracy_face_against_house_whole_brain"] = accuracy(x[two], y[two], groups[two])
    for name, voxels in region.items():
        result[f"accuracy_face_against_house_{name}"] = accuracy(x[np.ix_(two, voxels)], y[two], groups[two])
    for name in ["face", "house"]:
        patch = x[:, region[name]].mean(1)
        result[f"mean_z_in_{name}_patch"] = {c: round(float(patch[y == c].mean()), 4) for c in np.unique(y)}
    rng = np.random.default_rng(1)
    null = []
    for _ in range(100):
        shuffled = y.copy()
        for g in np.unique(groups):
            shuffled[groups == g] = rng.permutation(y[groups == g])
        null.append(accuracy(x, shuffled, groups))
    result["permutations"] = 100
    result["null_mean"] = round(float(np.mean(null)), 4)
    result["null_95th_percentile"] = round(float(np.percentile(null, 95)), 4)
    path = ROOT / "truth.json"
    truth = json.loads(path.read_text())
    truth["reference"] = result
    path.write_text(json.dumps(truth, indent=2) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
