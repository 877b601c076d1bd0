"""Fixtures of vision transformers. Run: python3 vision.py

torch has no such modules; the published definitions are written out: timm's VisionTransformer, and the Swin transformer
of volumes as MONAI defines it (without its exchange of depth and width where an odd axis is padded before merging).
"""
import itertools
import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parity"))
import numpy
import torch
from torch import nn
from torch.nn import functional
from parity import random, record

g = numpy.random.Generator(numpy.random.PCG64(13))


def attend(qkv, heads, bias=0):
    b, n, _ = qkv.shape
    q, k, v = qkv.reshape(b, n, 3, heads, -1).permute(2, 0, 3, 1, 4)
    w = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]) + bias, -1)
    return (w @ v).transpose(1, 2).reshape(b, n, -1)


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x):
        return self.proj(attend(self.qkv(x), self.heads))


class Block(nn.Module):
    def __init__(self, width, heads, scaled):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, heads)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(width, 4 * width), "fc2": nn.Linear(4 * width, width)})
        if scaled:
            self.ls1, self.ls2 = nn.Module(), nn.Module()
            self.ls1.gamma, self.ls2.gamma = nn.Parameter(torch.ones(width)), nn.Parameter(torch.ones(width))
        self.scaled = scaled

    def forward(self, x):
        y = self.attn(self.norm1(x))
        x = x + (self.ls1.gamma * y if self.scaled else y)
        y = self.mlp["fc2"](functional.gelu(self.mlp["fc1"](self.norm2(x))))
        return x + (self.ls2.gamma * y if self.scaled else y)


class Vit(nn.Module):
    def __init__(self, conv, channels, width, heads, patch, grid, depth, classes, mean=False, scaled=False, pre=False):
        super().__init__()
        self.grid, self.mean, self.pre = grid, mean, pre
        leading = 0 if mean else 1
        if not mean:
            self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, leading + int(numpy.prod(grid)), width))
        self.patch_embed = nn.ModuleDict({"proj": conv(channels, width, patch, patch, bias=not pre)})
        if pre:
            self.norm_pre = nn.LayerNorm(width, eps=1e-6)
        self.blocks = nn.ModuleList(Block(width, heads, scaled) for _ in range(depth))
        setattr(self, "fc_norm" if mean else "norm", nn.LayerNorm(width, eps=1e-6))
        if classes:
            self.head = nn.Linear(width, classes)
        self.classes = classes

    def places(self, grid, antialias):
        if tuple(grid) == tuple(self.grid):
            return self.pos_embed
        first, rest = self.pos_embed[:, :1], self.pos_embed[:, 1:]
        rest = rest.reshape((1,) + tuple(self.grid) + (-1,)).permute(0, 3, 1, 2)
        rest = functional.interpolate(rest, tuple(grid), mode="bicubic", antialias=antialias, align_corners=False)
        return torch.cat([first, rest.flatten(2).transpose(1, 2)], 1)

    def forward(self, x, antialias=True):
        x = self.patch_embed["proj"](x)
        grid = x.shape[2:]
        x = x.flatten(2).transpose(1, 2)
        if not self.mean:
            x = torch.cat([self.cls_token.expand(x.shape[0], -1, -1), x], 1)
        x = x + self.places(grid, antialias)
        x = self.norm_pre(x) if self.pre else x
        for block in self.blocks:
            x = block(x)
        x = self.fc_norm(x.mean(1)) if self.mean else self.norm(x)[:, 0]
        return self.head(x) if self.classes else x


image = random(g, 2, 3, 8, 12)
record("vit-image.npz", Vit(nn.Conv2d, 3, 8, 2, (4, 4), (2, 3), 2, 5, scaled=True), [image])
record("vit-volume.npz", Vit(nn.Conv3d, 1, 8, 2, (2, 3, 2), (2, 2, 3), 1, 0, mean=True), [random(g, 2, 1, 4, 6, 6)])
record("vit-resampled.npz", Vit(nn.Conv2d, 3, 8, 2, (4, 4), (3, 4), 1, 0, pre=True), [image])
unsmoothed = Vit(nn.Conv2d, 3, 8, 2, (4, 4), (3, 4), 1, 0, pre=True)
record("vit-unsmoothed.npz", unsmoothed, [image], forward=lambda x: unsmoothed(x, False))


