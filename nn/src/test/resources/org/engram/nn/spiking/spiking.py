"""Fixtures of spiking units: the update and the surrogate derivatives written out. Run: python3 spiking.py"""
import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parity"))
import numpy
import parity
import torch
from torch import nn
from parity import random, record

g = numpy.random.Generator(numpy.random.PCG64(29))
parity.fill = lambda *_: None

DERIVATIVES = {
    "fast_sigmoid": lambda x, k: 1 / (1 + (k * x).abs()) ** 2,
    "arctangent": lambda x, k: k / 2 / (1 + (math.pi / 2 * k * x) ** 2),
    "triangle": lambda x, k: k * (1 - (k * x).abs()).clamp(min=0),
    "straight_through": lambda x, k: torch.ones_like(x),
}


def spike(name, k):
    class Spike(torch.autograd.Function):
        @staticmethod
        def forward(context, x):
            context.save_for_backward(x)
            return (x > 0).to(x.dtype)

        @staticmethod
        def backward(context, outer):
            return outer * DERIVATIVES[name](context.saved_tensors[0], k)
    return Spike.apply


class Units(nn.Module):
    def __init__(self, surrogate="fast_sigmoid", k=5, reset="rest", rest=0.0, refractory=0, detached=False, units=1):
        super().__init__()
        self.leak_logit = nn.Parameter(random(g, units, scale=0.3) - 0.5)
        self.threshold = nn.Parameter(random(g, units, scale=0.1).abs() + 0.5)
        self.spike, self.reset, self.rest = spike(surrogate, k), reset, rest
        self.refractory, self.detached = refractory, detached

    def forward(self, current, v=None):
        leak = torch.sigmoid(self.leak_logit)
        v = torch.full_like(current[:, 0], self.rest) if v is None else v
        waiting = torch.zeros_like(v).detach()
        spikes, potentials = [], []
        for t in range(current.shape[1]):
            ready = waiting <= 0
            v = torch.where(ready, v + leak * (self.rest - v + current[:, t]), v)
            s = self.spike(v - self.threshold) * ready
            waiting = torch.where(s > 0.5, torch.full_like(v, self.refractory), waiting - 1).detach()
            spikes.append(s)
            potentials.append(v)
            r = s.detach() if self.detached else s
            if self.reset == "rest":
                v = v - (v - self.rest) * r
            elif self.reset == "subtract":
                v = v - self.threshold * r
        return torch.stack(spikes, 1), torch.stack(potentials, 1), v


def current():
    return random(g, 2, 12, 3) + 0.5


for name in DERIVATIVES:
    record(name + ".npz", Units(name, 2), [current()])
record("subtract.npz", Units(reset="subtract", rest=-0.1, units=3), [current(), random(g, 2, 3, scale=0.2)])
record("none.npz", Units(reset="none"), [current()])
record("refractory.npz", Units(refractory=2, units=3), [current()])
record("detached.npz", Units(detached=True), [current()])
