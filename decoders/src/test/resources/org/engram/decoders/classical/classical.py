"""Decision values of scikit-learn 1.2 on small fixtures, for ClassicalAgreementTest.

Writes classical.txt beside this file: one array per line, "name rows columns values...".
Data come from the linear congruential numbers of org.engram.testdata.Lcg, so only results are stored.

    python3 classical.py
"""
import os
import warnings

import numpy as np
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_selection import SelectKBest, SelectPercentile, f_classif
from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC, l1_min_c

warnings.filterwarnings("error")
OUT = []


def lcg(seed, n):
    s, out = seed, []
    for _ in range(n):
        s = (1103515245 * s + 12345) % 2**31
        out.append(s / 2**31)
    return np.array(out)


def put(name, a):
    a = np.atleast_2d(np.asarray(a, float))
    OUT.append("%s %d %d %s" % (name, a.shape[0], a.shape[1], " ".join("%.17g" % v for v in a.ravel())))


def data(n, p, k, seed):
    """Uniform noise around 3, unequal classes in mixed order, class c raised on features j with j % k == c."""
    y = np.array([(i * i + i // 3) % k if i >= k else i for i in range(n)])
    x = 3 + lcg(seed, n * p).reshape(n, p)
    for i in range(n):
        x[i, y[i]::k] += 0.3
    t = 3 + lcg(seed + 1, 10 * p).reshape(10, p)
    for i in range(10):
        t[i, (i % k)::k] += 0.3
    return x, y, t


def margins(d):
    return d[:, None] if d.ndim == 1 else d


CASES = {"tall2": (40, 6, 2, 11), "tall5": (60, 8, 5, 12), "wide2": (20, 50, 2, 13), "wide5": (30, 60, 5, 14)}

for name, (n, p, k, seed) in CASES.items():
    x, y, t = data(n, p, k, seed)
    given = {c: 1.0 + c for c in range(k)}
    put(name + ".counts", np.bincount(y))
    for tag, weights in (("", None), (".balanced", "balanced"), (".given", given)):
        put(name + ".ridge" + tag, margins(RidgeClassifier(alpha=0.7, class_weight=weights, solver="cholesky", tol=1e-12)
                                           .fit(x, y).decision_function(t)))
        for loss in ("squared_hinge", "hinge"):
            m = LinearSVC(C=0.5, loss=loss, dual=True, tol=1e-9, max_iter=10000000, class_weight=weights,
                          random_state=0).fit(x, y)
            put("%s.svm.%s%s" % (name, loss, tag), margins(m.decision_function(t)))
        m = LinearSVC(C=2.0, penalty="l1", dual=False, tol=1e-7, max_iter=1000000, class_weight=weights,
                      random_state=0).fit(x, y)
        put(name + ".svm-l1" + tag, margins(m.decision_function(t)))
        put(name + ".svm-l1.coefficients" + tag, m.coef_)
        m = LogisticRegression(C=2.0, solver="newton-cg", tol=1e-7, max_iter=100000, class_weight=weights).fit(x, y)
        put(name + ".logistic" + tag, margins(m.decision_function(t)))
        m = LogisticRegression(C=2.0, solver="liblinear", tol=1e-12, max_iter=100000, class_weight=weights).fit(x, y)
        put(name + ".logistic.liblinear" + tag, margins(m.decision_function(t)))
        m = LogisticRegression(C=5.0, penalty="l1", solver="liblinear", tol=1e-7, max_iter=1000000,
                               class_weight=weights, random_state=0).fit(x, y)
        put(name + ".logistic-l1" + tag, margins(m.decision_function(t)))
    put(name + ".ridge.nointercept", margins(RidgeClassifier(alpha=0.7, fit_intercept=False, solver="cholesky")
                                             .fit(x, y).decision_function(t)))
    for tag, shrinkage in (("auto", "auto"), ("0.3", 0.3)):
        m = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage).fit(x, y)
        put("%s.lda.%s" % (name, tag), margins(m.decision_function(t)))
    m = LinearDiscriminantAnalysis(solver="svd").fit(x, y)
    put(name + ".lda.none", margins(m.decision_function(t)))
    for c in (3, 5):
        pca = PCA(c, svd_solver="full").fit(x)
        m = LinearDiscriminantAnalysis(solver="svd").fit(pca.transform(x), y)
        put("%s.pca-lda.%d" % (name, c), margins(m.decision_function(pca.transform(t))))
    pca = PCA(0.6, svd_solver="full").fit(x)
    put(name + ".pca.components", [pca.n_components_])
    put(name + ".gnb", GaussianNB().fit(x, y).predict_log_proba(t))
    put(name + ".gnb.labels", GaussianNB().fit(x, y).predict(t))
    for metric in ("euclidean", "correlation"):
        for neighbours in (1, 5):
            m = KNeighborsClassifier(neighbours, metric=metric, algorithm="brute").fit(x, y)
            put("%s.knn.%s.%d" % (name, metric, neighbours), m.predict_proba(t))
            put("%s.knn.%s.%d.labels" % (name, metric, neighbours), m.predict(t))
    put(name + ".centroid.labels", NearestCentroid().fit(x, y).predict(t))
    put(name + ".f", f_classif(x, y)[0])
    put(name + ".f.p", f_classif(x, y)[1])
    for percentile in (20, 35, 50):
        put("%s.percentile.%d" % (name, percentile),
            np.flatnonzero(SelectPercentile(f_classif, percentile=percentile).fit(x, y).get_support()))
    put(name + ".kbest.3", np.flatnonzero(SelectKBest(f_classif, k=3).fit(x, y).get_support()))
    put(name + ".l1minc", [l1_min_c(x, y, loss="squared_hinge"), l1_min_c(x, y, loss="log")])
    scaler = StandardScaler().fit(x)
    m = LinearSVC(C=0.5, tol=1e-9, max_iter=10000000, random_state=0).fit(scaler.transform(x), y)
    put(name + ".standardized.svm", margins(m.decision_function(scaler.transform(t))))
    targets = lcg(seed + 2, n * 3).reshape(n, 3)
    put(name + ".ridge.regression", Ridge(alpha=np.array([0.1, 1.0, 10.0]), solver="cholesky").fit(x, targets).predict(t))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "classical.txt"), "w") as f:
    f.write("\n".join(OUT) + "\n")
