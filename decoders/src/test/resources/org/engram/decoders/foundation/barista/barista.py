"""Fixture of a small BaRISTA with coordinates. Run: python3 barista.py"""
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[".."] * 9)
sys.path.insert(0, os.path.join(ROOT, "nn/src/test/resources/org/engram/nn/parity"))
import numpy
import torch
from torch import nn
import torch.nn.functional as F
from parity import random, record

PATCH, FEATURES, LAYERS, HEADS, FILTERS = 16, 8, 2, 4, 5


class Part(nn.Module):
    def __init__(self, **children):
        super().__init__()
        for name, child in children.items():
            self.add_module(name, child)


def dilated(inputs, outputs, dilation):
    return Part(conv=nn.Conv2d(inputs, outputs, (1, 3), padding=(0, dilation), dilation=(1, dilation)))


class Barista(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [1] + [FILTERS] * 4 + [1]
        blocks = []
        for i in range(5):
            block = Part(conv1=dilated(sizes[i], sizes[i + 1], 2 ** i),
                         conv2=dilated(sizes[i + 1], sizes[i + 1], 2 ** i))
            if i in (0, 4):
                block.projector = nn.Conv2d(sizes[i], sizes[i + 1], 1)
            blocks.append(block)
        self.tokenizer = Part(
            temporal_encoder=Part(feature_extractor=Part(net=nn.ModuleList(blocks))),
            temporal_pooler=Part(final_layer=nn.Linear(PATCH, FEATURES, bias=False)),
            spatial_encoder=Part(subcomponent_embeddings=nn.ModuleDict(
                {str(k): nn.Embedding(200, FEATURES) for k in range(3)})))
        layers = []
        for _ in range(LAYERS):
            layer = Part(attention=Part(qkv_proj=nn.Linear(FEATURES, 3 * FEATURES), o_proj=nn.Linear(FEATURES, FEATURES),
                                        rotary_emb=Part()),
                         mlp=Part(gate_proj=nn.Linear(FEATURES, 4 * FEATURES), down_proj=nn.Linear(4 * FEATURES, FEATURES),
                                  up_proj=nn.Linear(FEATURES, 4 * FEATURES)), norm1=Part(), norm2=Part())
            layer.attention.rotary_emb.register_buffer("inv_freq", torch.zeros(FEATURES // HEADS // 2))
            for norm in (layer.norm1, layer.norm2):
                norm.weight = nn.Parameter(torch.ones(FEATURES))
            layers.append(layer)
        self.backbone = Part(layers=nn.ModuleList(layers), norm=Part())
        self.backbone.norm.weight = nn.Parameter(torch.ones(FEATURES))

    def forward(self, x, places):
        b, c, n = x.shape
        t = n // PATCH
        y = x.reshape(b, c, t, PATCH).transpose(1, 2).reshape(1, 1, -1, PATCH)
        for block in self.tokenizer.temporal_encoder.feature_extractor.net:
            z = y
            for convolution in (block.conv1.conv, block.conv2.conv):
                z = F.gelu(F.layer_norm(convolution(z), (PATCH,)))
            y = z + (block.projector(y) if hasattr(block, "projector") else y)
        tokens = self.tokenizer.temporal_pooler.final_layer(y).reshape(b, t, c, FEATURES)
        for k, table in self.tokenizer.spatial_encoder.subcomponent_embeddings.items():
            tokens = tokens + table(places[:, int(k)])
        tokens = tokens.reshape(b, t * c, FEATURES)
        positions = torch.arange(t).repeat_interleave(c)
        y = tokens
        for layer in self.backbone.layers:
            y = y + self.attention(layer.attention, self.norm(layer.norm1, y), positions)
            z = self.norm(layer.norm2, y)
            y = y + layer.mlp.down_proj(F.gelu(layer.mlp.gate_proj(z)) * layer.mlp.up_proj(z))
        return self.norm(self.backbone.norm, y), tokens

    @staticmethod
    def norm(layer, x):
        return layer.weight * x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-8)

    @staticmethod
    def attention(layer, x, positions):
        b, n, f = x.shape
        size = f // HEADS
        angles = positions[:, None].to(x.dtype) * layer.rotary_emb.inv_freq[None, :]
        turn = torch.polar(torch.ones_like(angles), angles)
        q, k, v = (part.reshape(b, n, HEADS, size).transpose(1, 2) for part in layer.qkv_proj(x).chunk(3, -1))

        def rotated(y):  # the first half of a head's features are real parts, the second half imaginary ones
            z = torch.complex(y[..., :size // 2], y[..., size // 2:]) * turn
            return torch.cat([z.real, z.imag], -1)

        weights = torch.softmax(rotated(q) @ rotated(k).transpose(-1, -2) / size ** 0.5, -1)
        return layer.o_proj((weights @ v).transpose(1, 2).reshape(b, n, f))


g = numpy.random.Generator(numpy.random.PCG64(13))
places = torch.tensor([[3, 50, 199], [7, 1, 12], [0, 9, 100]])
record("barista.npz", Barista(), [random(g, 2, 3, 4 * PATCH), places], training=False)
