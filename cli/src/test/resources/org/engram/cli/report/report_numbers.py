"""Numbers the report tests compare with: Wilson intervals (scipy) and histogram counts (numpy)."""
import numpy as np
from scipy.stats import binomtest


def lcg(seed, n):
    s, out = seed, []
    for _ in range(n):
        s = (1103515245 * s + 12345) % 2**31
        out.append(s / 2**31)
    return np.array(out)


with open("wilson.csv", "w") as f:
    f.write("hits,total,low,high\n")
    for hits, total in [(0, 10), (10, 10), (63, 108), (1, 3), (400, 864)]:
        ci = binomtest(hits, total).proportion_ci(0.95, method="wilson")
        f.write(f"{hits},{total},{ci.low!r},{ci.high!r}\n")

values = np.sort(lcg(42, 200) ** 2)
counts, _ = np.histogram(values, bins=12)
with open("histogram.csv", "w") as f:
    f.write(",".join(str(c) for c in counts) + "\n")
