"""Products in bfloat16 as PyTorch computes them, results and gradients in float32. Run: python3 bfloat16.py"""
import os

import numpy
import torch
import torch.nn.functional as F

g = numpy.random.Generator(numpy.random.PCG64(16))
draw = lambda *shape: torch.from_numpy(g.standard_normal(shape).astype(numpy.float32)).requires_grad_(True)
arrays = {}


def record(name, function, *inputs):
    short = [x.bfloat16() for x in inputs]
    y = function(*short).float()
    cotangent = torch.from_numpy(g.standard_normal(tuple(y.shape)).astype(numpy.float32))
    gradients = torch.autograd.grad((y * cotangent).sum(), inputs)
    for i, (x, d) in enumerate(zip(inputs, gradients)):
        arrays["%s/input/%d" % (name, i)] = x.detach().numpy()
        arrays["%s/gradient/%d" % (name, i)] = d.numpy()
    arrays[name + "/output"] = y.detach().numpy()
    arrays[name + "/cotangent"] = cotangent.numpy()


record("linear", F.linear, draw(3, 17), draw(5, 17), draw(5))
record("convolution", lambda x, w, b: F.conv2d(x, w, b, stride=2, padding=1), draw(2, 3, 8, 7), draw(4, 3, 3, 3), draw(4))
# This torch cannot do it in bfloat16: rounded operands, sums in float32, rounded result.
record("transposed", lambda x, w, b: F.conv_transpose2d(x.float(), w.float(), b.float(), stride=2).bfloat16(), draw(2, 4, 3, 3), draw(4, 3, 2, 2), draw(3))
record("attention", lambda q, k, v: ((q @ k.transpose(-1, -2)) * 0.5).float().softmax(-1).bfloat16() @ v,
       draw(2, 2, 5, 4), draw(2, 2, 6, 4), draw(2, 2, 6, 4))
where = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bfloat16.npz")
numpy.savez_compressed(where, **arrays)
