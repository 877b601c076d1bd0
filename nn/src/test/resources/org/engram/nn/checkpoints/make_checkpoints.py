"""Writes the weight files the tests read, with PyTorch 1.13 and h5py 3.7, and their values as npz. Deterministic, but for the
names of storages inside legacy.pt and script.pt."""
import argparse
import collections
import pickle
import sys
import types
import zipfile

import h5py
import numpy as np
import torch
from torch import nn

torch.manual_seed(0)
base = torch.arange(24, dtype=torch.float32).reshape(4, 6) * 0.5 - 3

state = collections.OrderedDict()
state["conv.weight"] = torch.randn(2, 3, 2)
state["conv.transposed"] = base.t()                 # shares the storage of base, strides exchanged
state["conv.part"] = base[1:3, 2:5]                 # offset and strides
state["conv.expanded"] = torch.tensor([7.0]).expand(5)
state["half"] = torch.tensor([1.0, -2.5, 65504.0, 6e-8], dtype=torch.float16)
state["brain"] = torch.tensor([1.0, -2.5, 3e38], dtype=torch.bfloat16)
state["double"] = torch.tensor([[np.pi, -np.e]], dtype=torch.float64)
state["int64"] = torch.tensor([2**53 + 1, -5], dtype=torch.int64)
state["int32"] = torch.tensor([[1], [-2]], dtype=torch.int32)
state["int16"] = torch.tensor([-300, 300], dtype=torch.int16)
state["int8"] = torch.tensor([-128, 127], dtype=torch.int8)
state["uint8"] = torch.tensor([0, 255], dtype=torch.uint8)
state["bool"] = torch.tensor([True, False, True])
state["scalar"] = torch.tensor(42.0)
state["empty"] = torch.zeros(0, 3)
state["parameter"] = nn.Parameter(torch.randn(3))
state._metadata = {"": {"version": 1}}              # as Module.state_dict() leaves it

torch.save(state, "zip.pt")
torch.save(state, "legacy.pt", _use_new_zipfile_serialization=False)
# The same archive with the 64-bit table of contents that PyTorch writes beyond 4 GiB, and a compressed one.
zipfile.ZIP64_LIMIT, limit = 1, zipfile.ZIP64_LIMIT
with zipfile.ZipFile("zip.pt") as old, zipfile.ZipFile("zip64.pt", "w") as new:
    for entry in old.namelist():
        new.writestr(zipfile.ZipInfo(entry), old.read(entry))
zipfile.ZIP64_LIMIT = limit
with zipfile.ZipFile("zip.pt") as old, zipfile.ZipFile("deflated.pt", "w") as new:
    for entry in old.namelist():
        new.writestr(zipfile.ZipInfo(entry), old.read(entry), zipfile.ZIP_DEFLATED)
np.savez_compressed("expected.npz", **{k: v.detach().to(torch.float64).numpy() for k, v in state.items()})

model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
wrapped = {"epoch": 7, "args": argparse.Namespace(lr=0.1, name="tiny"), "scores": np.float64(0.5),
           "best": np.arange(6, dtype=">f4").reshape(2, 3),
           "state_dict": collections.OrderedDict(("module." + k, v) for k, v in model.state_dict().items()),
           "ema": collections.OrderedDict(("module." + k, v + 1) for k, v in model.state_dict().items()),
           "optimizer": torch.optim.Adam(model.parameters()).state_dict()}
torch.save(wrapped, "training.ckpt")
np.savez_compressed("training.npz", **{k: v.numpy() for k, v in model.state_dict().items()})

# A callback of a framework that is not there when the file is read.
framework = types.ModuleType("framework_callbacks")
exec("class ModelCheckpoint:\n    def __init__(self):\n        self.best = 0.25\n", framework.__dict__)
framework.ModelCheckpoint.__module__ = "framework_callbacks"
sys.modules["framework_callbacks"] = framework
torch.save({"callbacks": {"checkpoint": framework.ModelCheckpoint()}, "state_dict": model.state_dict()}, "callbacks.ckpt")

torch.save(model, "whole_module.pt")
torch.jit.save(torch.jit.script(model.eval()), "script.pt")
torch.save({"w": torch.ones(2, dtype=torch.complex64)}, "complex.pt")
torch.save({"w": torch.eye(3).to_sparse()}, "sparse.pt")
torch.save({"w": torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)}, "quantized.pt")

arrays = {"table": np.arange(6, dtype=np.float32).reshape(2, 3), "column": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
          "big": np.arange(3, dtype=">i4"), "names": ["a", "b"], "set": {1, 2}, "bytes": b"\x00\xff", "long": 2**80}
for protocol in (2, 4, 5):
    with open(f"numpy{protocol}.pkl", "wb") as out:
        pickle.dump(arrays, out, protocol=protocol)

# HDF5 as Keras writes it: model.save(...) keeps weights under model_weights, save_weights at the top.
random = np.random.default_rng(0)
keras = {
    "unet_conv_downarm_0_0": {"kernel:0": (3, 2, 2, 1, 4), "bias:0": (4,)},
    "unet_bn_down_0": {"gamma:0": (4,), "beta:0": (4,), "moving_mean:0": (4,), "moving_variance:0": (4,)},
    "unet_depthwise": {"depthwise_kernel:0": (3, 3, 4, 2)},
    "unet_upsample": {"kernel:0": (2, 2, 5, 4)},
    "unet_likelihood": {"kernel:0": (4, 2), "bias:0": (2,)},
    "activation": {},
}
values = {}
for name, root in (("keras_weights.h5", "/"), ("keras_model.h5", "/model_weights")):
    with h5py.File(name, "w") as file:
        group = file.require_group(root)
        names = [n.encode() for n in keras]
        group.attrs["layer_names0"] = names[:3]     # long lists are cut into pieces
        group.attrs["layer_names1"] = names[3:]
        group.attrs["backend"] = b"tensorflow"
        for layer, weights in keras.items():
            place = group.create_group(layer)
            place.attrs["weight_names"] = [f"{layer}/{w}".encode() for w in weights]
            for weight, shape in weights.items():
                key = f"{layer}/{weight}"
                values.setdefault(key, random.standard_normal(shape).astype(np.float32))
                place.create_dataset(key, data=values[key], compression="gzip" if len(shape) == 5 else None)
np.savez_compressed("keras.npz", **{k.replace("/", "|"): v for k, v in values.items()})

with h5py.File("linked.h5", "w") as file:
    file.attrs["layer_names"] = [b"layer"]
    layer = file.create_group("layer")
    layer.attrs["weight_names"] = [b"weight"]
    layer["weight"] = h5py.ExternalLink("keras_weights.h5", "/unet_likelihood/unet_likelihood/bias:0")
