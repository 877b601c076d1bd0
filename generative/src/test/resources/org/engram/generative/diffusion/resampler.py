"""Writes resampler.npz: the image resampler of the "plus" IP-Adapters, computed in float64 with numpy alone.

Run: python3 resampler.py (in this folder). Layout as written by parity.py of the nn module, without gradients.
"""
import math

import numpy as np

IMAGE, WIDTH, DEPTH, HEADS, HEAD, QUERIES, TOKEN = 10, 12, 2, 3, 4, 5, 7
random = np.random.RandomState(4)
state = {}


def weight(name, *shape):
    state[name] = random.randn(*shape).astype(np.float32) * 0.4
    return state[name].astype(np.float64)


def linear(name, inputs, outputs, biased=True):
    w = weight(name + ".weight", outputs, inputs)
    b = weight(name + ".bias", outputs) if biased else 0.0
    return lambda x: x @ w.T + b


def normalization(name, width):
    w, b = weight(name + ".weight", width), weight(name + ".bias", width)

    def apply(x):
        centred = x - x.mean(-1, keepdims=True)
        return centred / np.sqrt((centred ** 2).mean(-1, keepdims=True) + 1e-5) * w + b
    return apply


def gelu(x):
    return 0.5 * x * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def attention(name):
    norm_image, norm_latents = normalization(name + ".norm1", WIDTH), normalization(name + ".norm2", WIDTH)
    to_q = linear(name + ".to_q", WIDTH, HEADS * HEAD, False)
    to_kv = linear(name + ".to_kv", WIDTH, 2 * HEADS * HEAD, False)
    to_out = linear(name + ".to_out", HEADS * HEAD, WIDTH, False)

    def apply(image, latents):
        latents = norm_latents(latents)
        seen = np.concatenate([norm_image(image), latents], 1)
        q, kv = to_q(latents), to_kv(seen)
        out = np.zeros_like(q)
        for head in range(HEADS):
            part = slice(head * HEAD, (head + 1) * HEAD)
            k, v = kv[..., part], kv[..., HEADS * HEAD:][..., part]
            for item in range(len(q)):
                logits = q[item, :, part] @ k[item].T / math.sqrt(HEAD)
                p = np.exp(logits - logits.max(-1, keepdims=True))
                out[item, :, part] = p / p.sum(-1, keepdims=True) @ v[item]
        return to_out(out)
    return apply


def feed_forward(name):
    norm = normalization(name + ".0", WIDTH)
    widen, narrow = linear(name + ".1", WIDTH, 4 * WIDTH, False), linear(name + ".3", 4 * WIDTH, WIDTH, False)
    return lambda x: narrow(gelu(widen(norm(x))))


latents = weight("latents", 1, QUERIES, WIDTH)
enter, leave = linear("proj_in", IMAGE, WIDTH), linear("proj_out", WIDTH, TOKEN)
norm_out = normalization("norm_out", TOKEN)
layers = [(attention("layers.%d.0" % k), feed_forward("layers.%d.1" % k)) for k in range(DEPTH)]

given = random.randn(2, 6, IMAGE).astype(np.float32)
image = enter(given.astype(np.float64))
x = np.repeat(latents, 2, 0)
for attend, feed in layers:
    x = x + attend(image, x)
    x = x + feed(x)
result = norm_out(leave(x))

arrays = {"state/" + name: value for name, value in state.items()}
arrays["input/0"] = given
arrays["output/0"] = result.astype(np.float32)
np.savez("resampler.npz", **arrays)
