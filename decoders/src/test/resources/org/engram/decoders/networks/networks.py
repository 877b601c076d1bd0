"""Fixtures of the compact networks, small ones of the published layout. Run: python3 networks.py"""
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[".."] * 8)
sys.path.insert(0, os.path.join(ROOT, "nn/src/test/resources/org/engram/nn/parity"))
import numpy
import torch
from torch import nn
import torch.nn.functional as F
from parity import random, record


class Named(nn.Module):
    """Modules under the names of their attributes; dots are written as nested Named."""

    def __init__(self, **children):
        super().__init__()
        for name, child in children.items():
            self.add_module(name, child)


def bounded(weight, maximum):
    return torch.renorm(weight, 2, 0, maximum)


class EegNet(nn.Module):
    def __init__(self, channels, samples, classes, linear):
        super().__init__()
        self.conv_temporal = nn.Conv2d(1, 3, (1, 8), padding=(0, 4), bias=False)
        self.bnorm_temporal = nn.BatchNorm2d(3, eps=1e-3)
        self.conv_spatial = nn.Conv2d(3, 6, (channels, 1), groups=3, bias=False)
        self.bnorm_1 = nn.BatchNorm2d(6, eps=1e-3)
        self.conv_separable_depth = nn.Conv2d(6, 6, (1, 16), padding=(0, 8), groups=6, bias=False)
        self.conv_separable_point = nn.Conv2d(6, 6, 1, bias=False)
        self.bnorm_2 = nn.BatchNorm2d(6, eps=1e-3)
        left = ((samples + 1) // 4 + 1) // 8
        self.linear = linear
        self.final_layer = Named(linearconstraint=nn.Linear(6 * left, classes)) if linear else \
            Named(conv_classifier=nn.Conv2d(6, classes, (1, left)))

    def forward(self, x):
        x = self.bnorm_temporal(self.conv_temporal(x[:, None]))
        x = F.conv2d(x, bounded(self.conv_spatial.weight, 1), groups=3)
        x = F.avg_pool2d(F.elu(self.bnorm_1(x)), (1, 4))
        x = self.conv_separable_point(self.conv_separable_depth(x))
        x = F.avg_pool2d(F.elu(self.bnorm_2(x)), (1, 8))
        if self.linear:
            head = self.final_layer.linearconstraint
            return F.linear(x.flatten(1), bounded(head.weight, 0.25), head.bias)
        return self.final_layer.conv_classifier(x).flatten(1)


class Shallow(nn.Module):
    def __init__(self, channels, samples, classes):
        super().__init__()
        self.conv_time_spat = Named(conv_time=nn.Conv2d(1, 4, (5, 1)),
                                    conv_spat=nn.Conv2d(4, 4, (1, channels), bias=False))
        self.bnorm = nn.BatchNorm2d(4)
        self.final_layer = Named(conv_classifier=nn.Conv2d(4, classes, ((samples - 4 - 9) // 3 + 1, 1)))

    def forward(self, x):
        x = self.conv_time_spat.conv_spat(self.conv_time_spat.conv_time(x.transpose(1, 2)[:, None]))
        x = F.avg_pool2d(self.bnorm(x) ** 2, (9, 1), (3, 1))
        return self.final_layer.conv_classifier(torch.log(torch.clamp(x, min=1e-6))).flatten(1)


class Deep4(nn.Module):
    def __init__(self, channels, left, classes):
        super().__init__()
        self.conv_time_spat = Named(conv_time=nn.Conv2d(1, 2, (10, 1)),
                                    conv_spat=nn.Conv2d(2, 2, (1, channels), bias=False))
        self.bnorm = nn.BatchNorm2d(2)
        for block, (a, b) in enumerate([(2, 3), (3, 4), (4, 5)], 2):
            self.add_module("conv_%d" % block, nn.Conv2d(a, b, (10, 1), bias=False))
            self.add_module("bnorm_%d" % block, nn.BatchNorm2d(b))
        self.final_layer = Named(conv_classifier=nn.Conv2d(5, classes, (left, 1)))

    def forward(self, x):
        x = self.conv_time_spat.conv_spat(self.conv_time_spat.conv_time(x.transpose(1, 2)[:, None]))
        x = F.max_pool2d(F.elu(self.bnorm(x)), (3, 1))
        for block in (2, 3, 4):
            x = getattr(self, "bnorm_%d" % block)(getattr(self, "conv_%d" % block)(x))
            x = F.max_pool2d(F.elu(x), (3, 1))
        return self.final_layer.conv_classifier(x).flatten(1)


class Attention(nn.Module):
    def __init__(self, features, heads):
        super().__init__()
        self.keys, self.queries, self.values, self.projection = (nn.Linear(features, features) for _ in range(4))
        self.heads = heads

    def forward(self, x):
        b, n, f = x.shape
        q, k, v = (m(x).view(b, n, self.heads, -1).transpose(1, 2) for m in (self.queries, self.keys, self.values))
        weights = torch.softmax(q @ k.transpose(-1, -2) / f ** 0.5, -1)
        return self.projection((weights @ v).transpose(1, 2).reshape(b, n, f))


class Around(nn.Module):
    def __init__(self, *steps):
        super().__init__()
        self.fn = nn.Sequential(*steps)

    def forward(self, x):
        return x + self.fn(x)


class Conformer(nn.Module):
    def __init__(self, channels, samples, classes, features=4, heads=2, layers=2):
        super().__init__()
        self.patch_embedding = Named(
            shallownet=nn.Sequential(nn.Conv2d(1, features, (1, 5)), nn.Conv2d(features, features, (channels, 1)),
                                     nn.BatchNorm2d(features), nn.ELU(), nn.AvgPool2d((1, 9), (1, 9))),
            projection=nn.Sequential(nn.Conv2d(features, features, 1)))
        self.transformer = nn.Sequential(*[nn.Sequential(
            Around(nn.LayerNorm(features), Attention(features, heads)),
            Around(nn.LayerNorm(features), nn.Sequential(nn.Linear(features, 4 * features), nn.GELU(), nn.Dropout(0),
                                                         nn.Linear(4 * features, features))))
            for _ in range(layers)])
        tokens = (samples - 4 - 9) // 9 + 1
        self.fc = Named(fc=nn.Sequential(nn.Linear(tokens * features, 256), nn.ELU(), nn.Dropout(0),
                                         nn.Linear(256, 32), nn.ELU(), nn.Dropout(0)))
        self.final_layer = Named(final_layer=nn.Sequential(nn.Linear(32, classes)))

    def forward(self, x):
        x = self.patch_embedding.projection(self.patch_embedding.shallownet(x[:, None]))
        x = self.transformer(x.squeeze(2).transpose(1, 2))
        return self.final_layer.final_layer(self.fc.fc(x.flatten(1)))


g = numpy.random.Generator(numpy.random.PCG64(11))
# Weights of deviation 0.6, so that some filters are longer than their bound and some are not.
record("eegnet.npz", EegNet(3, 64, 2, False), [random(g, 2, 3, 64)], training=False, scale=0.6)
record("eegnet-linear.npz", EegNet(3, 64, 2, True), [random(g, 2, 3, 64)], training=False, scale=0.6)
record("shallow.npz", Shallow(3, 40, 2), [random(g, 2, 3, 40)], training=False)
# (450 - 9) / 3 = 147, 46, 12, 1 samples left
record("deep4.npz", Deep4(3, 1, 2), [random(g, 2, 3, 450)], training=False)
# Large weights, so that attention is sharp and the gradients of its queries are no small differences.
record("conformer.npz", Conformer(3, 40, 2), [random(g, 2, 3, 40)], training=False, scale=1.0)
