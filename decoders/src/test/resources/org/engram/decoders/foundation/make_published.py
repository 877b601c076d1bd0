"""Checkpoints in the form and under the names in which encoders were published, at the published sizes, without their
weights: tensor k of a file holds the number k / 64 everywhere and takes four bytes. names.txt lists, for every tensor a
network must take, its path there and k; other tensors must be left out.

Run: /usr/bin/python3 make_published.py (PyTorch 1.13)
"""
import argparse
import collections
import pathlib
import sys
import types

import torch

HERE = pathlib.Path(__file__).parent
lines = []


class File:
    """Tensors of one file in their order."""

    def __init__(self, network):
        self.state, self.network = collections.OrderedDict(), network

    def add(self, name, shape, path=None, dtype=torch.float32):
        k = len(self.state)
        value = torch.full((1,), 0 if dtype == torch.int64 else k / 64).to(dtype)
        self.state[name] = value.expand(shape) if shape else value[0]
        if path:
            lines.append(f"{self.network} {path} {k}")

    def linear(self, name, inputs, outputs, path=None, bias=True):
        self.add(name + ".weight", (outputs, inputs), path and path + ".weight")
        if bias:
            self.add(name + ".bias", (outputs,), path and path + ".bias")

    def norm(self, name, width, path=None):
        self.add(name + ".weight", (width,), path and path + ".weight")
        self.add(name + ".bias", (width,), path and path + ".bias")


def labram_body(file, prefix, to, depth, encoder=True, scales=True):
    for table, rows in (("cls_token", 1), ("pos_embed", 129), ("time_embed", 16)):
        file.add(prefix + table, (1, rows, 200), to + table)
    if encoder:
        for k, (inputs, taps) in enumerate(((1, 15), (8, 3), (8, 3)), 1):
            file.add(f"{prefix}patch_embed.conv{k}.weight", (8, inputs, 1, taps), f"{to}patch_embed.conv{k}.weight")
            file.add(f"{prefix}patch_embed.conv{k}.bias", (8,), f"{to}patch_embed.conv{k}.bias")
            file.norm(f"{prefix}patch_embed.norm{k}", 8, f"{to}patch_embed.norm{k}")
    else:
        file.add(prefix + "patch_embed.proj.weight", (200, 64, 1, 1), to + "patch_embed.proj.weight")
        file.add(prefix + "patch_embed.proj.bias", (200,), to + "patch_embed.proj.bias")
    for i in range(depth):
        block, there = f"{prefix}blocks.{i}.", f"{to}blocks.{i}."
        if scales:
            file.add(block + "gamma_1", (200,), there + "gamma_1")
            file.add(block + "gamma_2", (200,), there + "gamma_2")
        file.norm(block + "norm1", 200, there + "norm1")
        if not scales:
            # becomes attn.qkv.bias: these, zeros, and the next
            file.add(block + "attn.q_bias", (200,), there + "attn.qkv.bias")
            file.add(block + "attn.v_bias", (200,))
        file.linear(block + "attn.qkv", 200, 600, there + "attn.qkv", bias=False)
        if scales:
            file.norm(block + "attn.q_norm", 20, there + "attn.q_norm")
            file.norm(block + "attn.k_norm", 20, there + "attn.k_norm")
        file.linear(block + "attn.proj", 200, 200, there + "attn.proj")
        file.norm(block + "norm2", 200, there + "norm2")
        file.linear(block + "mlp.fc1", 200, 800, there + "mlp.fc1")
        file.linear(block + "mlp.fc2", 800, 200, there + "mlp.fc2")


# LaBraM: pre-training with the student, under "model", beside options.
base = File("labram-base/encoder")
base.add("logit_scale", ())
base.add("student.mask_token", (1, 1, 200))
labram_body(base, "student.", "", 12)
base.norm("student.norm", 200)
base.linear("student.lm_head", 200, 8192)
base.linear("lm_head", 200, 8192)
base.linear("projection_head.0", 200, 200)
torch.save({"model": base.state, "epoch": 49, "args": argparse.Namespace(model="labram_base")},
           HERE / "labram-base.pth")

