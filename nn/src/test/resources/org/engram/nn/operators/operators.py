"""Fixtures of the operators. Run: python3 operators.py"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parity"))
import numpy
import torch
import torch.nn.functional as F
from parity import random, record

g = numpy.random.Generator(numpy.random.PCG64(11))


def function(name, call, *inputs):
    record(name + ".npz", torch.nn.Identity(), list(inputs), forward=call)


def positive_definite(n):
    a = random(g, 2, n, n)
    return a @ a.transpose(1, 2) + torch.eye(n)


# Convolutions and windows
function("transposed-1d", lambda x, w, b: F.conv_transpose1d(x, w, b, 3, 2, 1, 2, 2), random(g, 2, 4, 5),
         random(g, 4, 3, 4), random(g, 6))
function("transposed-2d", lambda x, w: F.conv_transpose2d(x, w, None, (2, 3), (1, 0), (1, 2)), random(g, 2, 3, 4, 3),
         random(g, 3, 2, 3, 2))
function("transposed-3d", lambda x, w, b: F.conv_transpose3d(x, w, b, 2), random(g, 1, 2, 2, 3, 2),
         random(g, 2, 3, 2, 2, 2), random(g, 3))
function("unfold", lambda x: F.unfold(x, (2, 3), (2, 1), (1, 2), (1, 2)), random(g, 2, 3, 5, 4))
function("fold", lambda x: F.fold(x, (4, 5), (2, 3), (1, 1), (1, 0), (2, 1)), random(g, 2, 12, 9))
function("pad-zeros", lambda x: F.pad(x, (1, 2, -1, 3)), random(g, 2, 3, 4))
function("pad-value", lambda x: F.pad(x, (1, 2), value=0.5), random(g, 2, 3, 4))
function("pad-reflect-1d", lambda x: F.pad(x, (2, 1), "reflect"), random(g, 2, 3, 4))
function("pad-reflect-3d", lambda x: F.pad(x, (2, 1, 0, 1, 1, 1), "reflect"), random(g, 1, 2, 3, 3, 4))
function("pad-replicate", lambda x: F.pad(x, (2, 1, 0, 3), "replicate"), random(g, 2, 3, 3, 4))
function("pad-circular", lambda x: F.pad(x, (2, 1, 1, 0), "circular"), random(g, 2, 3, 3, 4))
function("roll", lambda x: torch.roll(x, (2, -1), (1, 2)), random(g, 2, 5, 4))
function("pool-2d", lambda x: F.max_pool2d(x, (2, 3), (2, 1), (0, 1), return_indices=True), random(g, 2, 3, 6, 5))
function("pool-3d", lambda x: F.max_pool3d(x, 2, 2, 0, return_indices=True), random(g, 1, 2, 4, 4, 6))


def unpool(x):
    y, indices = F.max_pool2d(x, 2, 2, return_indices=True)
    return F.max_unpool2d(y, indices, 2, 2, output_size=(5, 6))


def unpool_3d(x):
    y, indices = F.max_pool3d(x, 2, 2, return_indices=True)
    return F.max_unpool3d(y, indices, 2, 2)


function("unpool-2d", unpool, random(g, 2, 3, 5, 6))
function("unpool-3d", unpool_3d, random(g, 1, 2, 4, 2, 4))

# Normalisation
function("instance", lambda x: F.instance_norm(x, eps=1e-4), random(g, 2, 3, 4, 5))
function("instance-affine", lambda x, w, b: F.instance_norm(x, weight=w, bias=b), random(g, 2, 3, 7), random(g, 3),
         random(g, 3))
function("root-mean-square", lambda x, w: x / (x.pow(2).mean(-1, True) + 1e-6).sqrt() * w, random(g, 2, 3, 6),
         random(g, 6))
function("unit", lambda x: F.normalize(x, dim=1), random(g, 2, 3, 4))
function("weight", lambda v, w: v / v.pow(2).sum((1, 2), True).sqrt() * w, random(g, 4, 3, 2), random(g, 4, 1, 1))
function("weight-last", lambda v, w: v / v.pow(2).sum((0, 1), True).sqrt() * w, random(g, 4, 3, 2), random(g, 1, 1, 2))
function("bounded", lambda x: torch.renorm(x, 2, 0, 1.5), random(g, 4, 3, 2, scale=0.6))
function("prelu", lambda x, w: F.prelu(x, w), random(g, 2, 3, 4), random(g, 3))

# Resampling
for axes, shape in ((1, (2, 2, 5)), (2, (2, 2, 5, 4)), (3, (1, 2, 3, 5, 4))):
    size = (8, 3, 5)[:axes]
    linear = ("linear", "bilinear", "trilinear")[axes - 1]
    factor = (1.7, 2.0, 0.6)[:axes]
    x = random(g, *shape)
    function("resize-nearest-%d" % axes, lambda x: F.interpolate(x, size, mode="nearest"), x)
    function("resize-nearest_exact-%d" % axes, lambda x: F.interpolate(x, size, mode="nearest-exact"), x)
    function("resize-linear-%d" % axes, lambda x: F.interpolate(x, size, mode=linear), x)
    function("resize-linear-aligned-%d" % axes, lambda x: F.interpolate(x, size, mode=linear, align_corners=True), x)
    function("rescale-nearest-%d" % axes, lambda x: F.interpolate(x, scale_factor=factor, mode="nearest"), x)
    function("rescale-nearest_exact-%d" % axes, lambda x: F.interpolate(x, scale_factor=factor, mode="nearest-exact"), x)
    function("rescale-linear-%d" % axes, lambda x: F.interpolate(x, scale_factor=factor, mode=linear), x)
    function("rescale-linear-aligned-%d" % axes,
             lambda x: F.interpolate(x, scale_factor=factor, mode=linear, align_corners=True), x)
x = random(g, 2, 2, 6, 7)
function("resize-cubic-2", lambda x: F.interpolate(x, (9, 4), mode="bicubic"), x)
function("resize-cubic-aligned-2", lambda x: F.interpolate(x, (9, 4), mode="bicubic", align_corners=True), x)
function("rescale-cubic-2", lambda x: F.interpolate(x, scale_factor=(1.7, 0.6), mode="bicubic"), x)
function("resize-linear_antialiased-2", lambda x: F.interpolate(x, (3, 9), mode="bilinear", antialias=True), x)
function("resize-cubic_antialiased-2", lambda x: F.interpolate(x, (3, 4), mode="bicubic", antialias=True), x)
function("rescale-linear_antialiased-2",
         lambda x: F.interpolate(x, scale_factor=(0.4, 1.3), mode="bilinear", antialias=True), x)
function("rescale-cubic_antialiased-2",
         lambda x: F.interpolate(x, scale_factor=(0.4, 0.7), mode="bicubic", antialias=True), x)
for mode in ("bilinear", "nearest"):
    for outside in ("zeros", "border", "reflection"):
        for aligned in (False, True):
            name = "%s-%s-%s" % (mode, outside, "aligned" if aligned else "edges")
            function("sample-2d-" + name, lambda x, p: F.grid_sample(x, p, mode, outside, aligned),
                     random(g, 1, 2, 4, 5), random(g, 1, 3, 4, 2, scale=0.8))
            function("sample-3d-" + name, lambda x, p: F.grid_sample(x, p, mode, outside, aligned),
                     random(g, 1, 2, 3, 4, 5), random(g, 1, 2, 2, 3, 3, scale=0.8))
function("sample-2d-bicubic", lambda x, p: F.grid_sample(x, p, "bicubic", "border", False), random(g, 1, 2, 4, 5),
         random(g, 1, 3, 4, 2, scale=0.8))
function("affine-2d", lambda t: F.affine_grid(t, (2, 3, 4, 5), False), random(g, 2, 2, 3))
function("affine-3d", lambda t: F.affine_grid(t, (1, 3, 2, 4, 5), True), random(g, 1, 3, 4))

# Algebra
function("einsum", lambda a, b: torch.einsum("bhid,bhjd->bhij", a, b), random(g, 2, 2, 3, 4), random(g, 2, 2, 5, 4))
function("einsum-three", lambda a, b, c: torch.einsum("bi,ij,bj->b", a, b, c), random(g, 2, 3),
         random(g, 3, 4), random(g, 2, 4))
spd = positive_definite(4)
# Eigenvectors are known up to their sign: compared are what does not depend on it.
function("eigen", lambda x: (torch.linalg.eigh(x)[0], torch.linalg.eigh(x)[1] ** 2), spd)
function("svd", lambda x: (torch.linalg.svd(x, full_matrices=False)[1],
                           torch.linalg.svd(x, full_matrices=False)[0] ** 2), random(g, 2, 4, 3))
function("cholesky", torch.linalg.cholesky, spd)
function("solve", torch.linalg.solve, spd, random(g, 2, 4, 2))
function("solve-lower", lambda a, b: torch.linalg.solve_triangular(a, b, upper=False), spd, random(g, 2, 4, 2))
function("inverse", torch.linalg.inv, spd)
function("determinant", torch.linalg.det, random(g, 3, 3, 3))
function("log-determinant", lambda x: tuple(torch.linalg.slogdet(x)), random(g, 3, 3, 3))
function("distance-2", lambda x, y: torch.cdist(x, y), random(g, 2, 3, 4), random(g, 2, 5, 4))
function("distance-1", lambda x, y: torch.cdist(x, y, 1), random(g, 2, 3, 4), random(g, 2, 5, 4))
function("gumbel", lambda x, n: torch.softmax((x + n) / 0.7, -1), random(g, 3, 5), random(g, 3, 5))


def hard(x, noise):
    soft = torch.softmax((x + noise) / 0.7, -1)
    return F.one_hot(soft.argmax(-1), 5) - soft.detach() + soft


function("annealed", lambda x: 0.3 * x.softmax(-1) + 0.7 * F.one_hot(x.argmax(-1), 5), random(g, 3, 5))
function("gumbel-hard", hard, random(g, 3, 5), random(g, 3, 5))

# Segments: written from the definition, one segment after the other. The fourth of five is empty.
segment = torch.tensor([0, 2, 1, 4, 2, 2, 0])


def reduced(reduce):
    def call(x, s):
        return torch.stack([reduce(x[s == k]) if bool((s == k).any()) else x[0] * 0 for k in range(5)])
    return call


def softmax(x, s):
    y = torch.zeros_like(x)
    for k in s.unique():
        y = torch.where((s == k)[:, None], x.exp() / (x.exp() * (s == k)[:, None]).sum(0), y)
    return y


function("segment-sum", reduced(lambda v: v.sum(0)), random(g, 7, 3), segment)
function("segment-mean", reduced(lambda v: v.mean(0)), random(g, 7, 3, 2), segment)
function("segment-maximum", reduced(lambda v: v.max(0).values), random(g, 7, 3), segment)
function("segment-softmax", softmax, random(g, 7, 3), segment)