class WindowAttention(nn.Module):
    def __init__(self, width, heads, window, bias):
        super().__init__()
        self.heads = heads
        self.relative_position_bias_table = nn.Parameter(torch.zeros(int(numpy.prod([2 * w - 1 for w in window])), heads))
        place = torch.tensor(list(itertools.product(*(range(w) for w in window))))
        apart = place[:, None] - place[None] + torch.tensor(window) - 1
        spans = [(2 * window[1] - 1) * (2 * window[2] - 1), 2 * window[2] - 1, 1]
        self.index = (apart * torch.tensor(spans)).sum(-1)
        self.qkv, self.proj = nn.Linear(width, 3 * width, bias=bias), nn.Linear(width, width)

    def forward(self, x, mask):
        n = x.shape[1]
        bias = self.relative_position_bias_table[self.index[:n, :n]].permute(2, 0, 1)[None]
        if mask is not None:
            bias = bias + mask[:, None].repeat(x.shape[0] // mask.shape[0], 1, 1, 1)
        return self.proj(attend(self.qkv(x), self.heads, bias))


def cut(x, w):
    b, d, h, v, c = x.shape
    x = x.view(b, d // w[0], w[0], h // w[1], w[1], v // w[2], w[2], c)
    return x.permute(0, 1, 3, 5, 2, 4, 6, 7).reshape(-1, w[0] * w[1] * w[2], c)


def join(x, w, dims):
    b, d, h, v = dims
    x = x.view(b, d // w[0], h // w[1], v // w[2], w[0], w[1], w[2], -1)
    return x.permute(0, 1, 4, 2, 5, 3, 6, 7).reshape(b, d, h, v, -1)


class SwinBlock(nn.Module):
    def __init__(self, width, heads, window, shifted, bias):
        super().__init__()
        self.window, self.shifted = window, shifted
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = WindowAttention(width, heads, window, bias)
        self.mlp = nn.ModuleDict({"linear1": nn.Linear(width, 4 * width), "linear2": nn.Linear(4 * width, width)})

    def forward(self, x):
        sizes = x.shape[1:4]
        window = [min(w, s) for w, s in zip(self.window, sizes)]
        shift = [w // 2 if self.shifted and s > w else 0 for w, s in zip(self.window, sizes)]
        pads = [-s % w for s, w in zip(sizes, window)]
        y = functional.pad(self.norm1(x), (0, 0, 0, pads[2], 0, pads[1], 0, pads[0]))
        dims = y.shape[:4]
        mask = None
        if any(shift):
            region, count = torch.zeros((1,) + tuple(dims[1:]) + (1,), dtype=y.dtype), 0
            for place in itertools.product(*([slice(-w), slice(-w, -s), slice(-s, None)] for w, s in zip(window, shift))):
                region[(slice(None),) + place] = count
                count += 1
            region = cut(region, window).squeeze(-1)
            mask = (region[:, None] != region[:, :, None]).to(y.dtype) * -100.0
            y = torch.roll(y, [-s for s in shift], (1, 2, 3))
        y = join(self.attn(cut(y, window), mask), window, dims)
        if any(shift):
            y = torch.roll(y, shift, (1, 2, 3))
        x = x + y[:, :sizes[0], :sizes[1], :sizes[2]]
        return x + self.mlp["linear2"](functional.gelu(self.mlp["linear1"](self.norm2(x))))


FIRST = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (0, 1, 0), (0, 0, 1), (1, 1, 1)]


class Merging(nn.Module):
    def __init__(self, width, first):
        super().__init__()
        self.places = FIRST if first else list(itertools.product(range(2), repeat=3))
        self.reduction, self.norm = nn.Linear(8 * width, 2 * width, bias=False), nn.LayerNorm(8 * width)

    def forward(self, x):
        d, h, w = x.shape[1:4]
        x = functional.pad(x, (0, 0, 0, w % 2, 0, h % 2, 0, d % 2))
        return self.reduction(self.norm(torch.cat([x[:, i::2, j::2, k::2] for i, j, k in self.places], -1)))


class Swin(nn.Module):
    def __init__(self, channels, width, window, heads, first, normalized, bias=True):
        super().__init__()
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv3d(channels, width, 2, 2)})
        self.count, self.normalized = len(heads), normalized
        for i, n in enumerate(heads):
            stage = nn.Module()
            stage.blocks = nn.ModuleList(SwinBlock(width << i, n, window, j % 2 == 1, bias) for j in range(2))
            stage.downsample = Merging(width << i, first)
            setattr(self, "layers%d" % (i + 1), nn.ModuleList([stage]))

    def forward(self, x):
        x = self.patch_embed["proj"](x).permute(0, 2, 3, 4, 1)
        results = [x]
        for i in range(self.count):
            stage = getattr(self, "layers%d" % (i + 1))[0]
            for block in stage.blocks:
                x = block(x)
            x = stage.downsample(x)
            results.append(x)
        if self.normalized:
            results = [functional.layer_norm(y, y.shape[-1:]) for y in results]
        return tuple(y.permute(0, 4, 1, 2, 3) for y in results)


# Depth is padded and shifted, height fits and is shifted, width is no longer than the window.
record("swin.npz", Swin(1, 4, (2, 2, 3), (1, 2), True, True), [random(g, 2, 1, 6, 8, 4)], scale=0.5)
record("swin-all.npz", Swin(2, 4, (2, 3, 2), (2,), False, False, bias=False), [random(g, 2, 2, 6, 10, 8)])
