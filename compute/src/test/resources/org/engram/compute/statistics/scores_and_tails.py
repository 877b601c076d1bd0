"""Writes scores_and_tails.txt with numpy 1.24, scipy 1.10, scikit-learn 1.2 and, for the tails, mpmath 1.2 at 150 digits."""
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import numpy as np, mpmath as mp
from scipy import stats
from sklearn.covariance import ledoit_wolf
from sklearn.feature_selection import f_classif, f_regression
from sklearn.metrics import roc_auc_score
from fixture import lcg, Writer

mp.mp.dps = 150
w = Writer(os.path.join(os.path.dirname(os.path.abspath(__file__)), "scores_and_tails.txt"))
x = lcg(11, 24, 7)
codes = np.arange(24) * 7 % 3
y = lcg(12, 24)
w.put("variance", x.var(axis=0, ddof=1))
w.put("quantiles", np.quantile(x[:, 0], [0, .05, .3, .5, .977, 1]))
tied = np.floor(x[:, 1] * 6)
w.put("midranks", stats.rankdata(tied))
w.put("pearson", [np.corrcoef(x[:, i], y)[0, 1] for i in range(7)])
w.put("spearman", stats.spearmanr(tied, y)[0])
w.put("f_classif", f_classif(x, codes))
w.put("f_regression", f_regression(x, y))
w.put("auc", roc_auc_score(codes == 1, tied))
w.put("auc_macro", np.mean([roc_auc_score(codes == k, x[:, k]) for k in range(3)]))
w.put("lw_tall", ledoit_wolf(x)[1])
w.put("lw_wide", ledoit_wolf(x[:5])[1])
w.put("lw_covariance", ledoit_wolf(x)[0])


def log_beta(ratio, a, b):
    """log I_z(a, b) for z = 1 / (1 + ratio)"""
    return mp.log(mp.betainc(a, b, 0, 1 / (1 + mp.mpf(ratio)), regularized=True))


rows = []
for t in (1e-3, .5, 1.7, 3, 10, 40, 300):
    for v in (1, 3.5, 20, 57, 400, 5000):
        rows.append((t, v, log_beta(mp.mpf(t) ** 2 / v, mp.mpf(v) / 2, mp.mpf(1) / 2) - mp.log(2)))
rows = [r for r in rows if r[2] > -691]
w.put("student", rows)
rows = []
for f in (.01, .7, 1, 4, 30, 200):
    for d1, d2 in ((1, 8), (3, 50), (12, 300), (200, 9), (40.5, 2000)):
        rows.append((f, d1, d2, log_beta(mp.mpf(f) * d1 / d2, mp.mpf(d2) / 2, mp.mpf(d1) / 2)))
rows = [r for r in rows if r[3] > -691]
w.put("fisher", rows)
w.put("normal", [(z, mp.log(mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2)) for z in
                 (-9, -3, -.4, 0, 1e-9, .3, 1.9, 2.1, 3, 5.9, 6.1, 12, 37, 60, 200)])
w.put("wilson", [stats.binomtest(k, n).proportion_ci(level, "wilson")
                 for k, n, level in ((0, 10, .95), (7, 10, .95), (119, 171, .99), (40, 40, .9))])
w.put("exact", [stats.binomtest(k, n).proportion_ci(level, "exact")
                for k, n, level in ((0, 10, .95), (7, 10, .95), (119, 171, .99), (40, 40, .9))])
