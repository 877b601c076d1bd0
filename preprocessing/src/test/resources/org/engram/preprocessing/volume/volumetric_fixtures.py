"""Makes volumetric_fixtures.txt: smoothing, resampling and masking computed with scipy.

Run from this folder: python3 volumetric_fixtures.py  (numpy 1.24, scipy 1.10)
One line per result: name, number of values, values. Arrays are written with the first axis fastest.
"""
import numpy as np
from scipy import ndimage


def lcg(seed, n):
    out, s = np.empty(n), seed
    for i in range(n):
        s = (1103515245 * s + 12345) % 2**31
        out[i] = s / 2**31
    return out


lines = []


def put(name, a):
    v = np.asarray(a, dtype=np.float64).ravel(order="F")
    lines.append(f"{name} {v.size} " + " ".join(repr(float(f"{x:.12g}")) for x in v))


def smooth(a, sigma):
    for axis in range(3):
        if sigma[axis] > 0:
            a = ndimage.gaussian_filter1d(a, sigma[axis], axis=axis)
    return a


k = np.sqrt(8 * np.log(2))
a = lcg(11, 9 * 7 * 6).reshape(9, 7, 6)
put("smooth_isotropic", smooth(a, [5 / (k * s) for s in (2, 2.5, 3)]))
put("smooth_wide", smooth(a, [w / (k * s) for w, s in zip((20, 9, 14), (2, 2.5, 3))]))
put("smooth_one_axis", smooth(a, [0, 6 / (k * 2.5), 0]))
m = (lcg(12, a.size).reshape(a.shape) > 0.4).astype(float)
s = [5 / (k * v) for v in (2, 2.5, 3)]
put("smooth_masked", np.where(m > 0, smooth(a * m, s) / smooth(m, s), 0))

b = lcg(21, 7 * 6 * 5).reshape(7, 6, 5) - 0.3
A = np.diag([3.0, 2.0, 2.5, 1])
A[:3, 3] = [-9, -5, -6]
targets = {
    "diagonal": (np.array([[2, 0, 0, -8.5], [0, 1.5, 0, -5], [0, 0, 2, -6.5], [0, 0, 0, 1.0]]), (9, 8, 6)),
    "permuted": (np.array([[0, 0, 2, -8.5], [-1.5, 0, 0, 5], [0, 2.1, 0, -5.5], [0, 0, 0, 1.0]]), (8, 5, 8)),
    "oblique": (np.array([[1.9, 0.2, 0.1, -8.537], [-0.3, 1.7, 0.2, -4.219], [0.1, -0.25, 2, -5.031], [0, 0, 0, 1.0]]),
                (9, 7, 6)),
}
for name, (T, shape) in targets.items():
    M = np.linalg.inv(A) @ T
    for order in (0, 1, 3):
        put(f"resample_{name}_{order}",
            ndimage.affine_transform(b, M[:3, :3], offset=M[:3, 3], output_shape=shape, order=order,
                                     mode="constant", cval=0))
c = lcg(22, 4 * 1 * 3).reshape(4, 1, 3)
M = np.diag([0.4, 1, 0.3])
put("resample_flat_3", ndimage.affine_transform(c, M, offset=[0.1, 0, 0.2], output_shape=(6, 1, 5), order=3))


def extrapolate(data, good, rounds):
    for _ in range(rounds):
        new_good = ndimage.binary_dilation(good)
        pad = np.pad(np.where(good, data, np.nan), 1, constant_values=np.nan)
        stack = np.array([np.roll(pad, s, ax)[1:-1, 1:-1, 1:-1] for ax in range(3) for s in (1, -1)])
        n = np.isfinite(stack).sum(0)
        mean = np.nansum(stack, 0) / np.maximum(n, 1)
        shell = new_good & ~good
        data = np.where(good, data, np.where(shell, mean, 0))
        good = new_good
    return data


d = b.copy()
bad = np.zeros(d.shape, bool)
bad[2:5, 2:5, 1:4] = True
bad[0, 0, 0] = True
d = extrapolate(d, ~bad, 2)
T, shape = targets["diagonal"]
M = np.linalg.inv(A) @ T
e = ndimage.affine_transform(d, M[:3, :3], offset=M[:3, 3], output_shape=shape, order=3)
worse = ndimage.affine_transform(bad, M[:3, :3], offset=M[:3, 3], output_shape=shape, order=0)
e[worse] = -999
put("resample_bad_3", e)


# Synthetic EPI: a bright ellipsoid with texture, a detached bright spot, a noisy background.
nx, ny, nz, nt = 18, 20, 14, 5
g = np.stack(np.meshgrid(np.arange(nx), np.arange(ny), np.arange(nz), indexing="ij"), -1).astype(float)
r = np.sqrt((((g - [8.3, 9.6, 6.4]) / [6.6, 7.4, 5.2]) ** 2).sum(-1))
base = np.where(r < 1, 900 - 150 * r, 40.0)
base[1:3, 1:3, 1:3] = 800
base[10, 10, 6] = 60
epi = base[..., None] * (1 + 0.1 * lcg(31, nx * ny * nz * nt).reshape(nx, ny, nz, nt))
epi = epi.astype(np.float32)
mean = epi.mean(-1, dtype=np.float64)
mean = smooth(mean, [1 / (k * 3)] * 3)
v = np.sort(mean.ravel())
lo, hi = int(np.floor(0.2 * v.size)), min(int(np.floor(0.85 * v.size)), v.size - 1)
i = (v[lo + 1:hi + 1] - v[lo:hi]).argmax()
threshold = 0.5 * (v[lo + i] + v[lo + i + 1])
mask = ndimage.binary_erosion(mean >= threshold, iterations=2)
labels, n = ndimage.label(mask)
mask = labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])
mask = ndimage.binary_erosion(ndimage.binary_dilation(mask, iterations=4), iterations=2)
put("epi_threshold", [threshold])
put("epi_mask", mask)

# Morphology on noise.
q = lcg(41, 12 * 11 * 10).reshape(12, 11, 10) > 0.45
put("morphology_erode2", ndimage.binary_erosion(lcg(42, q.size).reshape(q.shape) > 0.05, iterations=2))
put("morphology_dilate2", ndimage.binary_dilation(lcg(43, q.size).reshape(q.shape) > 0.98, iterations=2))
p = lcg(44, q.size).reshape(q.shape) > 0.68
labels, n = ndimage.label(p)
sizes = np.bincount(labels.ravel())[1:]
put("morphology_largest", labels == 1 + sizes.argmax())
put("morphology_largest_unique", [np.sort(sizes)[-1], np.sort(sizes)[-2]])
put("morphology_fill", ndimage.binary_fill_holes(lcg(45, q.size).reshape(q.shape) > 0.4))

# Regions: statistics by label, least squares on maps.
x = lcg(51, 5 * 4 * 3 * 4).reshape(5, 4, 3, 4)
lab = np.floor(lcg(52, 60) * 4).reshape(5, 4, 3).astype(int) * 10
ids = [10, 20, 30]
for name, f in (("mean", np.mean), ("median", np.median), ("sum", np.sum), ("minimum", np.min), ("maximum", np.max),
                ("standard_deviation", np.std)):
    put(f"labels_{name}", np.array([[f(x[..., t][lab == i]) for i in ids] for t in range(4)]).T)
maps = lcg(53, 180).reshape(5, 4, 3, 3)
W = maps.reshape(-1, 3)
put("maps", np.linalg.lstsq(W, x.reshape(-1, 4), rcond=None)[0])

with open("volumetric_fixtures.txt", "w") as f:
    f.write("\n".join(lines) + "\n")
