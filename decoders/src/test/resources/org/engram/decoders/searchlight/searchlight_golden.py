"""Writes searchlight_golden.csv: accuracy per sphere from scikit-learn estimators, one sphere at a time.

The samples are the fixture numbers of org.engram.testdata.Lcg plus a class signal, so the test builds the same.
Run with numpy, scipy and scikit-learn: python3 searchlight_golden.py
"""
import pathlib

import numpy as np
from sklearn.covariance import ledoit_wolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.neighbors import NearestCentroid
from sklearn.svm import LinearSVC


def lcg(seed, n):
    out, s = np.empty(n), seed
    for i in range(n):
        s = (1103515245 * s + 12345) % 2**31
        out[i] = s / 2**31
    return out


SHAPE, SIZES, RADIUS = (6, 5, 4), np.array([3.0, 2.0, 4.0]), 6.0
VOXELS = [(i, j, k) for i in range(6) for j in range(5) for k in range(4) if (i + 2 * j + 3 * k) % 7]
N = 28
RUN = np.repeat(np.arange(4), 7)
Y = np.array([(s * 5 + s // 7) % 3 for s in range(N)])
X = lcg(42, N * len(VOXELS)).reshape(N, -1)
for v, (i, j, k) in enumerate(VOXELS):
    X[:, v] += 0.25 * (Y == (i + j + k) % 3) * (i < 3)


class Correlation:
    def fit(self, x, y):
        self.means = np.array([x[y == c].mean(0) for c in range(3)])
        return self

    def predict(self, x):
        a = x - x.mean(1, keepdims=True)
        b = self.means - self.means.mean(1, keepdims=True)
        return np.argmax(a @ b.T / np.linalg.norm(b, axis=1), axis=1)


class LedoitWolfLda:
    def fit(self, x, y):
        means = np.array([x[y == c].mean(0) for c in range(3)])
        within = x - means[y]
        covariance, self.shrinkage = ledoit_wolf(within, assume_centered=True)
        self.w = np.linalg.solve(covariance, means.T)
        self.b = -0.5 * np.sum(means.T * self.w, 0) + np.log(np.bincount(y) / len(y))
        return self

    def predict(self, x):
        return np.argmax(x @ self.w + self.b, axis=1)


METHODS = {
    "ridge": lambda: RidgeClassifier(alpha=0.5),
    "lda": lambda: LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.3),
    "lda_lw": LedoitWolfLda,
    "centroid": NearestCentroid,
    "correlation": Correlation,
    "svm": lambda: LinearSVC(C=1.0, dual=True, tol=1e-10, max_iter=1000000),
}

coords = np.array(VOXELS)
lines = ["x,y,z,voxels," + ",".join(METHODS) + ",ridge_balanced"]
for centre in coords:
    sphere = np.flatnonzero(np.linalg.norm((coords - centre) * SIZES, axis=1) <= RADIUS)
    row, balanced = [], 0
    for name, make in METHODS.items():
        folds = []
        for run in range(4):
            train, test = RUN != run, RUN == run
            p = make().fit(X[np.ix_(train, sphere)], Y[train]).predict(X[np.ix_(test, sphere)])
            folds.append(np.mean(p == Y[test]))
            if name == "ridge":
                balanced += balanced_accuracy_score(Y[test], p) / 4
        row.append(np.mean(folds))
    lines.append(",".join(map(str, centre)) + f",{len(sphere)}," + ",".join(repr(float(v)) for v in row) + f",{balanced!r}")
pathlib.Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n")
