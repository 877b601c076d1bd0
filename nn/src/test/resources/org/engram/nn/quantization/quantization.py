"""Fixtures of the quantizers, written from their definitions. Run: python3 quantization.py"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parity"))
import numpy
import parity
import torch
import torch.nn.functional as F
from torch import nn
from parity import random, record

g = numpy.random.Generator(numpy.random.PCG64(19))
parity.fill = lambda *_: None  # the modules below state their values themselves


def perplexity(codes, count):
    p = F.one_hot(codes.reshape(-1), count).double().mean(0)
    return torch.exp(-(p * torch.log(p + 1e-10)).sum())


class Embedding(nn.Module):
    pass


class Gradient(nn.Module):
    """VQ-VAE, van den Oord et al. (2017), equation 3."""

    def __init__(self, cosine):
        super().__init__()
        self.embedding = Embedding()
        self.embedding.weight = nn.Parameter(random(g, 6, 4))
        self.cosine = cosine

    def forward(self, x):
        z, e = x.reshape(-1, 4), self.embedding.weight
        if self.cosine:
            z, e = F.normalize(z, dim=-1), F.normalize(e, dim=-1)
        codes = ((z[:, None] - e[None]) ** 2).sum(-1).argmin(1)
        q = e[codes]
        loss = 0.7 * ((q - z.detach()) ** 2).mean() + 0.3 * ((q.detach() - z) ** 2).mean()
        return (z + (q - z).detach()).reshape(x.shape), codes.reshape(x.shape[:-1]), loss, perplexity(codes, 6)


class Moving(nn.Module):
    """Exponential moving averages: the appendix of the same paper, or on the sphere as in BEiT v2 and LaBraM."""

    def __init__(self, cosine, decay=0.9):
        super().__init__()
        weight = random(g, 6, 4)
        self.embedding = Embedding()
        self.embedding.register_buffer("weight", F.normalize(weight, dim=-1) if cosine else weight)
        self.embedding.register_buffer("initted", torch.ones(1))
        self.register_buffer("cluster_size", random(g, 6).abs() + 0.5)
        if not cosine:
            self.embedding.register_buffer("embed_avg", weight * self.cluster_size[:, None])
        self.cosine, self.decay = cosine, decay

    def forward(self, x):
        d, z, e = self.decay, x.reshape(-1, 4), self.embedding.weight
        if self.cosine:
            z = F.normalize(z, dim=-1)
        codes = ((z[:, None] - e[None]) ** 2).sum(-1).argmin(1)
        q = e[codes].clone()
        loss = 0.25 * ((q - z) ** 2).mean()
        if self.training:
            taken = F.one_hot(codes, 6).double()
            n, s = taken.sum(0), taken.t() @ z.detach()
            self.cluster_size.mul_(d).add_(n * (1 - d))
            if self.cosine:
                mean = torch.where((n == 0)[:, None], e, F.normalize(s / n.clamp(min=1)[:, None], dim=-1))
                e.copy_(F.normalize(e * d + mean * (1 - d), dim=-1))
            else:
                self.embedding.embed_avg.mul_(d).add_(s * (1 - d))
                total = self.cluster_size.sum()
                smoothed = (self.cluster_size + 1e-5) / (total + 6 * 1e-5) * total
                e.copy_(self.embedding.embed_avg / smoothed[:, None])
        return (z + (q - z).detach()).reshape(x.shape), codes.reshape(x.shape[:-1]), loss, perplexity(codes, 6)


class Gumbel(nn.Module):
    """In inference: the likeliest code, with the gradient of the softmax."""

    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(4, 6)
        self.embed = nn.Embedding(6, 3)

    def forward(self, x):
        logits = self.proj(x)
        soft = logits.softmax(-1)
        codes = soft.argmax(-1)
        q = (F.one_hot(codes, 6) - soft.detach() + soft) @ self.embed.weight
        loss = 0.5 * (soft * torch.log(soft * 6)).sum(-1).mean()
        return q, codes, loss, perplexity(codes, 6)


record("gradient.npz", Gradient(False), [random(g, 3, 5, 4)])
record("gradient-cosine.npz", Gradient(True), [random(g, 3, 5, 4)])
record("moving.npz", Moving(False), [random(g, 3, 5, 4)], state_after=True)
record("moving-cosine.npz", Moving(True), [random(g, 2, 2, 4)], state_after=True)
record("moving-inference.npz", Moving(True), [random(g, 3, 5, 4)], training=False, state_after=True)
record("gumbel.npz", Gumbel(), [random(g, 3, 5, 4)], training=False)
