"""Writes crossvalidation.tsv: cross-validated ridge classification by scikit-learn on generated data.

Run: /usr/bin/python3 crossvalidation.py   (numpy 1.24, scikit-learn 1.2)

Data: 48 samples in 6 groups of 8, 3 classes in turn, 60 features of noise (lcg, minus one half) and a class mean on the
first 6. Each row: a name and its numbers.
"""
import numpy as np
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, LeaveOneGroupOut, StratifiedKFold, cross_val_predict, cross_val_score


def lcg(seed, n):
    s, out = seed, []
    for _ in range(n):
        s = (1103515245 * s + 12345) % 2**31
        out.append(s / 2**31)
    return np.array(out)


n, p, k = 48, 60, 3
x = lcg(21, n * p).reshape(n, p) - .5
y = np.arange(n) % k
groups = np.arange(n) // 8
for i in range(n):
    x[i, y[i]] += .3
    x[i, 3 + y[i]] -= .2
rows = []


def add(name, values):
    rows.append([name, *np.ravel(values)])


logo = LeaveOneGroupOut()
ridge = RidgeClassifier(alpha=2.0)
add("decisions", cross_val_predict(ridge, x, y, groups=groups, cv=logo, method="decision_function"))
add("predicted", cross_val_predict(ridge, x, y, groups=groups, cv=logo))
add("fold accuracies", cross_val_score(ridge, x, y, groups=groups, cv=logo))
add("fold balanced", cross_val_score(ridge, x, y, groups=groups, cv=logo, scoring="balanced_accuracy"))
add("stratified accuracies", cross_val_score(ridge, x, y, cv=StratifiedKFold(6)))
add("two classes", cross_val_predict(ridge, x[y < 2], y[y < 2], groups=groups[y < 2], cv=logo,
                                     method="decision_function"))
auc, coefficients, intercepts, patterns = [], 0, 0, 0
for train, test in logo.split(x, y, groups):
    m = RidgeClassifier(alpha=2.0).fit(x[train], y[train])
    d = m.decision_function(x[test])
    auc.append(np.mean([roc_auc_score(y[test] == c, d[:, c]) for c in range(k)]))
    coefficients = coefficients + m.coef_ / 6
    intercepts = intercepts + m.intercept_ / 6
    cov = np.cov(x[train].T)
    fitted = m.decision_function(x[train])
    patterns = patterns + np.stack([cov @ m.coef_[c] / fitted[:, c].var(ddof=1) for c in range(k)]) / 6
add("fold areas", auc)
add("coefficients", coefficients)
add("intercepts", intercepts)
add("patterns", patterns)
grid = [1e-3, 1e-1, 1e1, 1e3]
chosen, nested, best_on_test = [], [], []
for train, test in logo.split(x, y, groups):
    search = GridSearchCV(RidgeClassifier(), {"alpha": grid[::-1]}, cv=logo)  # largest first: it wins among equals
    search.fit(x[train], y[train], groups=groups[train])
    chosen.append(search.best_params_["alpha"])
    nested.append(search.score(x[test], y[test]))
    best_on_test.append(max(RidgeClassifier(alpha=a).fit(x[train], y[train]).score(x[test], y[test]) for a in grid))
add("nested penalties", chosen)
add("nested accuracies", nested)
add("selection score", [np.mean(best_on_test)])
with open("crossvalidation.tsv", "w") as out:
    for row in rows:
        out.write("\t".join(v if isinstance(v, str) else repr(float(v)) for v in row) + "\n")
print(chosen, nested, np.mean(best_on_test), np.mean(nested))
