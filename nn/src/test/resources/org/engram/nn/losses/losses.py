"""Fixtures of the losses: inputs, value, gradient of the first input. Run: python3 losses.py"""
import os

import numpy
import torch
from torch.nn import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
g = numpy.random.Generator(numpy.random.PCG64(5))
out = {}


def draw(*shape):
    return torch.from_numpy(g.standard_normal(shape).astype(numpy.float32))


def record(name, function, *inputs):
    wide = [x.double() if x.dtype.is_floating_point else x for x in inputs]
    wide[0] = wide[0].detach().clone().requires_grad_(True)
    value = function(*wide)
    value.backward()
    for i, x in enumerate(inputs):
        out["%s/%d" % (name, i)] = x.numpy()
    out[name + "/value"] = numpy.array(value.item())
    out[name + "/gradient"] = wide[0].grad.numpy().astype(numpy.float32)


def ignoring(target):
    target = target.clone()
    target[0, 1] = 255
    return target


def focal(x, t, gamma=2.0, alpha=0.25):
    p = torch.sigmoid(x)
    ce = F.binary_cross_entropy_with_logits(x, t, reduction="none")
    pt = p * t + (1 - p) * (1 - t)
    return ((alpha * t + (1 - alpha) * (1 - t)) * ce * (1 - pt) ** gamma).mean()


def focal_classes(x, t):
    log = torch.log_softmax(x, 1)
    return -(t * (1 - log.exp()) ** 2 * log).sum(1).mean()


def dice(p, t, squared=False, batch=False, background=True, s=1e-5):
    if not background:
        p, t = p[:, 1:], t[:, 1:]
    axes = (2, 3) if not batch else (0, 2, 3)
    size = (p ** 2).sum(axes) + (t ** 2).sum(axes) if squared else p.sum(axes) + t.sum(axes)
    return 1 - ((2 * (p * t).sum(axes) + s) / (size + s)).mean()


def generalised(p, t, s=1e-5):
    volume = t.sum((2, 3))
    weight = 1 / volume ** 2
    for row in weight:
        finite = torch.isfinite(row)
        row[~finite] = row[finite].max()
    overlap = (weight * (p * t).sum((2, 3))).sum(1)
    size = (weight * (p.sum((2, 3)) + t.sum((2, 3)))).sum(1)
    return 1 - ((2 * overlap + s) / (size + s)).mean()


def nce(a, b, t=0.2):
    logits = F.normalize(a) @ F.normalize(b).T / t
    return F.cross_entropy(logits, torch.arange(len(a)))


def clip(a, b, scale):
    logits = F.normalize(a) @ F.normalize(b).T * scale
    own = torch.arange(len(a))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2


x, y = draw(2, 3, 4), torch.from_numpy(g.integers(0, 3, (2, 4)))
record("cross-entropy", F.cross_entropy, x, y)
record("cross-entropy-options", lambda a, b: F.cross_entropy(
    a, b, weight=torch.tensor([0.5, 2.0, 1.0]).double(), label_smoothing=0.1, ignore_index=255), x, ignoring(y))
soft = torch.softmax(draw(2, 3, 4), 1)
record("cross-entropy-soft", F.cross_entropy, x, soft)
a, b = draw(3, 5), torch.from_numpy(g.integers(0, 2, (3, 5)).astype(numpy.float32))
record("binary", F.binary_cross_entropy_with_logits, a, b)
record("binary-weighted", lambda p, t, w: F.binary_cross_entropy_with_logits(p, t, pos_weight=w), a, b,
       torch.arange(1, 6).float())
c = draw(3, 5)
record("mean-square", F.mse_loss, a, c)
record("mean-absolute", F.l1_loss, a, c)
record("huber", lambda p, t: F.huber_loss(p, t, delta=0.7), a, c)
record("smooth-l1", lambda p, t: F.smooth_l1_loss(p, t, beta=0.7), a, c)
record("kl", lambda q, p: F.kl_div(q, p, reduction="batchmean"), torch.log_softmax(a, 1), torch.softmax(c, 1))
record("kl-normal", lambda m, v: torch.distributions.kl_divergence(
    torch.distributions.Normal(m, (v / 2).exp()), torch.distributions.Normal(0.0, 1.0)).sum(1).mean(), a, c)
record("cosine", lambda p, t: (1 - F.cosine_similarity(p, t, dim=-1)).mean(), a, c)
record("weighted", lambda p, t, w: (w * (p - t) ** 2).sum() / w.expand_as(p).sum(), a, c, b[:1])
record("triplet", lambda p, q, n: F.triplet_margin_loss(p, q, n, margin=0.8), a, c, draw(3, 5))
record("nce", nce, a, c)
record("clip", clip, a, c, torch.tensor(7.5))
p = torch.softmax(draw(2, 3, 4, 5), 1)
labels = torch.from_numpy(g.integers(0, 3, (2, 4, 5)))
labels[0][labels[0] == 2] = 1
t = F.one_hot(labels, 3).permute(0, 3, 1, 2).float().contiguous()
record("dice", dice, p, t)
record("dice-squared", lambda u, v: dice(u, v, squared=True), p, t)
record("dice-batch", lambda u, v: dice(u, v, batch=True, background=False), p, t)
record("dice-generalised", generalised, p, t)
record("focal", focal, a, b)
record("focal-classes", focal_classes, draw(2, 3, 4, 5), t)
numpy.savez_compressed(os.path.join(HERE, "losses.npz"), **out)
