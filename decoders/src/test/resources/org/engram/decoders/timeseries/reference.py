"""Reference values for the decoders of time series: mne 1.3, scikit-learn 1.2, scipy 1.10. Run: python3 reference.py"""
import json

import mne
import numpy as np
import scipy.linalg
import scipy.stats
from mne.decoding import CSP, SPoC
from mne.preprocessing.xdawn import _XdawnTransformer
from sklearn.covariance import ledoit_wolf, oas, shrunk_covariance
from sklearn.linear_model import LogisticRegression

mne.set_log_level("error")
N, C, T = 20, 4, 100
j = np.arange(N * C * T)
X = (((1103515245 * j + 12345) % 2 ** 31) / 2 ** 31 - 0.5).reshape(N, C, T)
y = np.arange(N) % 2
X[y == 1, 0] *= 3
X[y == 0, 1] *= 2
X[:, 2] += 0.5 * X[:, 0]
out = {}
x0 = X[0]
out["cov"] = np.cov(x0).tolist()
out["oas"] = oas(x0.T)[0].tolist()
out["lwf"] = ledoit_wolf(x0.T)[0].tolist()
out["shrunk"] = shrunk_covariance(np.cov(x0, ddof=0), 0.1).tolist()
out["corr"] = np.corrcoef(x0).tolist()
# Schaefer and Strimmer 2005, section 2.3, written out from the standardised data
w = (x0 - x0.mean(1, keepdims=True)) / x0.std(1, ddof=1, keepdims=True)
prod = w[:, None] * w[None]
n = T
r = n / (n - 1) * prod.mean(2)
var = n / (n - 1) ** 3 * ((prod - prod.mean(2, keepdims=True)) ** 2).sum(2)
off = ~np.eye(C, dtype=bool)
lam = min(1, max(0, var[off].sum() / (r[off] ** 2).sum()))
s = np.cov(x0)
out["sch"] = np.where(off, s * (1 - lam), s).tolist()

y3 = np.arange(N) % 3
csp3 = CSP(n_components=3).fit(X[:18], y3[:18])
out["csp3"] = csp3.transform(X[:4]).tolist()
cspe = CSP(n_components=3, cov_est="epoch", norm_trace=True).fit(X, y)
out["csp_epoch"] = cspe.transform(X[:4]).tolist()
alt = CSP(n_components=4, component_order="alternate").fit(X, y)
out["csp_alternate"] = alt.transform(X[:4]).tolist()
target = np.sin(np.arange(N)) + X[:, 1].var(1)
spoc = SPoC(n_components=3, log=True).fit(X, target)
out["spoc_target"] = target.tolist()
out["spoc"] = spoc.transform(X[:4]).tolist()
a, b = np.cov(np.hstack(X[y == 0])), np.cov(np.hstack(X[y == 1]))
out["ssd_values"] = scipy.linalg.eigh(a, b)[0][::-1].tolist()
xd = _XdawnTransformer(n_components=2, reg=None)
xd.fit(X, y)
out["xdawn_filters"] = np.abs(xd.filters_).tolist()
out["xdawn_patterns"] = np.abs(xd.patterns_).tolist()

# wasserstein and logdet by textbook formulas with scipy's matrix functions
A = np.array([[2, .5], [.5, 1]]); B = np.array([[1, -.3], [-.3, 3]])
ra = scipy.linalg.sqrtm(A)
out["d_wasserstein"] = float(np.sqrt(np.trace(A + B - 2 * scipy.linalg.sqrtm(ra @ B @ ra))))
out["d_logdet"] = float(np.sqrt(np.log(np.linalg.det((A + B) / 2)) - .5 * np.log(np.linalg.det(A @ B))))
out["d_logeuclid"] = float(np.linalg.norm(scipy.linalg.logm(A) - scipy.linalg.logm(B)))
out["m_logeuclid"] = scipy.linalg.expm((scipy.linalg.logm(A) + scipy.linalg.logm(B)) / 2).tolist()

# elastic net
F = X.reshape(N, -1)[:, :30] * 2
el = LogisticRegression(penalty="elasticnet", solver="saga", l1_ratio=.7, max_iter=200000, tol=1e-12, C=1.0)
el.fit(F, y)
out["elastic"] = [el.coef_[0].tolist(), float(el.intercept_[0])]
el.fit(F, y3)
out["elastic3"] = el.decision_function(F[:3]).tolist()

# statistics
d1 = np.sin(np.arange(25)) * .1 + .7
d2 = np.cos(np.arange(25) * 1.7) * .1 + .68
out["wilcoxon"] = float(scipy.stats.wilcoxon(d1 - d2, alternative="greater", mode="approx", correction=False)[1])
t = scipy.stats.permutation_test((d1[:8] - d2[:8],), np.mean, permutation_type="samples", alternative="greater",
                                 n_resamples=np.inf)
out["flips"] = float(t.pvalue)
out["stouffer"] = float(scipy.stats.combine_pvalues([.03, .2, .6], "stouffer", weights=np.sqrt([8, 20, 11]))[1])
json.dump(out, open("reference.json", "w"), indent=0)
