"""Fixtures of recurrent networks. Run: python3 recurrent.py"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parity"))
import numpy
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from parity import random, record

g = numpy.random.Generator(numpy.random.PCG64(17))
lengths = torch.tensor([3, 6, 2])


def flat(result):
    y, last = result
    return (y,) + (tuple(last) if isinstance(last, tuple) else (last,))


def ragged(module):
    def call(x, n):
        y, last = module(pack_padded_sequence(x, n, batch_first=True, enforce_sorted=False))
        return flat((pad_packed_sequence(y, batch_first=True, total_length=x.shape[1])[0], last))
    return call


for name, kind in (("gru", nn.GRU), ("lstm", nn.LSTM)):
    plain = kind(3, 4, batch_first=True)
    record(name + ".npz", plain, [random(g, 2, 5, 3)], forward=lambda x: flat(plain(x)))
    deep = kind(3, 4, 2, batch_first=True, bidirectional=True, bias=False)
    record(name + "-deep.npz", deep, [random(g, 2, 5, 3)], forward=lambda x: flat(deep(x)))
    started = kind(3, 4, 2, batch_first=True, bidirectional=True)
    states = [random(g, 4, 2, 4) for _ in range(1 if name == "gru" else 2)]
    record(name + "-started.npz", started, [random(g, 2, 5, 3)] + states,
           forward=lambda x, *s: flat(started(x, s[0] if len(s) == 1 else s)))
    uneven = kind(3, 4, 2, batch_first=True, bidirectional=True)
    record(name + "-ragged.npz", uneven, [random(g, 3, 6, 3), lengths], forward=ragged(uneven))
record("gru-cell.npz", nn.GRUCell(3, 4), [random(g, 2, 3), random(g, 2, 4)])
cell = nn.LSTMCell(3, 4)
record("lstm-cell.npz", cell, [random(g, 2, 3), random(g, 2, 4), random(g, 2, 4)],
       forward=lambda x, h, c: cell(x, (h, c)))
