"""The same work with the reference libraries: nibabel, numpy, scipy, scikit-learn.

usage: peer.py TASK FOLDER        prints "seconds S" for each repetition, then "check C"
       peer.py make FOLDER        makes the input (seeded) that both sides read
       peer.py make-tiny FOLDER   the same with sizes for a smoke test
       peer.py checks FOLDER      prints "TASK C" for every task, each run once
       peer.py versions           prints the versions of the libraries

The check value is one number from the result (an accuracy, or a spread of the output) by which both sides can be seen
to have done the same work; it is computed outside the timed part.

Sizes are those of docs/benchmarks.md. Each task repeats the steps of nilearn 0.10 where that is the peer, without its
caching and its checks, so that the comparison favours the peer.
"""
import sys
import time
from pathlib import Path

import numpy as np

REPEATS = 3
FULL = dict(grid=(64, 64, 36), volumes=300, features=64512, samples=300, classes=8, confounds=36, cube=12,
            effect=0.05, local_effect=0.4)
TINY = dict(grid=(12, 10, 8), volumes=60, features=120, samples=48, classes=4, confounds=6, cube=5,
            effect=0.5, local_effect=0.9)


def make(folder, sizes):
    import nibabel as nib
    rng = np.random.default_rng(0)
    t = sizes["volumes"]
    base = rng.normal(1000, 200, (*sizes["grid"], 1))
    noise = rng.normal(0, 20, (*sizes["grid"], t))
    volumes = (base + noise).astype(np.int16)
    affine = np.diag([3.0, 3.0, 3.0, 1.0])
    bold = nib.Nifti1Image(volumes, affine)
    bold.header.set_zooms((3, 3, 3, 2))
    nib.save(bold, folder / "bold.nii.gz")
    n, p, classes = sizes["samples"], sizes["features"], sizes["classes"]
    y = np.arange(n) % classes
    x = rng.normal(size=(n, p))
    x += sizes["effect"] * rng.normal(size=(classes, p))[y]
    np.save(folder / "samples.npy", x)
    np.save(folder / "labels.npy", y.astype(np.int32))
    np.save(folder / "runs.npy", (np.arange(n) * 8 // n).astype(np.int32))
    np.save(folder / "series.npy", np.cumsum(rng.normal(size=(t, p)), 0))
    np.save(folder / "confounds.npy", np.cumsum(rng.normal(size=(t, sizes["confounds"])), 0))
    # A cube of voxels of 3 mm, 100 volumes, two classes, four runs
    c = sizes["cube"]
    sx = rng.normal(size=(100, c, c, c))
    sy = np.arange(100) % 2
    at = slice(c // 4, c // 2)
    sx[:, at, at, at] += sizes["local_effect"] * (2 * sy - 1)[:, None, None, None]
    np.save(folder / "searchlight.npy", sx)
    np.save(folder / "searchlight_labels.npy", sy.astype(np.int32))
    np.save(folder / "searchlight_runs.npy", (np.arange(100) // 25).astype(np.int32))


def read_bold(folder):
    """The series in memory with time fastest, the order in which the array steps below are quickest."""
    import nibabel as nib
    return np.ascontiguousarray(nib.load(folder / "bold.nii.gz").get_fdata(dtype=np.float32))


def load(folder):
    import nibabel as nib
    return lambda: nib.load(folder / "bold.nii.gz").get_fdata(dtype=np.float32)


def smooth(folder):
    from scipy.ndimage import gaussian_filter1d
    data = read_bold(folder)
    sigma = 6 / np.sqrt(8 * np.log(2)) / 3

    def run():
        out = data.copy()
        for axis in range(3):
            gaussian_filter1d(out, sigma, axis=axis, output=out)
        return out
    return run


def resample(folder):
    from scipy.ndimage import affine_transform
    data = np.asfortranarray(read_bold(folder)[..., :30].astype(np.float64))
    shape = tuple(int(np.ceil((n - 1) * 3 / 2)) + 1 for n in data.shape[:3])

    def run():
        return [affine_transform(data[..., t], [2 / 3] * 3, 0, shape, order=3, mode="constant")
                for t in range(data.shape[3])]
    return run


def mask(folder):
    data = read_bold(folder)
    x, y, z = data.shape[:3]
    inside = np.zeros((x, y, z), bool)
    inside[x // 16:x - x // 16, y // 16:y - y // 16, z // 5:] = True
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
        return a
    return run


def folds(folder, fit):
    x, y, runs = (np.load(folder / f"{name}.npy") for name in ("samples", "labels", "runs"))

    def run():
        correct = 0
        for r in np.unique(runs):
            train = runs != r
            model = fit().fit(x[train], y[train])
            correct += np.sum(model.predict(x[~train]) == y[~train])
        return correct / len(y)
    return run


def ridge(folder):
    from sklearn.linear_model import RidgeClassifier
    return folds(folder, lambda: RidgeClassifier(alpha=1.0))


def svm(folder):
    from sklearn.svm import LinearSVC
    return folds(folder, lambda: LinearSVC(C=1.0, dual=True, tol=1e-4, max_iter=10000, random_state=0))


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
        classes = y.max() + 1
        targets = np.where(permuted[..., None] == np.arange(classes), 1.0, -1.0)
        for r in np.unique(runs):
            train, test = np.flatnonzero(runs != r), np.flatnonzero(runs == r)
            m = len(train)
            centre = np.eye(m) - 1 / m
            kt = centre @ k[np.ix_(train, train)] @ centre
            cross = (k[np.ix_(test, train)] - k[np.ix_(train, train)].mean(0)) @ centre
            hat = cross @ np.linalg.inv(kt + np.eye(m)) @ centre + 1 / m
            y_train = targets[:, train].transpose(1, 0, 2).reshape(m, -1)
            predicted = (hat @ y_train).reshape(len(test), len(permuted), classes).argmax(2)
            correct += (predicted == permuted[:, test].T).sum(0)
        return correct / n

    def shuffle(rng, labels, groups):
        out = labels.copy()
        for g in np.unique(groups):
            at = np.flatnonzero(groups == g)
            out[at] = labels[rng.permutation(at)]
        return out
    return run


def spheres(folder, fit):
    """Every sphere of 9 mm, four folds; the sphere's voxels are found by plain distances, once, outside the timing."""
    x, y, runs = (np.load(folder / f"{name}.npy") for name in
                  ("searchlight", "searchlight_labels", "searchlight_runs"))
    grid = np.stack(np.meshgrid(*[np.arange(n) for n in x.shape[1:]], indexing="ij"), -1).reshape(-1, 3) * 3.0
    flat = x.reshape(len(x), -1)
    inside = [np.flatnonzero(((grid - centre) ** 2).sum(1) <= 81) for centre in grid]

    def run():
        correct = 0
        for voxels in inside:
            sphere = flat[:, voxels]
            for r in range(4):
                train = runs != r
                correct += np.sum(fit().fit(sphere[train], y[train]).predict(sphere[~train]) == y[~train])
        return correct / (len(y) * len(grid))
    return run


def searchlight(folder):
    from sklearn.svm import LinearSVC
    return spheres(folder, lambda: LinearSVC(C=1.0, dual=True, max_iter=10000, random_state=0))


def searchlight_ridge(folder):
    from sklearn.linear_model import RidgeClassifier
    return spheres(folder, lambda: RidgeClassifier(alpha=1.0))


TASKS = dict(load=load, smooth=smooth, resample=resample, mask=mask, clean=clean, ridge=ridge, svm=svm,
             permutations=permutations, searchlight=searchlight, searchlight_ridge=searchlight_ridge)
SLOW = ("svm", "searchlight", "searchlight_ridge")


def check(task, result):
    """One number from a result: the spread of an image or matrix, the mean size of cleaned values, an accuracy."""
    if task == "permutations":
        return result[0]  # the true labels; the permuted ones differ with the generator
    if task == "clean":
        return np.abs(result).mean()
    if task in ("load", "smooth", "resample", "mask"):
        return np.std(np.asarray(result), dtype=np.float64)
    return result


def versions():
    for name in ("numpy", "scipy", "sklearn", "nibabel"):
        try:
            print(name, __import__(name).__version__)
        except ImportError:
            print(name, "missing")


def main():
    task = sys.argv[1]
    if task == "versions":
        versions()
        return
    folder = Path(sys.argv[2])
    if task in ("make", "make-tiny"):
        make(folder, FULL if task == "make" else TINY)
    elif task == "checks":
        for name, prepare in TASKS.items():
            print(name, repr(float(check(name, prepare(folder)()))))
    else:
        run = TASKS[task](folder)
        if task not in SLOW:
            run()
        for _ in range(1 if task in SLOW else REPEATS):
            start = time.perf_counter()
            result = run()
            print("seconds", time.perf_counter() - start)
        print("check", repr(float(check(task, result))))


if __name__ == "__main__":
    import warnings
    warnings.simplefilter("ignore")
    main()
