"""Fixtures of the layers beyond the basic ones. Run: python3 further.py"""
import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parity"))
import numpy
import torch
import torch.nn.functional as F
from torch import nn
from parity import random, record

g = numpy.random.Generator(numpy.random.PCG64(13))
record("transposed1d.npz", nn.ConvTranspose1d(4, 6, 5, stride=3, padding=2, output_padding=1, groups=2, dilation=2),
       [random(g, 2, 4, 5)])
record("transposed2d.npz", nn.ConvTranspose2d(3, 4, (3, 2), stride=(1, 2), bias=False), [random(g, 2, 3, 4, 3)])
record("transposed3d.npz", nn.ConvTranspose3d(3, 2, 2, stride=2), [random(g, 1, 3, 2, 3, 2)])
record("weight-normalized.npz", nn.utils.weight_norm(nn.Conv1d(4, 6, 5, padding=2, groups=2), dim=2),
       [random(g, 2, 4, 7)])
record("weight-normalized-linear.npz", nn.utils.weight_norm(nn.Linear(4, 3)), [random(g, 2, 4)])


class MaximumNorm(nn.Module):
    def __init__(self, layer, greatest, call):
        super().__init__()
        self.weight, self.bias, self.greatest, self.call = layer.weight, layer.bias, greatest, call

    def forward(self, x):
        return self.call(x, torch.renorm(self.weight, 2, 0, self.greatest), self.bias)


record("maximum-norm.npz", MaximumNorm(nn.Conv2d(1, 4, (3, 1)), 0.5, F.conv2d), [random(g, 2, 1, 3, 5)])
record("maximum-norm-linear.npz", MaximumNorm(nn.Linear(5, 3), 0.7, F.linear), [random(g, 2, 5)])
record("instancenorm.npz", nn.InstanceNorm3d(3), [random(g, 2, 3, 2, 3, 4)])
record("instancenorm-affine.npz", nn.InstanceNorm1d(3, affine=True, eps=1e-3), [random(g, 2, 3, 6)])
record("prelu.npz", nn.PReLU(), [random(g, 2, 3, 4)])
record("upsample-nearest.npz", nn.Upsample(scale_factor=2), [random(g, 1, 2, 3, 4)])
record("upsample-trilinear.npz", nn.Upsample(size=(4, 5, 6), mode="trilinear", align_corners=True),
       [random(g, 1, 2, 2, 3, 4)])
record("pad-reflection.npz", nn.ReflectionPad2d((1, 2, 0, 1)), [random(g, 1, 2, 3, 4)])
record("pool-maximum.npz", nn.MaxPool2d((2, 3), stride=2, padding=(1, 1), ceil_mode=True), [random(g, 2, 2, 5, 6)])
record("pool-maximum-1d.npz", nn.MaxPool1d(3), [random(g, 2, 2, 7)])
record("pool-average.npz", nn.AvgPool3d(2, stride=1, padding=1, count_include_pad=False), [random(g, 1, 2, 3, 2, 3)])
record("pool-average-1d.npz", nn.AvgPool1d(4, stride=2, padding=2), [random(g, 2, 2, 9)])
record("pool-adaptive-maximum.npz", nn.AdaptiveMaxPool3d((2, 3, 1)), [random(g, 1, 2, 5, 4, 3)])
record("pool-adaptive-average.npz", nn.AdaptiveAvgPool2d((3, 2)), [random(g, 1, 2, 5, 4)])
record("pool-global-average.npz", nn.Identity(), [random(g, 2, 3, 4, 5)], forward=lambda x: x.mean((2, 3)))
record("pool-global-maximum.npz", nn.Identity(), [random(g, 2, 3, 4, 5)], forward=lambda x: x.amax((2, 3)))


class RmsNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(6))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.weight


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate_proj, self.up_proj = nn.Linear(4, 6, bias=False), nn.Linear(4, 6, bias=False)
        self.down_proj = nn.Linear(6, 4, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Geglu(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(4, 12)

    def forward(self, x):
        hidden, gate = self.proj(x).chunk(2, -1)
        return hidden * F.gelu(gate)


class Joint(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(Geglu(), nn.Dropout(0), nn.Linear(6, 4))

    def forward(self, x):
        return self.net(x)


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(4, 7), nn.Linear(7, 4)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(5))

    def forward(self, x):
        return x * self.gamma


class Positions(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(9, 4))

    def forward(self, x):
        return x + self.weight[:x.shape[1]]


class Shortened(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.downsample = nn.Conv1d(2, 4, 3, stride=2, padding=1), nn.Conv1d(2, 4, 1, stride=2)

    def forward(self, x):
        return self.downsample(x) + self.conv(x)


class Fourier(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("weight", torch.ones(4))

    def forward(self, x):
        phase = x[:, None] * self.weight[None] * 2 * math.pi
        return torch.cat([phase.sin(), phase.cos()], -1)


class Interpolation(nn.Module):
    """Bilinear filler of Caffe over the last two axes; a factor of 1 leaves the first one alone."""

    def __init__(self):
        super().__init__()
        self.register_buffer("weight", torch.zeros(2, 1, 1, 4, 5))

    def forward(self, x):
        w = torch.zeros(2, 1, 1, 4, 5, dtype=x.dtype)
        for i in range(4):
            for j in range(5):
                w[..., i, j] = (1 - abs(i / 2 - 3 / 4)) * (1 - abs(j / 3 - 4 / 6))
        return F.conv_transpose3d(x, w, None, (1, 2, 3), (0, 1, 1), groups=2)


record("rmsnorm.npz", RmsNorm(), [random(g, 2, 3, 6)])
record("swiglu.npz", Gated(), [random(g, 2, 3, 4)])
record("geglu.npz", Joint(), [random(g, 2, 3, 4)])
record("feedforward.npz", Mlp(), [random(g, 2, 3, 4)])
record("layerscale.npz", Scale(), [random(g, 2, 3, 5)])
record("positions.npz", Positions(), [random(g, 2, 6, 4)])
record("residual.npz", Shortened(), [random(g, 2, 2, 7)])
record("fourier.npz", Fourier(), [random(g, 5)])
fixed = Interpolation()
arrays = {}
x = random(g, 1, 2, 2, 3, 4)
y = fixed(x.double())
numpy.savez_compressed(os.path.join(os.path.dirname(os.path.abspath(__file__)), "transposed-interpolation.npz"),
                       **{"input/0": x.numpy(), "output/0": y.numpy().astype(numpy.float32)})


def vaswani(positions, features):
    table = torch.zeros(positions, features, dtype=torch.float64)
    for p in range(positions):
        for i in range(features // 2):
            table[p, 2 * i] = math.sin(p / 10000 ** (2 * i / features))
            table[p, 2 * i + 1] = math.cos(p / 10000 ** (2 * i / features))
    return table


def timesteps(t, features, flip, shift, scale):
    """The definition of diffusers' get_timestep_embedding."""
    half = features // 2
    exponent = -math.log(10000) * torch.arange(half, dtype=torch.float64) / (half - shift)
    phase = scale * t[:, None] * torch.exp(exponent)[None]
    y = torch.cat([torch.cos(phase), torch.sin(phase)] if flip else [torch.sin(phase), torch.cos(phase)], -1)
    return F.pad(y, (0, 1)) if features % 2 else y


steps = torch.tensor([0.0, 3.0, 500.0, 999.0])
record("sinusoids-positions.npz", nn.Identity(), [random(g, 2, 5, 6)], forward=lambda x: x + vaswani(5, 6))
record("sinusoids-sines.npz", nn.Identity(), [steps], forward=lambda t: timesteps(t, 8, False, 1, 1).detach())
record("sinusoids-cosines.npz", nn.Identity(), [steps], forward=lambda t: timesteps(t, 7, True, 0, 0.5).detach())
