"""Fixtures of update rules, schedules and a whole short run. Run: python3 training.py

Everything is computed in float64 from float32 inputs. LAMB is not in torch and is written out here from algorithm 2 of
You et al. (2020).
"""
import os

import numpy
import torch
from torch import nn
from torch.optim import lr_scheduler

HERE = os.path.dirname(os.path.abspath(__file__))
g = numpy.random.Generator(numpy.random.PCG64(11))


def draw(*shape):
    return g.standard_normal(shape).astype(numpy.float32)


def lamb(parameters, gradients, lr, betas, eps, decay, corrected, greatest):
    m = [torch.zeros_like(p) for p in parameters]
    v = [torch.zeros_like(p) for p in parameters]
    for step, grads in enumerate(gradients, 1):
        for i, p in enumerate(parameters):
            m[i] = betas[0] * m[i] + (1 - betas[0]) * grads[i]
            v[i] = betas[1] * v[i] + (1 - betas[1]) * grads[i] ** 2
            mh = m[i] / (1 - betas[0] ** step) if corrected else m[i]
            vh = v[i] / (1 - betas[1] ** step) if corrected else v[i]
            r = mh / (vh.sqrt() + eps) + decay * p
            w = min(float(p.norm()), greatest)
            u = float(r.norm())
            p -= lr * (w / u if w > 0 and u > 0 else 1) * r


def optimizers():
    start = [draw(3, 4), draw(4), numpy.zeros(2, numpy.float32)]
    gradients = [[draw(*p.shape) for p in start] for _ in range(7)]
    out = {"start/%d" % i: p for i, p in enumerate(start)}
    for s, grads in enumerate(gradients):
        for i, v in enumerate(grads):
            out["gradient/%d/%d" % (s, i)] = v
    rules = {
        "adam": lambda p: torch.optim.Adam(p, lr=0.01),
        "adam-l2": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.9, 0.98), weight_decay=0.3),
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
        "sgd-momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05),
        "sgd-nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-6, weight_decay=0.05),
        "rmsprop-momentum": lambda p: torch.optim.RMSprop(p, lr=0.01, momentum=0.8),
    }
    doubles = [[torch.from_numpy(v).double() for v in grads] for grads in gradients]
    for name, make in rules.items():
        parameters = [torch.from_numpy(p).double().requires_grad_(True) for p in start]
        optimizer = make(parameters)
        for grads in doubles:
            for p, v in zip(parameters, grads):
                p.grad = v.clone()
            optimizer.step()
        for i, p in enumerate(parameters):
            out["%s/%d" % (name, i)] = p.detach().numpy()
    for name, corrected, greatest in [("lamb", True, float("inf")), ("lamb-uncorrected", False, 1.5)]:
        parameters = [torch.from_numpy(p).double() for p in start]
        lamb(parameters, doubles, 0.01, (0.9, 0.99), 1e-6, 0.1, corrected, greatest)
        for i, p in enumerate(parameters):
            out["%s/%d" % (name, i)] = p.numpy()
    numpy.savez_compressed(os.path.join(HERE, "optimizers.npz"), **out)


def schedule(make, steps=40, lr=0.3):
    parameter = nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=lr, momentum=0.9)
    scheduler = make(optimizer)
    values, momenta = [], []
    for _ in range(steps):
        values.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        scheduler.step()
    return numpy.array(values), numpy.array(momenta)


def plateau(metrics, **options):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.3)
    scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, **options)
    values = []
    for metric in metrics:
        scheduler.step(metric)
        values.append(optimizer.param_groups[0]["lr"])
    return numpy.array(values)


def schedules():
    out = {
        "linear": schedule(lambda o: lr_scheduler.LinearLR(o, 0.1, 1.0, 12))[0],
        "cosine": schedule(lambda o: lr_scheduler.CosineAnnealingLR(o, 39, 0.01))[0],
        "steps": schedule(lambda o: lr_scheduler.StepLR(o, 7, 0.5))[0],
        "multistep": schedule(lambda o: lr_scheduler.MultiStepLR(o, [5, 6, 20], 0.1))[0],
        "exponential": schedule(lambda o: lr_scheduler.ExponentialLR(o, 0.9))[0],
        "polynomial": schedule(lambda o: lr_scheduler.PolynomialLR(o, 30, 0.9))[0],
        "warmedup": schedule(lambda o: lr_scheduler.SequentialLR(o, [
            lr_scheduler.LinearLR(o, 0.1, 1.0, 8), lr_scheduler.StepLR(o, 4, 0.5)], [8]))[0],
    }
    out["onecycle"], out["onecycle-momentum"] = schedule(
        lambda o: lr_scheduler.OneCycleLR(o, 0.5, total_steps=41, pct_start=0.25, div_factor=20, final_div_factor=1e3))
    metrics = numpy.round(1 / numpy.arange(1, 41) ** 0.5, 1) + 0.001 * g.standard_normal(40)
    out["metrics"] = metrics
    out["plateau"] = plateau(metrics, factor=0.5, patience=2, threshold=1e-2, min_lr=0.02)
    out["plateau-max"] = plateau(-metrics + 1, mode="max", factor=0.3, patience=3)
    numpy.savez_compressed(os.path.join(HERE, "schedules.npz"), **out)


def run():
    torch.manual_seed(3)
    network = nn.Sequential(nn.Linear(6, 16), nn.GELU(), nn.Linear(16, 3)).double()
    out = {}
    for name, value in network.state_dict().items():
        drawn = draw(*value.shape) * numpy.float32(0.4)
        value.copy_(torch.from_numpy(drawn))
        out["state/" + name] = drawn
    x, y = draw(64, 6), g.integers(0, 3, 64)
    out["x"], out["y"] = x, y.astype(numpy.int64)
    decayed = [p for p in network.parameters() if p.dim() > 1]
    others = [p for p in network.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}],
                                  lr=0.02)
    scheduler = lr_scheduler.CosineAnnealingLR(optimizer, 24, 1e-4)
    losses, norms = [], []
    for step in range(24):
        at = slice(16 * (step % 4), 16 * (step % 4) + 16)
        loss = nn.functional.cross_entropy(network(torch.from_numpy(x[at]).double()), torch.from_numpy(y[at]),
                                           label_smoothing=0.1)
        optimizer.zero_grad()
        loss.backward()
        norms.append(float(nn.utils.clip_grad_norm_(network.parameters(), 0.5)))
        optimizer.step()
        scheduler.step()
        losses.append(float(loss))
    out["losses"], out["norms"] = numpy.array(losses), numpy.array(norms)
    numpy.savez_compressed(os.path.join(HERE, "run.npz"), **out)


optimizers()
schedules()
run()
