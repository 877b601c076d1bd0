"""Clusters and peaks of a smooth random map in steps of 1/24, found with scipy.ndimage.

Writes map_peaks.txt: line 1 the extents; line 2 the map in 24ths, x slowest, z fastest, -1 outside the mask; then one
line per cluster: its voxels, followed by x y z of each peak, at most four, 8 mm apart. python3 map_peaks.py
"""
import numpy as np
from scipy import ndimage

SHAPE = (16, 14, 12)
AFFINE = np.array([[3.0, 0.2, 0, -20], [-0.2, 3.0, 0.1, -17], [0, -0.1, 4.0, 5]])
THRESHOLD = 0.55
rng = np.random.default_rng(20260101)
noise = ndimage.gaussian_filter(rng.standard_normal(SHAPE), 1.1)
noise = (noise - noise.mean()) / noise.std()
steps = np.clip(np.round(24 * (0.45 + 0.13 * noise)), 0, 24).astype(int)
mask = ndimage.gaussian_filter(rng.standard_normal(SHAPE), 1) > -0.25
steps[~mask] = -1
values = steps / 24.0

labels, count = ndimage.label(values > THRESHOLD)
found = []
for number in range(1, count + 1):
    inside = labels == number
    alone = np.where(inside, values, -np.inf)
    maxima = inside & (alone == ndimage.maximum_filter(alone, 3, mode="constant", cval=-np.inf))
    plateaus, plateau_count = ndimage.label(maxima)
    peaks = []
    for plateau in range(1, plateau_count + 1):
        where = np.argwhere(plateaus == plateau)
        middle = np.round(where.mean(axis=0))
        peaks.append(tuple(where[np.argmin(((where - middle) ** 2).sum(axis=1))]))
    peaks.sort(key=lambda p: (-values[p], p))
    kept = []
    for p in peaks:
        world = AFFINE[:, :3] @ p
        if all(np.linalg.norm(world - AFFINE[:, :3] @ k) >= 8 for k in kept) and len(kept) < 4:
            kept.append(p)
    found.append((inside.sum(), kept, len(peaks), np.bincount(plateaus[plateaus > 0]).max()))
found.sort(key=lambda f: (-values[f[1][0]], f[1][0]))
with open("map_peaks.txt", "w") as out:
    print(*SHAPE, file=out)
    print(*steps.ravel(), file=out)
    for size, kept, _, _ in found:
        print(size, *[c for p in kept for c in p], file=out)
print(len(found), "clusters, largest", max(f[0] for f in found), "voxels, most peaks before thinning",
      max(f[2] for f in found), "largest plateau", max(f[3] for f in found))
