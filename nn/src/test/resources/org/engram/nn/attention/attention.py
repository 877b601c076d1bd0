"""Fixtures of attention and transformers. Run: python3 attention.py

Where torch has no module of the kind, the published definition is written out, with the product of queries and keys
computed plainly.
"""
import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parity"))
import numpy
import torch
from torch import nn
from torch.nn import functional
from parity import random, record

g = numpy.random.Generator(numpy.random.PCG64(11))


class Heads(nn.Module):
    """Attention of projected queries, keys and values."""

    def __init__(self, heads, head):
        super().__init__()
        self.heads, self.head = heads, head

    def split(self, x):
        return x.reshape(x.shape[0], x.shape[1], self.heads, self.head).transpose(1, 2)

    def attend(self, q, k, v, turn_q=None, turn_k=None, values=False, norms=None):
        q, k, v = self.split(q), self.split(k), self.split(v)
        if norms is not None:
            q, k = norms[0](q), norms[1](k)
        if turn_q is not None:
            q, k = turn_q(q), turn_k(k)
        if values:
            v = turn_k(v)
        y = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(self.head), -1) @ v
        if values:
            y = turn_q(y, -1)
        return y.transpose(1, 2).reshape(y.shape[0], y.shape[2], -1)


class Diffusers(Heads):
    def __init__(self, width, heads, head, context):
        super().__init__(heads, head)
        self.to_q = nn.Linear(width, heads * head, bias=False)
        self.to_k = nn.Linear(context, heads * head, bias=False)
        self.to_v = nn.Linear(context, heads * head, bias=False)
        self.to_out = nn.Sequential(nn.Linear(heads * head, width), nn.Dropout(0))

    def forward(self, x, context=None):
        context = x if context is None else context
        return self.to_out(self.attend(self.to_q(x), self.to_k(context), self.to_v(context)))


