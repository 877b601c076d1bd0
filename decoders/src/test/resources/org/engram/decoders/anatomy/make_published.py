"""Weight files as published, small: random numbers from a seed under the published names, and what the networks give,
computed here from their definitions with torch.nn.functional.

    synthseg.h5    as Keras saves a training model: the U-Net, a layer of the training and the state of the optimizer
    brain-id.pth   as torch.save writes a training checkpoint, in float16: weights under "model", options beside them
    synthstrip.pt  as torch.save writes it: weights under "model_state_dict"
    published.npz  inputs, and outputs at every fourth voxel

Run: /usr/bin/python3 make_published.py (PyTorch 1.13, h5py 3.7, NumPy 1.24)
"""
import argparse
import pathlib

import h5py
import numpy as np
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
random = np.random.default_rng(7)
arrays = {}


def draw(*shape, scale=1.0, shift=0.0):
    return (random.standard_normal(shape) * scale + shift).astype(np.float32)


def kept(result):
    return result.numpy()[..., ::4, ::4, ::4]


# SynthSeg: widths 2 3 4 5 6, two inputs to every concatenation, three classes.
widths, classes, weights = [2, 3, 4, 5, 6], 3, {}


def keras_convolution(name, inputs, outputs, taps=3):
    weights[name] = {"kernel": draw(taps, taps, taps, inputs, outputs, scale=(2 / (taps**3 * inputs)) ** 0.5),
                     "bias": draw(outputs, scale=0.1)}


def keras_normalization(name, width):
    weights[name] = {"gamma": draw(width, scale=0.2, shift=1), "beta": draw(width, scale=0.2),
                     "moving_mean": draw(width, scale=0.2), "moving_variance": np.abs(draw(width)) + 0.5}


for level, width in enumerate(widths):
    before = 1 if level == 0 else widths[level - 1]
    keras_convolution(f"unet_conv_downarm_{level}_0", before, width)
    keras_convolution(f"unet_conv_downarm_{level}_1", width, width)
    keras_normalization(f"unet_bn_down_{level}", width)
for step in range(4):
    width = widths[3 - step]
    keras_convolution(f"unet_conv_uparm_{5 + step}_0", width + widths[4 - step], width)
    keras_convolution(f"unet_conv_uparm_{5 + step}_1", width, width)
    keras_normalization(f"unet_bn_up_{step}", width)
keras_convolution("unet_likelihood", widths[0], classes, taps=1)


def convolution(x, name):
    kernel = torch.from_numpy(weights[name]["kernel"]).permute(4, 3, 0, 1, 2)
    return F.conv3d(x, kernel, torch.from_numpy(weights[name]["bias"]), padding="same")


def normalization(x, name):
    given = {key: torch.from_numpy(value) for key, value in weights[name].items()}
    return F.batch_norm(x, given["moving_mean"], given["moving_variance"], given["gamma"], given["beta"], eps=1e-3)


image = draw(1, 1, 16, 32, 16)
x, skips = torch.from_numpy(image), []
for level in range(5):
    for k in range(2):
        x = F.elu(convolution(x, f"unet_conv_downarm_{level}_{k}"))
    skips.append(x)
    x = normalization(x, f"unet_bn_down_{level}")
    if level < 4:
        x = F.max_pool3d(x, 2)
for step in range(4):
    x = F.interpolate(x, scale_factor=2, mode="nearest")
    x = torch.cat([skips[3 - step], x], 1)
    for k in range(2):
        x = F.elu(convolution(x, f"unet_conv_uparm_{5 + step}_{k}"))
    x = normalization(x, f"unet_bn_up_{step}")
arrays["synthseg_input"], arrays["synthseg_output"] = image, kept(convolution(x, "unet_likelihood"))

with h5py.File(HERE / "synthseg.h5", "w") as file:
    group = file.create_group("model_weights")
    names = ["labels_input", "bias_field"] + list(weights) + ["unet_prediction"]
    group.attrs["layer_names"] = [name.encode() for name in names]
    group.attrs["backend"] = b"tensorflow"
    weights["bias_field"] = {"kernel": draw(2, 2)}
    for name in names:
        layer = group.create_group(name)
        held = weights.get(name, {})
        layer.attrs["weight_names"] = np.array([f"{name}/{key}:0".encode() for key in held], dtype="S")
        for key, value in held.items():
            layer.create_dataset(f"{name}/{key}:0", data=value)
    file.create_group("optimizer_weights").create_dataset("Adam/iterations:0", data=np.int64(3))

