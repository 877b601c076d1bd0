"""Writes scores.tsv: scores and confidence intervals by scikit-learn and scipy on generated predictions.

Run: /usr/bin/python3 scores.py   (numpy 1.24, scikit-learn 1.2, scipy 1.10)

Rows: 'scores', classes, samples, seed, accuracy, balanced accuracy, macro AUC one-vs-rest, then recall, precision and F1
of every class; 'wilson', correct, total, level, lower, upper; 'folds', level, lower, upper, then the fold scores;
'percentile', fraction, value, then the values.
"""
import numpy as np
from scipy import stats
from sklearn import metrics


def lcg(seed, n):
    s, out = seed, []
    for _ in range(n):
        s = (1103515245 * s + 12345) % 2**31
        out.append(s / 2**31)
    return np.array(out)


rows = []
for classes, n, seed in [(2, 40, 7), (3, 60, 8), (5, 200, 9), (8, 64, 10)]:
    truth = (lcg(seed, n) * classes).astype(int)
    truth[:classes] = np.arange(classes)
    decisions = np.round(lcg(seed + 100, n * classes).reshape(n, classes) * 20)  # whole numbers, so that there are ties
    decisions[np.arange(n), truth] += 4
    predicted = decisions.argmax(1)
    if classes == 2:
        auc = metrics.roc_auc_score(truth, decisions[:, 1] - decisions[:, 0])
    else:
        auc = np.mean([metrics.roc_auc_score(truth == c, decisions[:, c]) for c in range(classes)])
    p, r, f, _ = metrics.precision_recall_fscore_support(truth, predicted, zero_division=0)
    assert min(p) > 0
    rows.append(["scores", classes, n, seed, metrics.accuracy_score(truth, predicted),
                 metrics.balanced_accuracy_score(truth, predicted), auc, *r, *p, *f])
for k, n, level in [(0, 10, .95), (10, 10, .95), (7, 10, .95), (47, 64, .95), (47, 64, .99), (1, 1, .9), (500, 1000, .8)]:
    ci = stats.binomtest(k, n).proportion_ci(level, method="wilson")
    rows.append(["wilson", k, n, level, ci.low, ci.high])
for seed, n, level in [(3, 2, .95), (4, 8, .95), (5, 30, .9)]:
    s = lcg(seed, n)
    rows.append(["folds", level, *stats.t.interval(level, n - 1, s.mean(), stats.sem(s)), *s])
for fraction in (0, .025, .5, .95, 1):
    s = lcg(12, 17)
    rows.append(["percentile", fraction, np.percentile(s, 100 * fraction), *s])
with open("scores.tsv", "w") as out:
    for row in rows:
        out.write("\t".join(v if isinstance(v, str) else repr(float(v)) for v in row) + "\n")