class Timm(Heads):
    def __init__(self, width, heads, bias=True, normalized=False):
        super().__init__(heads, width // heads)
        self.qkv = nn.Linear(width, 3 * width, bias=bias)
        self.proj = nn.Linear(width, width)
        self.normalized = normalized
        if normalized:
            self.q_norm = nn.LayerNorm(self.head, eps=1e-6)
            self.k_norm = nn.LayerNorm(self.head, eps=1e-6)
            # Adds the same to all logits of a query: its gradient is zero but for rounding.
            self.k_norm.bias.requires_grad_(False)

    def forward(self, x, turn=None):
        norms = (self.q_norm, self.k_norm) if self.normalized else None
        return self.proj(self.attend(*self.qkv(x).chunk(3, -1), turn, turn, norms=norms))


def angles(positions, frequencies):
    return (positions[..., None] * frequencies)[:, None]


def halves(angle):
    def turn(x):
        n = angle.shape[-1]
        a, b = x[..., :n], x[..., n:2 * n]
        return torch.cat([a * angle.cos() - b * angle.sin(), b * angle.cos() + a * angle.sin(), x[..., 2 * n:]], -1)
    return turn


def neighbours(angle):
    def turn(x, sign=1):
        n = angle.shape[-1]
        z = torch.view_as_complex(x[..., :2 * n].reshape(x.shape[:-1] + (n, 2)).contiguous())
        z = z * torch.polar(torch.ones_like(angle), sign * angle)
        return torch.cat([torch.view_as_real(z).flatten(-2), x[..., 2 * n:]], -1)
    return turn


class Inside(nn.Module):
    """So that a call with more than one layer's own arguments has a module to hang on."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner


x = random(g, 2, 5, 12)
torch_attention = nn.MultiheadAttention(12, 3, batch_first=True)
record("torch-self.npz", torch_attention, [x], forward=lambda a: torch_attention(a, a, a, need_weights=False)[0])
torch_cross = nn.MultiheadAttention(12, 3, batch_first=True, kdim=7, vdim=6)
record("torch-cross.npz", torch_cross, [x, random(g, 2, 4, 7), random(g, 2, 4, 6)],
       forward=lambda q, k, v: torch_cross(q, k, v, need_weights=False)[0])
masked = Inside(nn.MultiheadAttention(12, 3, batch_first=True))
padding = torch.tensor([[False, False, False, True, True], [False, False, False, False, True]])
future = torch.triu(torch.full((5, 5), -math.inf, dtype=torch.float64), 1)
record("torch-masked.npz", masked, [x, random(g, 2, 3, 5, 5)],
       forward=lambda a, b: masked.inner(a, a, a, key_padding_mask=padding, attn_mask=(b + future).reshape(6, 5, 5),
                                         average_attn_weights=False))
record("diffusers-cross.npz", Diffusers(12, 2, 5, 7), [x, random(g, 2, 4, 7)])
record("timm-normalized.npz", Timm(12, 3, bias=False, normalized=True), [x])
frequencies = torch.tensor([10000.0 ** (-2 * i / 4) for i in range(2)], dtype=torch.float64)
rotated = Inside(Timm(12, 3))
record("rotary-halves.npz", rotated, [x, random(g, 2, 5, scale=3)],
       forward=lambda a, t: rotated.inner(a, turn=halves(angles(t.detach(), frequencies))))
rotated = Inside(Timm(12, 2))
record("rotary-neighbours.npz", rotated, [x, random(g, 2, 5, scale=3)],
       forward=lambda a, t: rotated.inner(a, turn=neighbours(angles(t.detach(), frequencies))))


class Biot(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_k = nn.Linear(width, width, bias=False)
        self.to_v = nn.Linear(width, width, bias=False)
        self.to_out = nn.Linear(width, width)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = (layer(x).reshape(b, n, self.heads, -1).transpose(1, 2) for layer in
                   (self.to_q, self.to_k, self.to_v))
        q = q.softmax(-1) * q.shape[-1] ** -0.5
        context = torch.einsum("bhnd,bhne->bhde", k.softmax(-2), v)
        return self.to_out(torch.einsum("bhnd,bhde->bhne", q, context).transpose(1, 2).reshape(b, n, d))


record("linear-attention.npz", Biot(12, 3), [x])


class Buckets(nn.Module):
    """T5's relative positions."""

    def __init__(self, heads, buckets, farthest, both):
        super().__init__()
        self.relative_attention_bias = nn.Embedding(buckets, heads)
        self.buckets, self.farthest, self.both = buckets, farthest, both

    def forward(self, queries, keys):
        distance = torch.arange(keys)[None] - torch.arange(queries)[:, None]
        available = self.buckets
        start = torch.zeros_like(distance)
        if self.both:
            available //= 2
            start = (distance > 0).long() * available
            distance = distance.abs()
        else:
            distance = -torch.minimum(distance, torch.zeros_like(distance))
        exact = available // 2
        wide = exact + (torch.log(distance.float() / exact) / math.log(self.farthest / exact)
                        * (available - exact)).long()
        wide = torch.minimum(wide, torch.full_like(wide, available - 1))
        return self.relative_attention_bias(start + torch.where(distance < exact, distance, wide)).permute(2, 0, 1)[None]


for name, both in (("buckets-both", True), ("buckets-past", False)):
    buckets = Buckets(2, 8, 20, both)
    record(name + ".npz", buckets, [torch.zeros(1, 30, dtype=torch.int64), torch.zeros(1, 41, dtype=torch.int64)],
           forward=lambda q, k: buckets(q.shape[1], k.shape[1]))


class Resampler(nn.Module):
    class Attention(Heads):
        def __init__(self, width, heads, head):
            super().__init__(heads, head)
            self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
            self.to_q = nn.Linear(width, heads * head, bias=False)
            self.to_kv = nn.Linear(width, 2 * heads * head, bias=False)
            self.to_out = nn.Linear(heads * head, width, bias=False)

        def forward(self, x, latents):
            x, latents = self.norm1(x), self.norm2(latents)
            k, v = self.to_kv(torch.cat([x, latents], 1)).chunk(2, -1)
            return self.to_out(self.attend(self.to_q(latents), k, v))

    def __init__(self, inputs, queries, depth, outputs, width, heads, head, hidden):
        super().__init__()
        self.latents = nn.Parameter(torch.zeros(1, queries, width))
        self.proj_in = nn.Linear(inputs, width)
        self.layers = nn.ModuleList(nn.ModuleList([
            Resampler.Attention(width, heads, head),
            nn.Sequential(nn.LayerNorm(width), nn.Linear(width, hidden, bias=False), nn.GELU(),
                          nn.Linear(hidden, width, bias=False))]) for _ in range(depth))
        self.proj_out = nn.Linear(width, outputs)
        self.norm_out = nn.LayerNorm(outputs)

    def forward(self, x):
        latents = self.latents.repeat(x.shape[0], 1, 1)
        x = self.proj_in(x)
        for attention, hidden in self.layers:
            latents = attention(x, latents) + latents
            latents = hidden(latents) + latents
        return self.norm_out(self.proj_out(latents))


record("resampler.npz", Resampler(7, 3, 2, 6, 8, 2, 3, 16), [random(g, 2, 5, 7)])


class Gated(nn.Module):
    def forward(self, x):
        a, b = x.chunk(2, -1)
        return a * functional.gelu(b)


class GatedLast(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.proj = nn.Linear(width, 2 * hidden)

    def forward(self, x):
        return Gated()(self.proj(x))


class Poyo(nn.Module):
    class Attention(Heads):
        def __init__(self, width, heads, head, cross, values):
            super().__init__(heads, head)
            self.values = values
            self.norm = nn.LayerNorm(width)
            if cross:
                self.norm_context = nn.LayerNorm(width)
                self.to_q = nn.Linear(width, heads * head, bias=False)
                self.to_kv = nn.Linear(width, 2 * heads * head, bias=False)
            else:
                self.to_qkv = nn.Linear(width, 3 * heads * head, bias=False)
            self.to_out = nn.Linear(heads * head, width)

        def forward(self, x, context, turn_q, turn_k):
            x = self.norm(x)
            if context is None:
                q, k, v = self.to_qkv(x).chunk(3, -1)
            else:
                q, (k, v) = self.to_q(x), self.to_kv(self.norm_context(context)).chunk(2, -1)
            return self.to_out(self.attend(q, k, v, turn_q, turn_k, self.values))

    class Hidden(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.net = nn.Sequential(nn.Linear(width, 8 * width), Gated(), nn.Dropout(0), nn.Linear(4 * width, width))

        def forward(self, x):
            return self.net(x)

    def __init__(self, width, depth, heads, head, cross_heads):
        super().__init__()
        hidden = lambda: nn.Sequential(nn.LayerNorm(width), Poyo.Hidden(width))
        self.enc_atn, self.enc_ffn = Poyo.Attention(width, cross_heads, head, True, True), hidden()
        self.proc_layers = nn.ModuleList(nn.ModuleList([Poyo.Attention(width, heads, head, False, True), hidden()])
                                         for _ in range(depth))
        self.dec_atn, self.dec_ffn = Poyo.Attention(width, cross_heads, head, True, False), hidden()

    def forward(self, tokens, latents, queries, tt, tl, tq):
        tt, tl, tq = (neighbours(angles(t.detach(), frequencies)) for t in (tt, tl, tq))
        z = latents + self.enc_atn(latents, tokens, tl, tt)
        z = z + self.enc_ffn(z)
        for attention, hidden in self.proc_layers:
            z = z + attention(z, None, tl, tl)
            z = z + hidden(z)
        y = queries + self.dec_atn(queries, z, tq, tl)
        return y + self.dec_ffn(y)


poyo = Inside(Poyo(8, 2, 2, 6, 1))
record("perceiver.npz", poyo, [random(g, 2, 6, 8), random(g, 2, 3, 8), random(g, 2, 4, 8), random(g, 2, 6),
                               random(g, 2, 3), random(g, 2, 4)], forward=lambda *a: poyo.inner(*a))

options = dict(dim_feedforward=20, dropout=0.0, batch_first=True)
record("encoder-layer-post.npz", nn.TransformerEncoderLayer(12, 3, activation="relu", **options), [x])
record("encoder-layer-pre.npz", nn.TransformerEncoderLayer(12, 3, activation="gelu", norm_first=True, **options), [x])
memory = random(g, 2, 4, 12)
record("decoder-layer-post.npz", nn.TransformerDecoderLayer(12, 3, activation="gelu", **options), [x, memory])
stack = Inside(nn.TransformerEncoder(nn.TransformerEncoderLayer(12, 3, activation="gelu", norm_first=True, **options),
                                     2, nn.LayerNorm(12)))
record("encoder.npz", stack, [x], forward=lambda a: stack.inner(a, mask=future, src_key_padding_mask=padding))
decoder = Inside(nn.TransformerDecoder(nn.TransformerDecoderLayer(12, 3, activation="gelu", norm_first=True, **options),
                                       2, nn.LayerNorm(12)))
hidden_places = torch.tensor([[False, False, False, True], [False, True, False, False]])
record("decoder.npz", decoder, [x, memory], forward=lambda a, m: decoder.inner(
    a, m, tgt_mask=future, memory_key_padding_mask=hidden_places))


class Labram(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.gamma_1, self.gamma_2 = nn.Parameter(torch.ones(width)), nn.Parameter(torch.ones(width))
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.attn = Timm(width, heads, bias=False, normalized=True)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(width, hidden), "fc2": nn.Linear(hidden, width)})

    def forward(self, x):
        x = x + self.gamma_1 * self.attn(self.norm1(x))
        return x + self.gamma_2 * self.mlp["fc2"](functional.gelu(self.mlp["fc1"](self.norm2(x))))


record("labram-block.npz", Labram(12, 3, 20), [x])


class Diffusion(nn.Module):
    def __init__(self, width, heads, head, context):
        super().__init__()
        self.norm1, self.norm2, self.norm3 = nn.LayerNorm(width), nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn1, self.attn2 = Diffusers(width, heads, head, width), Diffusers(width, heads, head, context)
        self.ff = nn.ModuleDict({"net": nn.Sequential(GatedLast(width, 4 * width), nn.Dropout(0),
                                                      nn.Linear(4 * width, width))})

    def forward(self, x, context):
        x = x + self.attn1(self.norm1(x))
        x = x + self.attn2(self.norm2(x), context)
        return x + self.ff["net"](self.norm3(x))


record("diffusion-block.npz", Diffusion(8, 2, 4, 7), [random(g, 2, 5, 8), random(g, 2, 4, 7)])


class Clip(nn.Module):
    class Attention(Heads):
        def __init__(self, width, heads):
            super().__init__(heads, width // heads)
            for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
                setattr(self, name, nn.Linear(width, width))
            self.k_proj.bias.requires_grad_(False)  # its gradient is zero but for rounding

        def forward(self, x):
            q, k, v = (self.split(layer(x)) for layer in (self.q_proj, self.k_proj, self.v_proj))
            logits = q @ k.transpose(-1, -2) / math.sqrt(self.head) + future
            y = torch.softmax(logits, -1) @ v
            return self.out_proj(y.transpose(1, 2).reshape(x.shape))

    def __init__(self, width, heads, hidden):
        super().__init__()
        self.layer_norm1, self.layer_norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.self_attn = Clip.Attention(width, heads)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(width, hidden), "fc2": nn.Linear(hidden, width)})

    def forward(self, x):
        x = x + self.self_attn(self.layer_norm1(x))
        y = self.mlp["fc1"](self.layer_norm2(x))
        return x + self.mlp["fc2"](y * torch.sigmoid(1.702 * y))


clip = Inside(Clip(12, 3, 20))
record("clip-layer.npz", clip, [x], forward=lambda a: clip.inner(a))


class Grouped(Heads):
    def __init__(self, width, heads, shared):
        super().__init__(heads, width // heads)
        self.shared = shared
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_kv = nn.Linear(width, 2 * shared * self.head, bias=False)
        self.to_out = nn.Linear(width, width)

    def forward(self, x):
        b, n, d = x.shape
        k, v = (y.reshape(b, n, self.shared, self.head).repeat_interleave(self.heads // self.shared, 2).flatten(2)
                for y in self.to_kv(x).chunk(2, -1))
        return self.to_out(self.attend(self.to_q(x), k, v))


record("grouped.npz", Grouped(12, 6, 2), [x])
