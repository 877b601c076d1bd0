"""Fixtures of the basic layers. Run: python3 basic.py"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parity"))
import numpy
import torch
from torch import nn
from parity import random, record

g = numpy.random.Generator(numpy.random.PCG64(7))
record("linear.npz", nn.Linear(5, 3), [random(g, 2, 4, 5)])
record("linear-unbiased.npz", nn.Linear(5, 3, bias=False), [random(g, 4, 5)])
record("conv1d.npz", nn.Conv1d(4, 6, 5, stride=2, padding=2, dilation=2, groups=2), [random(g, 2, 4, 13)])
record("conv2d.npz", nn.Conv2d(3, 4, (3, 5), stride=(1, 2), padding=(1, 2)), [random(g, 2, 3, 6, 7)])
record("conv3d.npz", nn.Conv3d(2, 3, 3, padding=1, bias=False), [random(g, 2, 2, 4, 5, 3)])
record("depthwise.npz", nn.Conv2d(4, 8, 3, groups=4), [random(g, 2, 4, 5, 5)])
record("layernorm.npz", nn.LayerNorm(6, eps=1e-6), [random(g, 2, 3, 6)])
record("groupnorm.npz", nn.GroupNorm(2, 4, eps=1e-6), [random(g, 2, 4, 3, 2)])
record("batchnorm-training.npz", nn.BatchNorm2d(3, momentum=0.2, eps=1e-3), [random(g, 4, 3, 2, 2)], state_after=True)
record("batchnorm-inference.npz", nn.BatchNorm3d(3), [random(g, 2, 3, 2, 2, 2)], training=False, state_after=True)
record("embedding.npz", nn.Embedding(7, 3), [torch.from_numpy(g.integers(0, 7, (2, 4)))])
record("sequence.npz", nn.Sequential(nn.Linear(4, 5), nn.GELU(), nn.Linear(5, 2)), [random(g, 3, 4)])
for name, module in [("relu", nn.ReLU()), ("leaky_relu", nn.LeakyReLU()), ("elu", nn.ELU()), ("gelu", nn.GELU()),
                     ("gelu_tanh", nn.GELU(approximate="tanh")), ("silu", nn.SiLU()), ("mish", nn.Mish()),
                     ("tanh", nn.Tanh()), ("sigmoid", nn.Sigmoid()), ("softplus", nn.Softplus())]:
    record("activation-%s.npz" % name, module, [random(g, 3, 7, scale=2)])
