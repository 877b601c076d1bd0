"""Shared by the generator scripts: the numbers of Lcg.java, and the block format Fixture.java reads."""
import numpy as np


def lcg(seed, *shape):
    out, s = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        s = (1103515245 * s + 12345) % 2**31
        out[i] = s / 2**31
    return out.reshape(shape)


class Writer:
    def __init__(self, path):
        self.file = open(path, "w")

    def put(self, name, values):
        block = np.atleast_2d(np.asarray(values, dtype=float))
        self.file.write("%s %d %d\n" % (name, block.shape[0], block.shape[1]))
        for row in block:
            self.file.write(" ".join(repr(float(v)) for v in row) + "\n")
