"""The same work with the reference libraries: nibabel, numpy, scipy, scikit-learn.

usage: peer.py TASK FOLDER        prints the wall seconds of each repetition, one per line
       peer.py make FOLDER        makes the input (seeded) that both sides read

Sizes are those of docs/benchmarks.md. Each task repeats the steps of nilearn 0.10 where that is the peer, without its
caching and its checks, so that the comparison favours the peer.
"""
import sys
import time
from pathlib import Path

import numpy as np

X, Y, Z, T = 64, 64, 36, 300
REPEATS = 3


def volume4d(rng):
    base = rng.normal(1000, 200, (X, Y, Z, 1))
    noise = rng.normal(0, 20, (X, Y, Z, T))
    return (base + noise).astype(np.int16)


def make(folder):
    import nibabel as nib
    rng = np.random.default_rng(0)
    affine = np.diag([3.0, 3.0, 3.0, 1.0])
    bold = nib.Nifti1Image(volume4d(rng), affine)
    bold.header.set_zooms((3, 3, 3, 2))
    nib.save(bold, folder / "bold.nii.gz")
    n, p, classes = 300, 64512, 8
    y = np.arange(n) % classes
    x = rng.normal(size=(n, p))
    x += 0.05 * rng.normal(size=(classes, p))[y]
    np.save(folder / "samples.npy", x)
    np.save(folder / "labels.npy", y.astype(np.int32))
    np.save(folder / "runs.npy", (np.arange(n) * 8 // n).astype(np.int32))
    np.save(folder / "series.npy", np.cumsum(rng.normal(size=(T, p)), 0))
    np.save(folder / "confounds.npy", np.cumsum(rng.normal(size=(T, 36)), 0))
    # 12 x 12 x 12 voxels of 3 mm, 100 volumes, two classes, four runs
    sx = rng.normal(size=(100, 12, 12, 12))
    sy = np.arange(100) % 2
    sx[:, 3:6, 3:6, 3:6] += 0.4 * (2 * sy - 1)[:, None, None, None]
    np.save(folder / "searchlight.npy", sx)
    np.save(folder / "searchlight_labels.npy", sy.astype(np.int32))
    np.save(folder / "searchlight_runs.npy", (np.arange(100) // 25).astype(np.int32))


def load(folder):
    import nibabel as nib
    return lambda: nib.load(folder / "bold.nii.gz").get_fdata(dtype=np.float32)


def smooth(folder):
    from scipy.ndimage import gaussian_filter1d
    data = volume4d(np.random.default_rng(0)).astype(np.float32)
    sigma = 6 / np.sqrt(8 * np.log(2)) / 3

    def run():
        out = data.copy()
        for axis in range(3):
            gaussian_filter1d(out, sigma, axis=axis, output=out)
    return run


def resample(folder):
    from scipy.ndimage import affine_transform
    data = volume4d(np.random.default_rng(0))[..., :30].astype(np.float64)
    shape = tuple(int(np.ceil((n - 1) * 3 / 2)) + 1 for n in (X, Y, Z))

    def run():
        for t in range(30):
            affine_transform(data[..., t], [2 / 3] * 3, 0, shape, order=3, mode="constant")
    return run


def mask(folder):
    data = volume4d(np.random.default_rng(0)).astype(np.float32)
    inside = np.zeros((X, Y, Z), bool)
    inside[4:60, 4:60, 7:] = True
    return lambda: data[inside].T.astype(np.float64, order="C")


def clean(folder):
    from scipy.signal import butter, sosfiltfilt
    x = np.load(folder / "series.npy")
    c = np.load(folder / "confounds.npy")
    sos = butter(5, [0.01, 0.1], btype="bandpass", fs=0.5, output="sos")

    def detrend(a):
        a = a - a.mean(0)
        ramp = np.arange(len(a)) - (len(a) - 1) / 2
        ramp /= np.linalg.norm(ramp)
        a -= ramp[:, None] * (ramp @ a)
        return a

    def run():
        from scipy.linalg import qr
        a = sosfiltfilt(sos, detrend(x), axis=0)
        b = sosfiltfilt(sos, detrend(c), axis=0)
        b = (b - b.mean(0)) / b.std(0)
        q, r, _ = qr(b, mode="economic", pivoting=True)
        q = q[:, np.abs(np.diag(r)) > 100 * np.finfo(np.float64).eps]
        a -= q @ (q.T @ a)
        a -= a.mean(0)
        a /= a.std(0, ddof=1)
    return run


def folds(folder, fit):
    x, y, runs = (np.load(folder / f"{name}.npy") for name in ("samples", "labels", "runs"))

    def run():
        for r in np.unique(runs):
            train = runs != r
            model = fit().fit(x[train], y[train])
            model.predict(x[~train])
    return run


def ridge(folder):
    from sklearn.linear_model import RidgeClassifier
    return folds(folder, lambda: RidgeClassifier(alpha=1.0))


def svm(folder):
    from sklearn.svm import LinearSVC
    return folds(folder, lambda: LinearSVC(C=1.0, dual=True, tol=1e-4, max_iter=10000))


def permutations(folder):
    """1,000 label permutations of the ridge classifier, with the shortcut a careful user would take: one kernel, one
    hat matrix per fold, one product for all permutations."""
    x, y, runs = (np.load(folder / f"{name}.npy") for name in ("samples", "labels", "runs"))

    def run():
        rng = np.random.default_rng(0)
        k = x @ x.T
        n = len(y)
        permuted = np.stack([y] + [shuffle(rng, y, runs) for _ in range(1000)])
        correct = np.zeros(len(permuted))
        targets = np.where(permuted[..., None] == np.arange(8), 1.0, -1.0)
        for r in np.unique(runs):
            train, test = np.flatnonzero(runs != r), np.flatnonzero(runs == r)
            m = len(train)
            centre = np.eye(m) - 1 / m
            kt = centre @ k[np.ix_(train, train)] @ centre
            cross = (k[np.ix_(test, train)] - k[np.ix_(train, train)].mean(0)) @ centre
            hat = cross @ np.linalg.inv(kt + np.eye(m)) @ centre + 1 / m
            y_train = targets[:, train].transpose(1, 0, 2).reshape(m, -1)
            predicted = (hat @ y_train).reshape(len(test), len(permuted), 8).argmax(2)
            correct += (predicted == permuted[:, test].T).sum(0)
        return correct / n

    def shuffle(rng, labels, groups):
        out = labels.copy()
        for g in np.unique(groups):
            at = np.flatnonzero(groups == g)
            out[at] = labels[rng.permutation(at)]
        return out
    return run


def searchlight(folder):
    from sklearn.svm import LinearSVC
    x, y, runs = (np.load(folder / f"{name}.npy") for name in
                  ("searchlight", "searchlight_labels", "searchlight_runs"))
    grid = np.stack(np.meshgrid(*[np.arange(12)] * 3, indexing="ij"), -1).reshape(-1, 3) * 3.0
    flat = x.reshape(100, -1)

    def run():
        for centre in grid:
            sphere = flat[:, ((grid - centre) ** 2).sum(1) <= 81]
            for r in range(4):
                train = runs != r
                LinearSVC(C=1.0, dual=True).fit(sphere[train], y[train]).predict(sphere[~train])
    return run


def main():
    task, folder = sys.argv[1], Path(sys.argv[2])
    if task == "make":
        make(folder)
        return
    run = globals()[task](folder)
    slow = task in ("svm", "searchlight")
    if not slow:
        run()
    for _ in range(1 if slow else REPEATS):
        start = time.perf_counter()
        run()
        print(time.perf_counter() - start)


if __name__ == "__main__":
    import warnings
    warnings.simplefilter("ignore")
    main()
