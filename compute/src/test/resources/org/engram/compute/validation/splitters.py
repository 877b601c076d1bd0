"""Writes splitters.tsv: test folds of scikit-learn's splitters on generated labels and groups.

Run: /usr/bin/python3 splitters.py   (numpy 1.24, scikit-learn 1.2)

Columns: case, scheme, labels, groups, then the test indices of each fold, folds separated by '|'. Training indices are
all others, which is checked here.
"""
import warnings

import numpy as np
from sklearn.model_selection import (GroupKFold, KFold, LeaveOneGroupOut, LeavePGroupsOut, PredefinedSplit,
                                     StratifiedKFold, StratifiedShuffleSplit)

warnings.simplefilter("ignore")
rows = []


def lcg(seed, n):
    s, out = seed, []
    for _ in range(n):
        s = (1103515245 * s + 12345) % 2**31
        out.append(s / 2**31)
    return np.array(out)


def add(case, scheme, splitter, y, groups):
    folds = []
    for train, test in splitter.split(np.zeros((len(y), 1)), y, groups):
        assert sorted(set(range(len(y))) - set(test)) == list(train)
        folds.append(",".join(map(str, sorted(test))))
    rows.append([case, scheme, ",".join(map(str, y)), ",".join(map(str, groups)), "|".join(folds)])


for n, classes, n_groups, seed in [(12, 2, 3, 1), (23, 3, 5, 2), (50, 4, 6, 3), (97, 5, 12, 4), (64, 8, 8, 5)]:
    y = (lcg(seed, n) * classes).astype(int)
    y[:2 * classes] = np.arange(2 * classes)[::-1] % classes  # every class twice, in falling order
    groups = 1 + (lcg(seed + 10, n) * n_groups).astype(int)
    groups[:n_groups] = 1 + np.arange(n_groups)
    case = f"n{n}"
    for k in (2, 3, 5, 10):
        add(case, f"{k}-fold", KFold(k), y, groups)
        if np.bincount(y).max() >= k:
            add(case, f"stratified-{k}-fold", StratifiedKFold(k), y, groups)
        if k <= n_groups:
            add(case, f"group-{k}-fold", GroupKFold(k), y, groups)
    add(case, "leave-one-run-out", LeaveOneGroupOut(), y, groups)
    add(case, "leave-2-runs-out", LeavePGroupsOut(2), y, groups)
    fold = groups - 2  # first group never tested
    add(case, "predefined", PredefinedSplit(fold), y, groups)

# Class counts of a stratified shuffle split do not depend on the generator when no two remainders are equal.
for counts, fraction in [((30, 17, 5), 0.1), ((11, 7), 0.25), ((40, 33, 21, 9), 0.2)]:
    y = np.repeat(np.arange(len(counts)), counts)
    seen = {tuple(np.bincount(y[test], minlength=len(counts)))
            for _, test in StratifiedShuffleSplit(20, test_size=fraction, random_state=0).split(y[:, None], y)}
    assert len(seen) == 1, (counts, seen)
    rows.append([str(fraction), "stratified-shuffle-counts", ",".join(map(str, y)), "",
                 ",".join(map(str, seen.pop()))])

with open("splitters.tsv", "w") as out:
    for row in rows:
        out.write("\t".join(row) + "\n")
print(len(rows), "rows")
