"""Explanations of a small convolutional network, each from its definition. Run: python3 explanation.py

Layer-wise relevance is written out over dense matrices: a convolution is turned into the matrix of its linear map, and
every rule is the sum over all pairs of inputs and results.
"""
import os

import numpy
import torch
from torch import nn
from torch.nn import functional

generator = numpy.random.Generator(numpy.random.PCG64(15))
network = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2),
                        nn.Conv2d(3, 4, 3, stride=1, bias=False), nn.ReLU(), nn.Flatten(), nn.Linear(16, 6), nn.ReLU(),
                        nn.Linear(6, 3))
arrays = {}
for name, value in network.state_dict().items():
    if value.dtype.is_floating_point:
        drawn = generator.standard_normal(value.shape) * 0.5
        if name.endswith("running_var"):
            drawn = numpy.abs(drawn) + 0.5
        value.copy_(torch.from_numpy(drawn.astype(numpy.float32)))
        arrays["state/" + name] = value.numpy().copy()
network = network.double().eval()
sample = generator.standard_normal((1, 1, 8, 8)).astype(numpy.float32)
baseline = generator.standard_normal((1, 1, 8, 8)).astype(numpy.float32) * 0.1
arrays["sample"] = sample[0]
arrays["baseline"] = baseline[0]
x = torch.from_numpy(sample).double()
CONTRAST = torch.tensor([-0.5, 1.0, -0.5], dtype=torch.float64)


def score(outputs):
    return (outputs * CONTRAST).sum(1)


def gradient(at):
    at = at.clone().requires_grad_(True)
    return torch.autograd.grad(score(network(at)).sum(), at)[0]


arrays["gradient"] = gradient(x).numpy()[0]

# Integrated gradients
zero = torch.from_numpy(baseline).double()
nodes, weights = numpy.polynomial.legendre.leggauss(64)
total = sum(0.5 * w * gradient(zero + 0.5 * (1 + t) * (x - zero)) for t, w in zip(nodes, weights))
arrays["integrated"] = ((x - zero) * total).numpy()[0]

# Grad-CAM at the rectifier after the second convolution
activation = network[:6](x).detach().requires_grad_(True)
slope = torch.autograd.grad(score(network[6:](activation)).sum(), activation)[0]
alpha = slope.mean(dim=(2, 3), keepdim=True)
cam = functional.relu((alpha * activation).sum(1, keepdim=True))
arrays["gradcam"] = functional.interpolate(cam, size=(8, 8), mode="bilinear", align_corners=False).detach().numpy()[0]

# Guided backpropagation
hooks = [m.register_full_backward_hook(lambda module, inward, outward: (functional.relu(inward[0]),))
         for m in network if isinstance(m, nn.ReLU)]
arrays["guided"] = gradient(x).numpy()[0]
for hook in hooks:
    hook.remove()


def dense(layer, shape):
    """The matrix and offset of an affine layer, from what it does to the unit vectors."""
    size = int(numpy.prod(shape))
    with torch.no_grad():
        offset = layer(torch.zeros(1, *shape, dtype=torch.float64)).reshape(-1)
        matrix = layer(torch.eye(size, dtype=torch.float64).reshape(size, *shape)).reshape(size, -1) - offset
    return matrix.numpy(), offset.numpy()  # (inputs, results), (results)


def steady(z, epsilon):
    return z + epsilon * numpy.where(z >= 0, 1.0, -1.0)


def epsilon_rule(a, w, b, relevance, epsilon=1e-6):
    z = a @ w + b
    return (a[:, None] * w / steady(z, epsilon) * relevance).sum(1)


def gamma_rule(a, w, b, relevance, gamma=0.25):
    return epsilon_rule(a, w + gamma * numpy.maximum(w, 0), b + gamma * numpy.maximum(b, 0), relevance, 1e-9)


def alpha_beta_rule(a, w, b, relevance):
    parts = a[:, None] * w
    above, below = numpy.maximum(parts, 0), numpy.minimum(parts, 0)
    up = above / steady(above.sum(0) + numpy.maximum(b, 0), 1e-9)
    down = below / steady(below.sum(0) + numpy.minimum(b, 0), 1e-9)
    return ((2 * up - 1 * down) * relevance).sum(1)


def bounded_rule(a, w, b, relevance, low, high):
    parts = a[:, None] * w - low * numpy.maximum(w, 0) - high * numpy.minimum(w, 0)
    return (parts / steady(parts.sum(0), 1e-9) * relevance).sum(1)


def propagate(convolution, first=None):
    """Back through the network, batch normalisation folded into the first convolution."""
    with torch.no_grad():
        pooled_from = network[:3](x)
        pooled, winners = functional.max_pool2d(pooled_from, 2, return_indices=True)
        second = network[4:6](pooled).reshape(-1).numpy()
        hidden = network[7:9](network[6](network[4:6](pooled))).reshape(-1).numpy()
        logits = network(x).reshape(-1).numpy()
    relevance = logits * CONTRAST.numpy()
    relevance = epsilon_rule(hidden, *dense(network[9], (6,)), relevance)
    relevance = epsilon_rule(second, *dense(network[7], (16,)), relevance)
    relevance = convolution(pooled.reshape(-1).numpy(), *dense(network[4], (3, 4, 4)), relevance)
    spread = numpy.zeros((3, 64))
    for channel in range(3):
        for place, winner in enumerate(winners[0, channel].reshape(-1).tolist()):
            spread[channel, winner] += relevance.reshape(3, 16)[channel, place]
    folded = nn.Sequential(network[0], network[1])
    rule = first or convolution
    return rule(sample.astype(numpy.float64).reshape(-1), *dense(folded, (1, 8, 8)), spread.reshape(-1)).reshape(1, 8, 8)


def at_input(a, w, b, relevance):
    return bounded_rule(a, w, b, relevance, a.min(), a.max())


arrays["relevance/epsilon"] = propagate(epsilon_rule)
arrays["relevance/gamma"] = propagate(gamma_rule)
arrays["relevance/alphabeta"] = propagate(alpha_beta_rule)
arrays["relevance/composite"] = propagate(gamma_rule, at_input)
arrays["score"] = score(network(x)).detach().numpy()
where = os.path.join(os.path.dirname(os.path.abspath(__file__)), "explanation.npz")
numpy.savez_compressed(where, **{k: v.astype(numpy.float32) for k, v in arrays.items()})
print(os.path.getsize(where), "bytes;", {k: float(v.sum()) for k, v in arrays.items() if "/" not in k or "rel" in k})
