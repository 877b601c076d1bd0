"""Writes dense.txt: decompositions by numpy 1.24 and scipy 1.10 of matrices filled by the fixture generator."""
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import numpy as np, scipy.linalg as sl
from fixture import lcg, Writer

here = os.path.dirname(os.path.abspath(__file__))
w = Writer(os.path.join(here, "dense.txt"))
a, b = lcg(3, 7, 5) - .5, lcg(4, 5, 6) - .5
w.put("product", a @ b)
w.put("gram", a @ a.T)
spd = a.T @ a + .1 * np.eye(5)
w.put("solution", np.linalg.solve(spd, b))
w.put("cholesky", np.linalg.cholesky(spd).T)
w.put("logdet", np.linalg.slogdet(spd)[1])
w.put("eigenvalues", np.linalg.eigvalsh(spd))
w.put("singular", np.linalg.svd(a, compute_uv=False))
q, r, p = sl.qr(a, mode="economic", pivoting=True)
w.put("rdiagonal", np.abs(np.diag(r)))
w.put("pivots", p)
w.put("triangular", sl.solve_triangular(np.triu(spd), b))
w.put("triangular_t", sl.solve_triangular(np.tril(spd), b, lower=True, trans=1))
