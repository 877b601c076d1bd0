"""Receptive fields and cluster tests by MNE-Python 1.3, sliding decoding by scikit-learn, for TemporalParityTest. Run: python3 make_temporal.py"""
import json
import numpy as np
from mne.decoding import ReceptiveField, SlidingEstimator, GeneralizingEstimator, cross_val_multiscore
from mne.stats import permutation_cluster_1samp_test
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.model_selection import PredefinedSplit


def lcg(seed, count):
    out = np.empty(count)
    for i in range(count):
        seed = (1103515245 * seed + 12345) % 2 ** 31
        out[i] = seed / 2 ** 31
    return out


out = {}
x = lcg(1, 2 * 2 * 90).reshape(2, 2, 90) - 0.5          # trial, feature, sample
y = lcg(2, 2 * 3 * 90).reshape(2, 3, 90) * 0.2
y[:, 0, 3:] += x[:, 0, :-3]
y[:, 1, :-1] += 0.5 * x[:, 1, 1:]
for name, kw in {"ridge": dict(estimator=0.7), "smooth": None}.items():
    if kw is None:
        from mne.decoding import TimeDelayingRidge
        kw = dict(estimator=TimeDelayingRidge(-2, 5, 1., alpha=0.7, reg_type="laplacian", fit_intercept=True))
        kw["estimator"].reg_type = ("laplacian", "ridge")
    rf = ReceptiveField(-2, 5, 1., scoring="corrcoef", **kw)
    rf.fit(x.transpose(2, 0, 1), y.transpose(2, 0, 1))
    out[name] = rf.coef_.tolist()
    out[name + "_prediction"] = rf.predict(x.transpose(2, 0, 1))[:, 1].T.tolist()

obs = lcg(3, 8 * 30).reshape(8, 30) - 0.5
obs[:, 10:16] += 0.3
t, clusters, p, h0 = permutation_cluster_1samp_test(obs, threshold=1.5, n_permutations=1024, tail=1, out_type="mask",
                                                    seed=0, verbose=False)
out["t"] = t.tolist()
out["clusters"] = [[int(i) for i in np.arange(30)[c[0]]] for c in clusters]
# p values by the definition: MNE-Python 1.3 leaves out the flip of all signs and counts the data twice.
flips = np.array([[1 if k >> i & 1 == 0 else -1 for i in range(8)] for k in range(256)])


def largest(values, threshold, tail):
    """Largest absolute cluster mass on a grid of any dimension, by flood fill through scipy.ndimage."""
    from scipy.ndimage import label
    best = 0.0
    for sign in ((1,) if tail == 1 else (1, -1)):
        marked, count = label(sign * values > threshold)
        best = max([best] + [abs(values[marked == k].sum()) for k in range(1, count + 1)])
    return best


def p_values(data, masses, threshold, tail):
    null = []
    for f in flips:
        d = data * f.reshape((-1,) + (1,) * (data.ndim - 1))
        null.append(largest(d.mean(0) / (d.std(0, ddof=1) / np.sqrt(len(d))), threshold, tail))
    return [float(np.mean(np.array(null) >= abs(m) * (1 - 1e-12))) for m in masses]


out["p"] = p_values(obs, [t[c].sum() for c in clusters], 1.5, 1)
grid = obs.reshape(8, 5, 6)
t, clusters, p, h0 = permutation_cluster_1samp_test(grid, threshold=1.2, n_permutations=1024, tail=0, out_type="indices",
                                                    seed=0, verbose=False)
out["grid_clusters"] = [sorted(int(r * 6 + c) for r, c in zip(*k)) for k in clusters]
out["grid_p"] = p_values(grid, [t[c].sum() for c in clusters], 1.2, 0)

trials = lcg(4, 40 * 5 * 12).reshape(40, 5, 12) - 0.5
labels = np.arange(40) % 2
trials[labels == 1, 2, 5:9] += 0.4
folds = PredefinedSplit(np.repeat(np.arange(4), 10))
lda = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")
s = cross_val_multiscore(SlidingEstimator(lda, scoring="roc_auc", verbose=False), trials, labels, cv=folds, verbose=False)
out["sliding"] = s.mean(0).tolist()
g = cross_val_multiscore(GeneralizingEstimator(lda, scoring="roc_auc", verbose=False), trials, labels, cv=folds,
                         verbose=False)
out["generalising"] = g.mean(0).tolist()
json.dump(out, open("temporal.json", "w"))
