"""Fixtures of U-Nets and residual networks, written out in PyTorch from their definitions. Run: python3 convolutional.py"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parity"))
import numpy
import torch
import torch.nn.functional as F
from torch import nn
from parity import random, record

g = numpy.random.Generator(numpy.random.PCG64(11))


class Plain(nn.Module):
    """convolution - batch norm - ReLU"""

    def __init__(self, conv, norm, inputs, outputs):
        super().__init__()
        self.conv = conv(inputs, outputs, 3, padding=1, bias=False)
        self.norm = norm(outputs)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))


class UNet(nn.Module):
    """Batch norm, maximum, transposed convolutions, concatenation; outputs of the two finest levels."""

    def __init__(self, axes, inputs, outputs, widths, supervised):
        super().__init__()
        conv, norm, back, self.pool = {
            2: (nn.Conv2d, nn.BatchNorm2d, nn.ConvTranspose2d, F.max_pool2d),
            3: (nn.Conv3d, nn.BatchNorm3d, nn.ConvTranspose3d, F.max_pool3d)}[axes]
        pair = lambda i, o: nn.Sequential(Plain(conv, norm, i, o), Plain(conv, norm, o, o))
        levels = len(widths)
        self.encoder = nn.ModuleList(pair(inputs if l == 0 else widths[l - 1], widths[l]) for l in range(levels))
        self.expand = nn.ModuleList(back(widths[l + 1], widths[l], 2, 2) for l in range(levels - 1))
        self.decoder = nn.ModuleList(pair(2 * widths[l], widths[l]) for l in range(levels - 1))
        self.head = nn.ModuleList(conv(widths[l], outputs, 1) for l in range(supervised))

    def forward(self, x):
        skips, outputs = [], [None] * len(self.head)
        for l, block in enumerate(self.encoder):
            x = block(x)
            if l < len(self.decoder):
                skips.append(x)
                x = self.pool(x, 2)
        for l in reversed(range(len(self.decoder))):
            x = self.decoder[l](torch.cat([skips[l], self.expand[l](x)], 1))
            if l < len(self.head):
                outputs[l] = self.head[l](x)
        return tuple(outputs)


class Elu(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv3d(inputs, outputs, 3, padding=1)

    def forward(self, x):
        return F.elu(self.conv(x))


class EluLevel(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.add_module("0", Elu(inputs, outputs))
        self.add_module("1", Elu(outputs, outputs))
        self.norm = nn.BatchNorm3d(outputs, eps=1e-3)

    def forward(self, x):
        before = getattr(self, "1")(getattr(self, "0")(x))
        return self.norm(before), before


class SynthSeg(nn.Module):
    """ELU, one batch norm per level, skips from before it, nearest expansion."""

    def __init__(self, widths, outputs):
        super().__init__()
        levels = len(widths)
        self.encoder = nn.ModuleList(EluLevel(1 if l == 0 else widths[l - 1], widths[l]) for l in range(levels))
        self.decoder = nn.ModuleList(EluLevel(widths[l] + widths[l + 1], widths[l]) for l in range(levels - 1))
        self.head = nn.ModuleList([nn.Conv3d(widths[0], outputs, 1)])

    def forward(self, x):
        skips = []
        for l, block in enumerate(self.encoder):
            x, skip = block(x)
            if l < len(self.decoder):
                skips.append(skip)
                x = F.max_pool3d(x, 2)
        for l in reversed(range(len(self.decoder))):
            up = F.interpolate(x, scale_factor=2, mode="nearest")
            x, _ = self.decoder[l](torch.cat([skips[l], up], 1))
        return self.head[0](x)


class Before(nn.Module):
    """group norm of one group or eight - convolution - leaky ReLU, or batch norm - ELU - convolution"""

    def __init__(self, inputs, outputs, kernel, pre):
        super().__init__()
        self.pre = pre
        self.norm = nn.BatchNorm3d(inputs)
        self.conv = nn.Conv3d(inputs, outputs, kernel, padding=[k // 2 for k in kernel], bias=False)

    def forward(self, x):
        return self.conv(F.elu(self.norm(x)))


class ResidualLevel(nn.Module):
    def __init__(self, inputs, outputs, kernel):
        super().__init__()
        self.add_module("0", Before(inputs, outputs, kernel, True))
        self.add_module("1", Before(outputs, outputs, kernel, True))
        self.shortcut = nn.Conv3d(inputs, outputs, 1) if inputs != outputs else None

    def forward(self, x):
        straight = x if self.shortcut is None else self.shortcut(x)
        return getattr(self, "1")(getattr(self, "0")(x)) + straight


class Symmetric(nn.Module):
    """Pre-activation residual levels, in-plane reduction, linear expansion, summed skips."""

    def __init__(self, widths):
        super().__init__()
        kernels = [(1, 3, 3)] + [(3, 3, 3)] * (len(widths) - 1)
        levels = len(widths)
        self.encoder = nn.ModuleList(ResidualLevel(1 if l == 0 else widths[l - 1], widths[l], kernels[l])
                                     for l in range(levels))
        self.expand = nn.ModuleList(nn.Conv3d(widths[l + 1], widths[l], 1) for l in range(levels - 1))
        self.decoder = nn.ModuleList(ResidualLevel(widths[l], widths[l], kernels[l]) for l in range(levels - 1))
        self.head = nn.ModuleList([nn.Conv3d(widths[0], 2, 1)])

    def forward(self, x):
        skips = []
        for l, block in enumerate(self.encoder):
            x = block(x)
            if l < len(self.decoder):
                skips.append(x)
                x = F.max_pool3d(x, (1, 2, 2))
        for l in reversed(range(len(self.decoder))):
            up = F.interpolate(self.expand[l](x), scale_factor=(1, 2, 2), mode="trilinear", align_corners=False)
            x = self.decoder[l](skips[l] + up)
        return self.head[0](x)


class Valid(nn.Module):
    """No padding, no norm, skips cropped to their middle, strided convolutions down."""

    def __init__(self):
        super().__init__()
        unit = lambda i, o: nn.Sequential(nn.Conv2d(i, o, 3), nn.ReLU())
        name = lambda s: nn.ModuleList([nn.ModuleDict({"conv": u[0]}) for u in s])
        self.encoder = nn.ModuleList([name([unit(1, 4), unit(4, 4)]), name([unit(4, 6), unit(6, 6)])])
        self.reduce = nn.ModuleList([nn.Conv2d(4, 4, 2, 2)])
        self.expand = nn.ModuleList([nn.ConvTranspose2d(6, 4, 2, 2)])
        self.decoder = nn.ModuleList([name([unit(8, 4), unit(4, 4)])])
        self.head = nn.ModuleList([nn.Conv2d(4, 2, 1)])

    def forward(self, x):
        def level(units, x):
            for u in units:
                x = F.relu(u["conv"](x))
            return x
        skip = level(self.encoder[0], x)
        x = self.expand[0](level(self.encoder[1], self.reduce[0](skip)))
        a, b = (skip.shape[2] - x.shape[2]) // 2, (skip.shape[3] - x.shape[3]) // 2
        skip = skip[:, :, a:a + x.shape[2], b:b + x.shape[3]]
        return self.head[0](level(self.decoder[0], torch.cat([skip, x], 1)))


class Residual(nn.Module):
    def __init__(self, conv, norm, inputs, width, stride, bottleneck):
        super().__init__()
        outputs = 4 * width if bottleneck else width
        plan = [(1, inputs, width, 1), (3, width, width, stride), (1, width, outputs, 1)] if bottleneck else [
            (3, inputs, width, stride), (3, width, width, 1)]
        self.count = len(plan)
        for i, (k, a, b, s) in enumerate(plan):
            setattr(self, "conv%d" % (i + 1), conv(a, b, k, stride=s, padding=k // 2, bias=False))
            setattr(self, "bn%d" % (i + 1), norm(b))
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(conv(inputs, outputs, 1, stride=stride, bias=False), norm(outputs))

    def forward(self, x):
        y = x
        for i in range(1, self.count + 1):
            y = getattr(self, "bn%d" % i)(getattr(self, "conv%d" % i)(y))
            if i < self.count:
                y = F.relu(y)
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, axes, inputs, outputs, blocks, width, bottleneck, stem):
        super().__init__()
        conv, norm, self.pool = {2: (nn.Conv2d, nn.BatchNorm2d, F.max_pool2d),
                                 3: (nn.Conv3d, nn.BatchNorm3d, F.max_pool3d)}[axes]
        self.conv1 = conv(inputs, width, stem, stride=2, padding=stem // 2, bias=False)
        self.bn1 = norm(width)
        self.stages = len(blocks)
        at = width
        for stage, count in enumerate(blocks):
            layers = []
            for block in range(count):
                layers.append(Residual(conv, norm, at, width << stage, 2 if block == 0 and stage > 0 else 1, bottleneck))
                at = (width << stage) * (4 if bottleneck else 1)
            setattr(self, "layer%d" % (stage + 1), nn.Sequential(*layers))
        self.fc = nn.Linear(at, outputs)

    def forward(self, x):
        x = self.pool(F.relu(self.bn1(self.conv1(x))), 3, stride=2, padding=1)
        for stage in range(self.stages):
            x = getattr(self, "layer%d" % (stage + 1))(x)
        return self.fc(x.flatten(2).mean(2))


class Chain(nn.Module):
    """No skips, averages, instance norm, residual levels of one unit, nearest expansion."""

    def __init__(self, widths):
        super().__init__()

        class Level(nn.Module):
            def __init__(self, inputs, outputs):
                super().__init__()
                unit = nn.Module()
                unit.conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
                unit.norm = nn.InstanceNorm2d(outputs, affine=True)
                self.add_module("0", unit)
                self.shortcut = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else None

            def forward(self, x):
                unit = getattr(self, "0")
                return F.silu(unit.norm(unit.conv(x))) + (x if self.shortcut is None else self.shortcut(x))

        self.encoder = nn.ModuleList(Level(2 if l == 0 else widths[l - 1], w) for l, w in enumerate(widths))
        self.decoder = nn.ModuleList(Level(widths[l + 1], w) for l, w in enumerate(widths[:-1]))
        self.head = nn.ModuleList([nn.Conv2d(widths[0], 2, 1)])

    def forward(self, x):
        for l, level in enumerate(self.encoder):
            x = level(x)
            if l < len(self.decoder):
                x = F.avg_pool2d(x, 2)
        for level in reversed(self.decoder):
            x = level(F.interpolate(x, scale_factor=2, mode="nearest"))
        return self.head[0](x)


record("unet2d.npz", UNet(2, 2, 3, (4, 6, 8), 2), [random(g, 2, 2, 8, 12)], state_after=True)
record("unet3d.npz", UNet(3, 1, 2, (3, 4), 1), [random(g, 2, 1, 4, 6, 4)])
record("synthseg.npz", SynthSeg((3, 4, 5), 2), [random(g, 1, 1, 8, 4, 4)], training=False)
record("symmetric.npz", Symmetric((3, 4, 5)), [random(g, 2, 1, 3, 8, 4)])
record("valid.npz", Valid(), [random(g, 1, 1, 20, 24)])
record("resnet2d.npz", ResNet(2, 3, 4, (1, 2), 4, False, 7), [random(g, 2, 3, 24, 20)])
record("resnet3d.npz", ResNet(3, 1, 2, (1, 1), 3, True, 3), [random(g, 3, 1, 12, 12, 8)], training=False)
record("chain.npz", Chain((4, 4, 6)), [random(g, 2, 2, 8, 12)])
