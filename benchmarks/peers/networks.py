"""The same networks with PyTorch: one training step or one inference, timed.

usage: networks.py TASK [--tiny] [--repeats N]   prints "seconds S" per repetition, then "check C" and "peak BYTES"
       networks.py versions

Tasks: encoder-train, encoder-infer   12-layer encoder, 256 wide, 8 heads, 64 channels of 200 samples, batch 32
       unet3d-train, unet3d-infer     3D U-Net, widths 16 32 64 128, one volume of 64 x 64 x 64
       diffusion-train, diffusion-infer   conditional diffusion U-Net, widths 64 128 256, two latents of 4 x 32 x 32

Weights follow a formula (sorted names, sines), inputs another, so that both sides start from the same numbers and their
losses can be compared. A training step is forward, backward, clipping of the global norm at 1, and AdamW. The check of
training is the loss of the second step, after one whole update (later ones drift apart, with PyTorch's own number of threads
too: Adam's first steps follow the sign of gradients near zero); that of inference the root mean square of the result.
"""
import math
import resource
import sys
import time

import torch
from torch import nn
import torch.nn.functional as F

WARM = 2


def fill(module):
    with torch.no_grad():
        for i, (name, value) in enumerate(sorted(module.named_parameters())):
            k = torch.arange(value.numel(), dtype=torch.float64)
            s = torch.sin(0.7 * k + 0.3 * i)
            if value.dim() >= 2:
                s = s * math.sqrt(value.shape[0] / value.numel())
            elif name.endswith("weight"):
                s = 1 + 0.1 * s
            else:
                s = 0.05 * s
            value.copy_(s.reshape(value.shape).float())
    return module


def wave(*shape, w=0.11):
    return torch.cos(w * torch.arange(math.prod(shape), dtype=torch.float64)).reshape(shape).float()


class Encoder(nn.Module):
    def __init__(self, width, heads, layers, samples, classes):
        super().__init__()
        self.embed = nn.Linear(samples, width)
        layer = nn.TransformerEncoderLayer(width, heads, 4 * width, 0.0, "gelu", batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers, norm=nn.LayerNorm(width), enable_nested_tensor=False)
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        return self.head(self.encoder(self.embed(x)).mean(1))


class Unit(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv3d(inputs, outputs, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm3d(outputs)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))


class UNet3D(nn.Module):
    def __init__(self, widths, classes):
        super().__init__()
        levels = len(widths)
        self.encoder = nn.ModuleList(nn.Sequential(Unit(1 if l == 0 else widths[l - 1], widths[l]),
                                                   Unit(widths[l], widths[l])) for l in range(levels))
        self.expand = nn.ModuleList(nn.ConvTranspose3d(widths[l + 1], widths[l], 2, 2) for l in range(levels - 1))
        self.decoder = nn.ModuleList(nn.Sequential(Unit(2 * widths[l], widths[l]), Unit(widths[l], widths[l]))
                                     for l in range(levels - 1))
        self.head = nn.ModuleList([nn.Conv3d(widths[0], classes, 1)])

    def forward(self, x):
        skips = []
        for level, block in enumerate(self.encoder):
            x = block(x)
            if level < len(self.decoder):
                skips.append(x)
                x = F.max_pool3d(x, 2)
        for level in reversed(range(len(self.decoder))):
            x = self.decoder[level](torch.cat([skips.pop(), self.expand[level](x)], 1))
        return self.head[0](x)


class Resnet(nn.Module):
    def __init__(self, inputs, outputs, time):
        super().__init__()
        self.norm1 = nn.GroupNorm(32, inputs, 1e-5)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.time_emb_proj = nn.Linear(time, outputs)
        self.norm2 = nn.GroupNorm(32, outputs, 1e-5)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else None

    def forward(self, x, t):
        h = self.conv1(F.silu(self.norm1(x))) + self.time_emb_proj(F.silu(t))[:, :, None, None]
        h = self.conv2(F.silu(self.norm2(h)))
        return h + (x if self.conv_shortcut is None else self.conv_shortcut(x))


