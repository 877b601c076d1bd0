"""Fixture of a small MEG tokeniser, trained and as in inference. Run: python3 tokenizer.py"""
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[".."] * 9)
sys.path.insert(0, os.path.join(ROOT, "nn/src/test/resources/org/engram/nn/parity"))
import numpy
import torch
from torch import nn
import torch.nn.functional as F
from parity import random, record


class Part(nn.Module):
    pass


class Tokenizer(nn.Module):
    def __init__(self, tokens, taps):
        super().__init__()
        self.tokens, self.taps = tokens, taps
        self.encoder_layer, self.token_weights_layer, self.decoder_layer = Part(), Part(), Part()
        self.encoder_layer.rnn_layers = nn.ModuleList([nn.GRU(1, tokens, batch_first=True)])
        self.token_weights_layer.register_buffer("_temperature", torch.tensor(0.0))
        self.token_weights_layer.dense_layer = nn.Linear(tokens, tokens)
        self.token_weights_layer.norm_layer = nn.LayerNorm(tokens)
        self.decoder_layer.token_basis_layer = nn.Conv1d(tokens, tokens, taps)

    def forward(self, x):
        b, l, c = x.shape
        h, _ = self.encoder_layer.rnn_layers[0](x.transpose(1, 2).reshape(b * c, l, 1))
        logits = self.token_weights_layer.norm_layer(self.token_weights_layer.dense_layer(h)) / 0.1
        chosen = logits.argmax(-1)
        weights = F.one_hot(chosen, self.tokens).to(x.dtype)
        if self.training:
            t = self.token_weights_layer._temperature
            weights = t * torch.softmax(logits, -1) + (1 - t) * weights
        padded = F.pad(weights.transpose(1, 2), (self.taps - 1, 0))
        signal = self.decoder_layer.token_basis_layer(padded).sum(1)
        back = lambda y: y.reshape(b, c, l, *y.shape[2:]).transpose(1, 2)
        return back(chosen), back(signal), back(logits)


g = numpy.random.Generator(numpy.random.PCG64(12))
record("tokenizer-training.npz", Tokenizer(6, 3), [random(g, 2, 9, 2)], training=True)
record("tokenizer-inference.npz", Tokenizer(6, 3), [random(g, 2, 9, 2)], training=False)