tokenizer = File("labram-tokenizer/network")
for half, depth in (("encoder.", 12), ("decoder.", 3)):
    labram_body(tokenizer, half, half, depth, encoder=half == "encoder.", scales=False)
    tokenizer.norm(half + "fc_norm", 200, half + "norm")
tokenizer.add("quantize.cluster_size", (8192,), "quantize.cluster_size")
for name, shape in (("weight", (8192, 64)), ("cluster_size", (8192,)), ("embed_avg", (8192, 64)), ("initted", (1,))):
    tokenizer.add("quantize.embedding." + name, shape, "quantize.embedding." + name)
for head, outputs in (("encode_task_layer", 64), ("decode_task_layer", 200), ("decode_task_layer_angle", 200)):
    tokenizer.linear(head + ".0", 200, 200, head + ".0")
    tokenizer.linear(head + ".2", 200, outputs, head + ".2")
torch.save({"model": tokenizer.state, "args": argparse.Namespace()}, HERE / "vqnsp.pth")

# BIOT: the encoder alone, with its table of whole numbers.
biot = File("biot-shhs-prest-18/network")
biot.add("index", (18,), dtype=torch.int64)
biot.linear("patch_embedding.projection", 101, 256, "patch_embedding.projection")
for i in range(4):
    layer = f"transformer.layers.layers.{i}."
    for part in ("to_q", "to_k", "to_v"):
        biot.linear(f"{layer}0.fn.{part}", 256, 256, f"{layer}0.fn.{part}", bias=False)
    biot.linear(layer + "0.fn.to_out", 256, 256, layer + "0.fn.to_out")
    biot.norm(layer + "0.norm", 256, layer + "0.norm")
    biot.linear(layer + "1.fn.fn.w1", 256, 1024, layer + "1.fn.fn.w1")
    biot.linear(layer + "1.fn.fn.w2", 1024, 256, layer + "1.fn.fn.w2")
    biot.norm(layer + "1.norm", 256, layer + "1.norm")
biot.add("positional_encoding.pe", (1, 1000, 256), "positional_encoding.pe")
biot.add("channel_tokens.weight", (18, 256), "channel_tokens.weight")
torch.save(biot.state, HERE / "biot.ckpt")

# BrainBERT: a configuration of OmegaConf, which nobody needs in order to read the weights, beside them.
module = types.ModuleType("omegaconf.dictconfig")
module.DictConfig = type("DictConfig", (), {"__module__": module.__name__})
sys.modules["omegaconf"], sys.modules[module.__name__] = types.ModuleType("omegaconf"), module
bert = File("brainbert/network")
bert.linear("input_encoding.in_proj", 40, 768, "input_encoding.in_proj")
bert.add("input_encoding.positional_encoding.pe", (1, 5000, 768), "input_encoding.positional_encoding.pe")
bert.norm("input_encoding.layer_norm", 768, "input_encoding.layer_norm")
for i in range(6):
    layer = f"transformer.layers.{i}."
    bert.add(layer + "self_attn.in_proj_weight", (2304, 768), layer + "self_attn.in_proj_weight")
    bert.add(layer + "self_attn.in_proj_bias", (2304,), layer + "self_attn.in_proj_bias")
    bert.linear(layer + "self_attn.out_proj", 768, 768, layer + "self_attn.out_proj")
    bert.linear(layer + "linear1", 768, 3072, layer + "linear1")
    bert.linear(layer + "linear2", 3072, 768, layer + "linear2")
    bert.norm(layer + "norm1", 768, layer + "norm1")
    bert.norm(layer + "norm2", 768, layer + "norm2")
bert.linear("spec_prediction_head.hidden_layer", 768, 768, "spec_prediction_head.hidden_layer")
bert.norm("spec_prediction_head.layer_norm", 768, "spec_prediction_head.layer_norm")
bert.linear("spec_prediction_head.output", 768, 40, "spec_prediction_head.output")
configuration = module.DictConfig()
configuration.__dict__.update(_content={"hidden_dim": 768}, _parent=None)
torch.save({"model": bert.state, "model_cfg": configuration, "optim": {}, "scheduler": {}}, HERE / "brainbert.pth")

(HERE / "names.txt").write_text("\n".join(lines) + "\n")