class Attention(nn.Module):
    def __init__(self, width, context, heads):
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_k = nn.Linear(context, width, bias=False)
        self.to_v = nn.Linear(context, width, bias=False)
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def forward(self, x, context):
        b, n, d = x.shape
        split = lambda y: y.view(b, -1, self.heads, d // self.heads).transpose(1, 2)
        q, k, v = split(self.to_q(x)), split(self.to_k(context)), split(self.to_v(context))
        weights = (q @ k.transpose(-1, -2) / math.sqrt(d // self.heads)).softmax(-1)
        return self.to_out[0]((weights @ v).transpose(1, 2).reshape(b, n, d))


class Geglu(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.proj = nn.Linear(width, 8 * width)

    def forward(self, x):
        a, b = self.proj(x).chunk(2, -1)
        return a * F.gelu(b)


class FeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.net = nn.ModuleList([Geglu(width), nn.Identity(), nn.Linear(4 * width, width)])

    def forward(self, x):
        return self.net[2](self.net[0](x))


class Block(nn.Module):
    def __init__(self, width, context, heads):
        super().__init__()
        self.norm1, self.norm2, self.norm3 = nn.LayerNorm(width), nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn1 = Attention(width, width, heads)
        self.attn2 = Attention(width, context, heads)
        self.ff = FeedForward(width)

    def forward(self, x, context):
        h = self.norm1(x)
        x = x + self.attn1(h, h)
        x = x + self.attn2(self.norm2(x), context)
        return x + self.ff(self.norm3(x))


class Transformer2D(nn.Module):
    def __init__(self, width, context, heads):
        super().__init__()
        self.norm = nn.GroupNorm(32, width, 1e-6)
        self.proj_in = nn.Conv2d(width, width, 1)
        self.transformer_blocks = nn.ModuleList([Block(width, context, heads)])
        self.proj_out = nn.Conv2d(width, width, 1)

    def forward(self, x, context):
        b, c, h, w = x.shape
        y = self.proj_in(self.norm(x)).flatten(2).transpose(1, 2)
        y = self.transformer_blocks[0](y, context)
        return self.proj_out(y.transpose(1, 2).reshape(b, c, h, w)) + x


class Resample(nn.Module):
    def __init__(self, width, up):
        super().__init__()
        self.up = up
        self.conv = nn.Conv2d(width, width, 3, padding=1, stride=1 if up else 2)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest") if self.up else x)


class Stage(nn.Module):
    def __init__(self, resnets, attentions, resample, name):
        super().__init__()
        self.resnets = nn.ModuleList(resnets)
        self.attentions = nn.ModuleList(attentions)
        if resample is not None:
            setattr(self, name, nn.ModuleList([resample]))
        self.resample = [resample]


class TimeEmbedding(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.linear_1 = nn.Linear(inputs, outputs)
        self.linear_2 = nn.Linear(outputs, outputs)

    def forward(self, x):
        return self.linear_2(F.silu(self.linear_1(x)))


class DiffusionUNet(nn.Module):
    """UNet2DConditionModel of diffusers: attention on all levels but the last, two resnets per level."""

    def __init__(self, widths, context, heads, layers=2):
        super().__init__()
        time, last = 4 * widths[0], len(widths) - 1
        self.first = widths[0]
        self.conv_in = nn.Conv2d(4, widths[0], 3, padding=1)
        self.time_embedding = TimeEmbedding(widths[0], time)
        attention = lambda width: Transformer2D(width, context, heads)
        down, skips, width = [], [widths[0]], widths[0]
        for level, to in enumerate(widths):
            resnets = [Resnet(width if i == 0 else to, to, time) for i in range(layers)]
            width = to
            down.append(Stage(resnets, [attention(to) for _ in range(layers)] if level < last else [],
                              Resample(to, False) if level < last else None, "downsamplers"))
            skips += [to] * (layers + (level < last))
        self.down_blocks = nn.ModuleList(down)
        self.mid_block = Stage([Resnet(width, width, time), Resnet(width, width, time)], [attention(width)], None, "")
        up = []
        for level, to in reversed(list(enumerate(widths))):
            resnets = []
            for _ in range(layers + 1):
                resnets.append(Resnet(width + skips.pop(), to, time))
                width = to
            up.append(Stage(resnets, [attention(to) for _ in range(layers + 1)] if level < last else [],
                            Resample(to, True) if level > 0 else None, "upsamplers"))
        self.up_blocks = nn.ModuleList(up)
        self.conv_norm_out = nn.GroupNorm(32, widths[0], 1e-5)
        self.conv_out = nn.Conv2d(widths[0], 4, 3, padding=1)

    def forward(self, x, t, context):
        half = self.first // 2
        angles = t[:, None].float() * torch.exp(-math.log(10000) * torch.arange(half) / half)[None]
        time = self.time_embedding(torch.cat([angles.cos(), angles.sin()], 1))
        x = self.conv_in(x)
        skips = [x]
        for stage in self.down_blocks:
            for i, resnet in enumerate(stage.resnets):
                x = resnet(x, time)
                if len(stage.attentions):
                    x = stage.attentions[i](x, context)
                skips.append(x)
            if stage.resample[0] is not None:
                x = stage.resample[0](x)
                skips.append(x)
        x = self.mid_block.resnets[0](x, time)
        x = self.mid_block.attentions[0](x, context)
        x = self.mid_block.resnets[1](x, time)
        for stage in self.up_blocks:
            for i, resnet in enumerate(stage.resnets):
                x = resnet(torch.cat([x, skips.pop()], 1), time)
                if len(stage.attentions):
                    x = stage.attentions[i](x, context)
            if stage.resample[0] is not None:
                x = stage.resample[0](x)
        return self.conv_out(F.silu(self.conv_norm_out(x)))


def encoder(tiny):
    network = Encoder(*(32, 4, 2, 20, 4) if tiny else (256, 8, 12, 200, 4))
    batch, channels = (4, 8) if tiny else (32, 64)
    inputs = (wave(batch, channels, 20 if tiny else 200),)
    labels = torch.arange(batch) % 4
    return network, inputs, lambda y: F.cross_entropy(y, labels)


def unet3d(tiny):
    size = 16 if tiny else 64
    network = UNet3D((4, 8, 16) if tiny else (16, 32, 64, 128), 3)
    target = (wave(1, 3, size, size, size, w=0.07) > 0).float()
    return network, (wave(1, 1, size, size, size),), lambda y: F.binary_cross_entropy_with_logits(y, target)


def diffusion(tiny):
    size, context = (8, 16) if tiny else (32, 768)
    network = DiffusionUNet((32, 64) if tiny else (64, 128, 256), context, 4)
    inputs = (wave(2, 4, size, size), torch.tensor([10, 500]), wave(2, 8 if tiny else 77, context, w=0.07))
    target = wave(2, 4, size, size, w=0.05)
    return network, inputs, lambda y: F.mse_loss(y, target)


def run(task, tiny, repeats):
    kind, _, mode = task.partition("-")
    network, inputs, loss_of = {"encoder": encoder, "unet3d": unet3d, "diffusion": diffusion}[kind](tiny)
    fill(network)
    check = None
    if mode == "train":
        network.train()
        optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4, weight_decay=0.01)
        for step in range(WARM + repeats):
            start = time.perf_counter()
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(network(*inputs))
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            if step == 1:
                check = loss.item()
            if step >= WARM:
                print("seconds", time.perf_counter() - start, flush=True)
    else:
        network.eval()
        with torch.no_grad():
            for step in range(WARM + repeats):
                start = time.perf_counter()
                result = network(*inputs)
                if step >= WARM:
                    print("seconds", time.perf_counter() - start, flush=True)
        check = result.double().pow(2).mean().sqrt().item()
    print("check", check)
    print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    print("parameters", sum(p.numel() for p in network.parameters()))


if __name__ == "__main__":
    if sys.argv[1] == "versions":
        print("torch", torch.__version__)
    else:
        repeats = int(sys.argv[sys.argv.index("--repeats") + 1]) if "--repeats" in sys.argv else 10
        run(sys.argv[1], "--tiny" in sys.argv, repeats)
