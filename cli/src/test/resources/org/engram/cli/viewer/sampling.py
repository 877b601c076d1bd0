"""Values between voxels on an oblique grid, by scipy.ndimage.map_coordinates (order 1 and order 0)."""
import numpy as np
from scipy.ndimage import map_coordinates


def lcg(seed, n):
    s, out = seed, []
    for _ in range(n):
        s = (1103515245 * s + 12345) % 2**31
        out.append(s / 2**31)
    return np.array(out)


shape = (5, 6, 4)
data = lcg(7, 120).astype(np.float32).reshape(shape, order="F").astype(float)
affine = np.array([[2.0, 0.3, 0.0, -4.0], [-0.2, 3.0, 0.1, -7.0], [0.0, 0.4, 2.5, -3.0], [0, 0, 0, 1]])
points = lcg(11, 30).reshape(10, 3) * (np.array(shape) - 1)
with open("sampling.csv", "w") as f:
    f.write("x,y,z,linear,nearest\n")
    for p in points:
        world = affine[:3, :3] @ p + affine[:3, 3]
        linear = map_coordinates(data, p[:, None], order=1)[0]
        i, j, k = np.floor(p + 0.5).astype(int)
        f.write(",".join(repr(float(v)) for v in [*world, linear, data[i, j, k]]) + "\n")
