"""Writes cleaning.txt: the cleaning steps once more, in numpy 1.24 and scipy 1.10 and in the plainest way."""
import os
import numpy as np
from scipy import interpolate, linalg, signal

here = os.path.dirname(os.path.abspath(__file__))
out = open(os.path.join(here, "cleaning.txt"), "w")


def lcg(seed, *shape):
    flat, s = np.empty(int(np.prod(shape))), seed
    for i in range(flat.size):
        s = (1103515245 * s + 12345) % 2**31
        flat[i] = s / 2**31
    return flat.reshape(shape)


def put(name, block):
    block = np.atleast_2d(np.asarray(block, dtype=float))
    out.write("%s %d %d\n" % (name, block.shape[0], block.shape[1]))
    for row in block:
        out.write(" ".join(repr(float(v)) for v in row) + "\n")


def clean(x, confounds=None, kept=None, detrend=True, scale="zscore", standardize_confounds=True, kind="butterworth",
          high=None, low=None, order=5, tr=2.0, extrapolate=False):
    n = len(x)
    kept = np.ones(n, bool) if kept is None else kept
    c = np.zeros((n, 0)) if confounds is None else confounds
    filtering = kind == "butterworth" and (high or low)
    if kind == "cosine":
        k = np.arange(1, min(n - 1, int(np.floor(2 * n * high * tr))) + 1)
        c = np.hstack([c, np.sqrt(2 / n) * np.cos(np.pi / n * (np.arange(n)[:, None] + .5) * k)])
    if filtering:
        t = np.arange(n)
        def fill(y):
            y = y.copy()
            y[~kept] = interpolate.CubicSpline(t[kept], y[kept])(t[~kept])
            return y
        if not kept.all():
            x, c = fill(x), (fill(c) if c.shape[1] else c)
        if not extrapolate:
            a, b = t[kept][0], t[kept][-1] + 1
            x, c, kept = x[a:b], c[a:b], kept[a:b]
    else:
        x, c, kept = x[kept], c[kept], np.ones(kept.sum(), bool)
    mean = x.mean(axis=0)
    if detrend:
        x = signal.detrend(x, axis=0)
        c = signal.detrend(c, axis=0) if c.shape[1] else c
    if filtering:
        edges = [e for e in (high, low) if e]
        sos = signal.butter(order, edges if len(edges) == 2 else edges[0],
                            "bandpass" if len(edges) == 2 else "highpass" if high else "lowpass", fs=1 / tr, output="sos")
        x = signal.sosfiltfilt(sos, x, axis=0)
        c = signal.sosfiltfilt(sos, c, axis=0) if c.shape[1] else c
    x, c = x[kept], c[kept]
    if c.shape[1]:
        if standardize_confounds:
            c = (c - c.mean(axis=0)) / c.std(axis=0, ddof=1)
        else:
            c = c / np.abs(c).max(axis=0)
        q, r, _ = linalg.qr(c, mode="economic", pivoting=True)
        d = np.abs(np.diag(r))
        q = q[:, d > 1e-10 * d[0]]
        x = x - q @ (q.T @ x)
    if scale == "zscore":
        return (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    if scale == "psc":
        if detrend or (filtering and high):
            x = x + mean
        return 100 * (x - x.mean(axis=0)) / np.abs(x.mean(axis=0))
    return x


x, c = lcg(42, 60, 3), lcg(7, 60, 2)
kept = np.ones(60, bool)
kept[[0, 1, 10, 11, 29, 30, 49, 58, 59]] = False
put("plain", clean(x, c))
put("band_mask", clean(x, c, kept, high=.01, low=.1))
put("band_mask_extrapolate", clean(x, c, kept, high=.01, low=.1, extrapolate=True))
put("cosine_mask", clean(x, c, kept, kind="cosine", high=.02))
put("psc_high", clean(x + 100, c, high=.01, scale="psc", detrend=False))
put("psc_low", clean(x + 100, c, low=.1, scale="psc", detrend=False, standardize_confounds=True))
put("psc_detrend_mask", clean(x - 7, c, kept, high=.01, low=.1, scale="psc"))
put("raw_confounds", clean(x, 50 + 3 * c, scale="none", standardize_confounds=False, detrend=False))
put("order2", clean(x, None, None, low=.1, order=2, scale="none", tr=1.35))
many = lcg(3, 60, 19)
many = np.hstack([many, many[:, :4] * 2 - many[:, 4:8]])
put("collinear", clean(x, many, high=.01))
w = lcg(15, 90, 300)
d = signal.detrend(w, axis=0)
power = (d ** 2).mean(axis=0)
chosen = d[:, power > np.percentile(power, 98)]
values, vectors = np.linalg.eigh(chosen @ chosen.T / 90)
vectors = vectors[:, ::-1][:, :5]
put("variance", vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), range(5)]))
