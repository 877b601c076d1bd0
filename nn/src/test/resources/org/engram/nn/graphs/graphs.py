"""Fixtures of graph networks: the formulas of the papers on dense matrices, under PyTorch Geometric's parameter names.
Run: python3 graphs.py"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parity"))
import numpy
import torch
import torch.nn.functional as F
from torch import nn
from parity import random, record

g = numpy.random.Generator(numpy.random.PCG64(23))
N, E = 6, 9
edges = torch.tensor([[0, 1, 2, 3, 3, 5, 1, 2, 0], [1, 0, 1, 1, 3, 0, 2, 4, 4]])  # 3 -> 3 is a loop; 5 gets nothing
nodes = random(g, N, 3)
weights = random(g, E).abs() + 0.1
known = random(g, E, 2)


class Gcn(nn.Module):
    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(4))
        self.lin = nn.Linear(3, 4, bias=False)

    def forward(self, x, e, w=None):
        a = torch.zeros(N, N, dtype=x.dtype)
        for k in range(E):
            a[e[1, k], e[0, k]] = 1.0 if w is None else w[k]
        for i in range(N):
            if a[i, i] == 0:
                a[i, i] = 1.0
        d = a.sum(1) ** -0.5
        return (d[:, None] * a * d[None]) @ self.lin(x) + self.bias


class Sage(nn.Module):
    def __init__(self, reduce):
        super().__init__()
        self.lin_l, self.lin_r, self.reduce = nn.Linear(3, 4), nn.Linear(3, 4, bias=False), reduce

    def forward(self, x, e):
        rows = []
        for i in range(N):
            sent = x[e[0, e[1] == i]]
            rows.append(self.reduce(sent) if len(sent) else x[0] * 0)
        return self.lin_l(torch.stack(rows)) + self.lin_r(x)


class Gin(nn.Module):
    def __init__(self):
        super().__init__()
        self.eps = nn.Parameter(torch.zeros(1))
        self.nn = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 4))

    def forward(self, x, e, w):
        rows = [(1 + self.eps) * x[i] + (w[e[1] == i][:, None] * x[e[0, e[1] == i]]).sum(0) for i in range(N)]
        return self.nn(torch.stack(rows))


class Attention(nn.Module):
    """Scores and sums of one node after the other."""

    def __init__(self, dynamic, averaged, features):
        super().__init__()
        self.dynamic, self.averaged = dynamic, averaged
        if dynamic:
            self.att = nn.Parameter(torch.zeros(1, 2, 4))
            self.lin_l, self.lin_r = nn.Linear(3, 8), nn.Linear(3, 8)
        else:
            self.att_src, self.att_dst = nn.Parameter(torch.zeros(1, 2, 4)), nn.Parameter(torch.zeros(1, 2, 4))
            self.lin = nn.Linear(3, 8, bias=False)
            if features:
                self.att_edge = nn.Parameter(torch.zeros(1, 2, 4))
        if features:
            self.lin_edge = nn.Linear(features, 8, bias=False)
        self.bias = nn.Parameter(torch.zeros(4 if averaged else 8))

    def score(self, x, i, j, k):
        known = None if k is None else self.lin_edge(k).view(2, 4)
        if self.dynamic:
            both = self.lin_l(x[j]).view(2, 4) + self.lin_r(x[i]).view(2, 4)
            both = both if known is None else both + known
            return (F.leaky_relu(both, 0.2) * self.att[0]).sum(-1)
        of_source, of_target = self.lin(x[j]).view(2, 4), self.lin(x[i]).view(2, 4)
        both = (of_source * self.att_src[0]).sum(-1) + (of_target * self.att_dst[0]).sum(-1)
        both = both if known is None else both + (known * self.att_edge[0]).sum(-1)
        return F.leaky_relu(both, 0.2)

    def forward(self, x, e, known=None):
        rows = []
        for i in range(N):
            reach = [k for k in range(E) if e[1, k] == i and e[0, k] != i]
            own = None
            if known is not None:
                own = known[reach].mean(0) if reach else known[0] * 0
            scores = [self.score(x, i, int(e[0, k]), None if known is None else known[k]) for k in reach]
            alpha = torch.stack(scores + [self.score(x, i, i, own)]).softmax(0)
            value = self.lin_l if self.dynamic else self.lin
            sent = torch.stack([value(x[int(e[0, k])]) for k in reach] + [value(x[i])]).view(-1, 2, 4)
            rows.append((alpha[:, :, None] * sent).sum(0))
        y = torch.stack(rows)
        return (y.mean(1) if self.averaged else y.reshape(N, 8)) + self.bias


record("gcn.npz", Gcn(), [nodes, edges])
record("gcn-weighted.npz", Gcn(), [nodes, edges, weights])
record("sage-mean.npz", Sage(lambda v: v.mean(0)), [nodes, edges])
record("sage-maximum.npz", Sage(lambda v: v.max(0).values), [nodes, edges])
record("gin.npz", Gin(), [nodes, edges, weights])
record("attention.npz", Attention(False, False, 0), [nodes, edges])
record("attention-edges.npz", Attention(False, True, 2), [nodes, edges, known])
record("attention-dynamic.npz", Attention(True, True, 0), [nodes, edges])
record("attention-dynamic-edges.npz", Attention(True, False, 2), [nodes, edges, known])
