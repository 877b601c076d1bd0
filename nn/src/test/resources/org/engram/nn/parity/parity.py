"""Writes the fixtures that org.engram.nn.parity.Parity compares Engram's layers with.

A fixture is an .npz file: the weights of a torch module under the names of its state dict, inputs, outputs, and the
gradients of sum(cotangent * output). Weights and inputs are float32; everything is computed in float64 from them, so
the fixture carries no rounding of its own.
"""
import os
import sys

import numpy
import torch


def random(generator, *shape, scale=1.0):
    """Values a network may meet: normal, float32."""
    return torch.from_numpy(numpy.asarray(generator.standard_normal(shape) * scale, dtype=numpy.float32))


def fill(module, generator, scale=0.3):
    """Random weights and buffers; running variances stay positive."""
    for name, value in module.state_dict().items():
        if not value.dtype.is_floating_point:
            continue
        drawn = random(generator, *value.shape, scale=scale)
        if name.endswith("running_var"):
            drawn = drawn.abs() + 0.5
        elif value.dim() == 1 and name.endswith("weight"):
            drawn = drawn + 1
        value.copy_(drawn)


def record(path, module, inputs, training=True, forward=None, seed=1, scale=0.3, state_after=False):
    """Runs `module` and writes `path` (relative to the calling script).

    inputs: tensors in the order of the Engram layer's inputs; integer ones get no gradient.
    forward: replaces module(*inputs) where the call needs more than the tensors; returns a tensor or a tuple.
    state_after: also records the state dict after the call (running statistics).
    """
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    fill(module, generator, scale)
    arrays = {}
    for name, value in module.state_dict().items():
        if value.dtype.is_floating_point:
            arrays["state/" + name] = value.detach().numpy().astype(numpy.float32)
    module = module.double().train(training)
    leaves = []
    for index, value in enumerate(inputs):
        arrays["input/%d" % index] = value.numpy()
        if value.dtype.is_floating_point:
            value = value.double().requires_grad_(True)
        leaves.append(value)
    outputs = (forward or module)(*leaves)
    if not isinstance(outputs, (tuple, list)):
        outputs = (outputs,)
    total = 0.0
    for index, value in enumerate(outputs):
        arrays["output/%d" % index] = value.detach().numpy()
        if value.dtype.is_floating_point and value.requires_grad:
            cotangent = random(generator, *value.shape)
            arrays["cotangent/%d" % index] = cotangent.numpy()
            total = total + (value * cotangent.double()).sum()
    if torch.is_tensor(total):
        total.backward()
        for index, leaf in enumerate(leaves):
            if leaf.dtype.is_floating_point and leaf.grad is not None:
                arrays["gradient/input/%d" % index] = leaf.grad.numpy()
        for name, value in module.named_parameters():
            # What is zero in theory (a bias before a normalisation) is rounding noise on both sides.
            if value.grad is not None and value.grad.abs().max() > 1e-12:
                arrays["gradient/" + name] = value.grad.numpy()
    if state_after:
        for name, value in module.state_dict().items():
            if value.dtype.is_floating_point:
                arrays["after/" + name] = value.detach().numpy()
    where = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), path)
    short = {k: v.astype(numpy.float32) if v.dtype == numpy.float64 else v for k, v in arrays.items()}
    numpy.savez_compressed(where, **short)
    print(path, os.path.getsize(where), "bytes")