# Brain-ID: width 8 at every level.
state = {}


def single(name, inputs, outputs):
    state[name + ".groupnorm.weight"] = draw(inputs, scale=0.2, shift=1)
    state[name + ".groupnorm.bias"] = draw(inputs, scale=0.2)
    state[name + ".conv.weight"] = draw(outputs, inputs, 3, 3, 3, scale=(2 / (27 * inputs)) ** 0.5)


for level in range(5):
    before, half = (1, 4) if level == 0 else (8, 8)
    single(f"backbone.encoders.{level}.basic_module.SingleConv1", before, half)
    single(f"backbone.encoders.{level}.basic_module.SingleConv2", half, 8)
for step in range(4):
    single(f"backbone.decoders.{step}.basic_module.SingleConv1", 16, 8)
    single(f"backbone.decoders.{step}.basic_module.SingleConv2", 8, 8)
state["head.final_conv_image.weight"] = draw(1, 8, 1, 1, 1)
state["head.final_conv_image.bias"] = draw(1)
state = {name: torch.from_numpy(value).half() for name, value in state.items()}
torch.save({"model": state, "epoch": 3, "args": argparse.Namespace(f_maps=8)}, HERE / "brain-id.pth")
state = {name: value.double() for name, value in state.items()}


def double(x, name):
    for k in ("SingleConv1", "SingleConv2"):
        groups = 8 if x.shape[1] >= 8 else 1
        x = F.group_norm(x, groups, state[f"{name}.{k}.groupnorm.weight"], state[f"{name}.{k}.groupnorm.bias"])
        x = F.leaky_relu(F.conv3d(x, state[f"{name}.{k}.conv.weight"], padding=1), 0.01)
    return x


image = draw(1, 1, 16, 32, 16)
x, skips = torch.from_numpy(image).double(), []
for level in range(5):
    x = double(F.max_pool3d(x, 2) if level else x, f"backbone.encoders.{level}.basic_module")
    skips.append(x)
for step in range(4):
    x = torch.cat([skips[3 - step], F.interpolate(x, scale_factor=2, mode="nearest")], 1)
    x = double(x, f"backbone.decoders.{step}.basic_module")
x = F.conv3d(x, state["head.final_conv_image.weight"], state["head.final_conv_image.bias"])
arrays["brainid_input"], arrays["brainid_output"] = image, kept(x).astype(np.float32)

# SynthStrip: three levels of 2, 4 and at most 5 features.
state, widths = {}, [2, 4, 5]


def strip(name, inputs, outputs):
    state[name + ".conv.weight"] = torch.from_numpy(
        draw(outputs, inputs, 3, 3, 3, scale=(2 / (27 * inputs)) ** 0.5))
    state[name + ".conv.bias"] = torch.from_numpy(draw(outputs, scale=0.1))


for name, inputs, outputs in (
        ("encoder.0.0", 1, 2), ("encoder.0.1", 2, 2), ("encoder.1.0", 2, 4), ("encoder.1.1", 4, 4),
        ("decoder.0.0", 4, 5), ("decoder.0.1", 5, 5), ("decoder.1.0", 9, 4), ("decoder.1.1", 4, 4),
        ("remaining.0", 6, 2), ("remaining.1", 2, 2), ("remaining.2", 2, 1)):
    strip(name, inputs, outputs)
torch.save({"model_state_dict": state, "optimizer_state_dict": {"state": {}, "param_groups": []}},
           HERE / "synthstrip.pt")


def block(x, name, last=False):
    x = F.conv3d(x, state[name + ".conv.weight"], state[name + ".conv.bias"], padding=1)
    return x if last else F.leaky_relu(x, 0.2)


image = draw(1, 1, 8, 12, 4)
x, skips = torch.from_numpy(image), []
for level in range(2):
    x = block(block(x, f"encoder.{level}.0"), f"encoder.{level}.1")
    skips.append(x)
    x = F.max_pool3d(x, 2)
for level in range(2):
    x = block(block(x, f"decoder.{level}.0"), f"decoder.{level}.1")
    x = torch.cat([F.interpolate(x, scale_factor=2, mode="nearest"), skips.pop()], 1)
x = block(block(block(x, "remaining.0"), "remaining.1"), "remaining.2", last=True)
arrays["synthstrip_input"], arrays["synthstrip_output"] = image, x.numpy()

np.savez_compressed(HERE / "published.npz", **arrays)
