"""Numbers of the tests of tokenisers and masked models that the specification gives none for: LaBraM's and Du-IN's,
written down again with torch's own modules and filled by rule 6.4. Run: python3 tokenizers.py
"""
import torch
from torch import nn
import torch.nn.functional as F


class Part(nn.Module):
    def __init__(self, **children):
        super().__init__()
        for name, child in children.items():
            self.add_module(name, child)


def vector(module, name, *shape):
    module.register_parameter(name, nn.Parameter(torch.zeros(shape)))


def sine_input(*shape):
    j = torch.arange(int(torch.tensor(shape).prod()), dtype=torch.float64)
    return torch.sin(0.013 * j + 0.5 * torch.sin(0.0007 * j)).reshape(shape)


def filled(module, skip=()):
    module.double().eval()
    named = sorted((n, p) for n, p in module.named_parameters() if n not in skip)
    for k, (name, p) in enumerate(named):
        j = torch.arange(p.numel(), dtype=torch.float64)
        value = 0.05 * torch.sin(0.37 * j + 1.1 * k) + (1 if p.dim() == 1 and name.endswith("weight") else 0)
        p.data.copy_(value.reshape(p.shape))
    return module, len(named)


def show(name, x):
    x = x.detach().double().flatten()
    print("%s first %.8f last %.8f mean %.8f" % (name, x[0], x[-1], x.mean()))


# LaBraM

def labram(kind, layers, heads, filters=None, code=None, encoder_form=True, mask=False):
    d = 200
    m = Part()
    vector(m, "cls_token", 1, 1, d)
    vector(m, "pos_embed", 1, 129, d)
    vector(m, "time_embed", 1, 16, d)
    if mask:
        vector(m, "mask_token", 1, 1, d)
    if code:
        m.patch_embed = Part(proj=nn.Conv2d(code, d, (1, 1)))
    else:
        m.patch_embed = Part(conv1=nn.Conv2d(1, 8, (1, 15), (1, 8), (0, 7)), norm1=nn.GroupNorm(4, 8),
                             conv2=nn.Conv2d(8, 8, (1, 3), 1, (0, 1)), norm2=nn.GroupNorm(4, 8),
                             conv3=nn.Conv2d(8, 8, (1, 3), 1, (0, 1)), norm3=nn.GroupNorm(4, 8))
    blocks = []
    for _ in range(layers):
        attention = Part(qkv=nn.Linear(d, 3 * d, bias=not encoder_form), proj=nn.Linear(d, d))
        block = Part(norm1=nn.LayerNorm(d, eps=1e-6), attn=attention, norm2=nn.LayerNorm(d, eps=1e-6),
                     mlp=Part(fc1=nn.Linear(d, 4 * d), fc2=nn.Linear(4 * d, d)))
        if encoder_form:
            attention.q_norm = nn.LayerNorm(d // heads, eps=1e-6)
            attention.k_norm = nn.LayerNorm(d // heads, eps=1e-6)
            vector(block, "gamma_1", d)
            vector(block, "gamma_2", d)
        blocks.append(block)
    m.blocks = nn.ModuleList(blocks)
    m.norm = nn.LayerNorm(d, eps=1e-6)
    m.heads = heads
    return m


def patches(m, x):
    e = m.patch_embed
    x = x.flatten(1, 2)[:, None]
    for i in "123":
        x = F.gelu(getattr(e, "norm" + i)(getattr(e, "conv" + i)(x)))
    return x.permute(0, 2, 3, 1).flatten(2)


def transformed(m, tokens, channels, row, masked=None):
    b, n, d = tokens.shape
    c = len(channels) - 1
    if masked is not None:
        tokens = torch.where(masked[..., None], m.mask_token, tokens)
    place = m.pos_embed[0, channels]
    x = tokens.reshape(b, c, n // c, d) + place[1:, None] + m.time_embed[0, :n // c]
    x = torch.cat([(m.cls_token + place[row]).expand(b, 1, d), x.reshape(b, n, d)], 1)
    for block in m.blocks:
        q, k, v = (y.reshape(b, n + 1, m.heads, -1).transpose(1, 2)
                   for y in block.attn.qkv(block.norm1(x)).chunk(3, -1))
        if hasattr(block.attn, "q_norm"):
            q, k = block.attn.q_norm(q), block.attn.k_norm(k)
        y = torch.softmax(q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5, -1) @ v
        y = block.attn.proj(y.transpose(1, 2).reshape(b, n + 1, d))
        x = x + (block.gamma_1 * y if hasattr(block, "gamma_1") else y)
        y = block.mlp.fc2(F.gelu(block.mlp.fc1(block.norm2(x))))
        x = x + (block.gamma_2 * y if hasattr(block, "gamma_2") else y)
    return m.norm(x)[:, 1:]


def head(outputs):
    return nn.Sequential(nn.Linear(200, 200), nn.Tanh(), nn.Linear(200, outputs))


CHANNELS = [0, 20, 39]
X = sine_input(2, 2, 3, 200)

m = Part(student=labram("student", 1, 10, mask=True), lm_head=nn.Linear(200, 11),
         projection_head=nn.Sequential(nn.Linear(200, 200)))
m.student.lm_head = nn.Linear(200, 11)
m, count = filled(m)
hidden = torch.arange(12).reshape(2, 6) % 3 == 1
print("LaBraM masked", count)
show("logits", m.lm_head(transformed(m.student, patches(m.student, X), CHANNELS, 1, hidden)))

m = Part(encoder=labram("encoder", 1, 10, encoder_form=False), decoder=labram("decoder", 3, 10, code=2, encoder_form=False),
         encode_task_layer=head(2), decode_task_layer=head(200), decode_task_layer_angle=head(200))
m, count = filled(m)
# Many codes on a circle: so alike are the tokens that fewer would all be the same.
codes = F.normalize(torch.sin(7.3 * torch.arange(8192, dtype=torch.float64)).reshape(4096, 2), dim=-1)
unit = F.normalize(m.encode_task_layer(transformed(m.encoder, patches(m.encoder, X), CHANNELS, 0)), dim=-1)
numbers = (unit @ codes.T).argmax(-1)
coded = codes[numbers]
print("LaBraM tokeniser", count, "codes", numbers.flatten().tolist())
plane = coded.reshape(2, 2, 3, 2).permute(0, 3, 1, 2)
decoded = transformed(m.decoder, m.decoder.patch_embed.proj(plane).flatten(2).transpose(1, 2), CHANNELS, 0)
show("amplitude", m.decode_task_layer(decoded))
show("phase", m.decode_task_layer_angle(decoded))
show("commitment", (unit - coded).square().mean())


# Du-IN

def blocks(layers):
    def attention():
        a = Part(W_q=Part(W=nn.Linear(160, 512)), W_k=Part(W=nn.Linear(160, 512)), W_v=Part(W=nn.Linear(160, 512)),
                 norm_q=nn.LayerNorm(64), norm_k=nn.LayerNorm(64), attention=Part(),
                 proj=nn.Sequential(nn.Linear(512, 160)))
        vector(a.attention, "scale")
        return a
    return nn.ModuleList([Part(mha=attention(), norm_mha=nn.LayerNorm(160),
                               ffn=Part(fc1=nn.Sequential(nn.Linear(160, 320)), fc2=nn.Sequential(nn.Linear(320, 160))),
                               norm_ffn=nn.LayerNorm(160)) for _ in range(layers)])


def run(stack, x):
    b, n, _ = x.shape
    for block in stack:
        a = block.mha
        q, k, v = (w.W(x).reshape(b, n, 8, 64).transpose(1, 2) for w in (a.W_q, a.W_k, a.W_v))
        y = torch.softmax(a.norm_q(q) @ a.norm_k(k).transpose(-1, -2) * a.attention.scale, -1) @ v
        x = block.norm_mha(x + a.proj(y.transpose(1, 2).reshape(b, n, 512)))
        x = block.norm_ffn(x + block.ffn.fc2(F.relu(block.ffn.fc1(x))))
    return x


class Around(nn.Module):  # the reference's sequences begin with members that hold nothing
    def __init__(self, index, inner):
        super().__init__()
        self.add_module(index, inner)


def subject(inputs, outputs, subjects):
    return Part(subj_layer=Part(W=nn.Linear(subjects, inputs * outputs, bias=False),
                                B=nn.Linear(subjects, outputs, bias=False)))


def of(layer, x, numbers):
    one = F.one_hot(numbers, layer.W.in_features).double()
    return x @ layer.W(one).reshape(len(numbers), x.shape[-1], -1) + layer.B(one)[:, None]


def duin(channels, subjects, segments, layers):
    sizes = [(16, 128, 19, 10, 9), (128, 128, 3, 1, 1), (128, 16, 3, 1, 1)]
    m = Part(subj_block=subject(channels, 16, subjects), tokenizer=Part(conv_blocks=nn.ModuleList(
        [nn.ModuleList([Around("1", nn.Conv1d(a, b, k, s, p)), Around("1", nn.BatchNorm1d(b))])
         for a, b, k, s, p in sizes])), emb_time=Part(), encoder=Around("1", Part(xfmr_blocks=blocks(layers))))
    vector(m.emb_time, "time_encodings", segments, 160)
    return m


def tokens(m, x, numbers):
    x = of(m.subj_block.subj_layer, x, numbers)
    b = len(x)
    y = x.reshape(-1, 100, 16).transpose(1, 2)
    for block in m.tokenizer.conv_blocks:
        y = getattr(block[1], "1")(getattr(block[0], "1")(y))
    return y.transpose(1, 2).reshape(b, -1, 160)


def encoded(m, t):
    return run(getattr(m.encoder, "1").xfmr_blocks, t + m.emb_time.time_encodings[:t.shape[1]])


X = sine_input(2, 300, 3)
WHO = torch.tensor([1, 0])

m = duin(3, 2, 4, 1)
vector(m, "mask_emb", 160)
m.cls_block = Part(cls_head=nn.ModuleList([nn.Sequential(nn.Linear(160, 7))]))
m, count = filled(m)
hidden = torch.arange(6).reshape(2, 3) % 2 == 1
print("Du-IN masked", count)
show("logits", m.cls_block.cls_head[0](encoded(m, torch.where(hidden[..., None], m.mask_emb, tokens(m, X, WHO)))))

m = duin(3, 2, 4, 1)
m.vq_block = Part(pre_proj=nn.Sequential(nn.Linear(160, 160), nn.Tanh(), nn.Linear(160, 64)), codex=Part(),
                  layernorm=nn.LayerNorm(64), post_proj=nn.Sequential(nn.Linear(64, 160)))
vector(m.vq_block, "counts", 600)
vector(m.vq_block.codex, "embeddings", 600, 64)
vector(m.vq_block.codex, "initted", 1)
m.decoder = Around("1", Part(xfmr_blocks=blocks(4)))
stages, inputs = [], 160
for outputs, k, s in zip([128, 128, 128, 128, 16], [3, 3, 10, 9, 19], [1, 1, 10, 1, 10]):
    p = (k - s + 1) // 2
    stages.append(nn.ModuleList([Around("1", nn.ConvTranspose1d(inputs, outputs, k, s, p, 2 * p - (k - s)))]))
    inputs = outputs
m.rgs_block = Part(rgs_head=nn.ModuleList(stages + [nn.Sequential(nn.Linear(16, 16))]))
m.desubj_block = subject(16, 3, 2)
m, count = filled(m)
codes = F.normalize(m.vq_block.codex.embeddings, dim=-1)
unit = F.normalize(m.vq_block.pre_proj(encoded(m, tokens(m, X, WHO))), dim=-1)
numbers = (unit @ codes.T).argmax(-1)
print("Du-IN tokeniser", count, "codes", numbers.flatten().tolist())
y = m.vq_block.post_proj(m.vq_block.layernorm(codes[numbers]))
y = run(getattr(m.decoder, "1").xfmr_blocks, y + m.emb_time.time_encodings[:3]).transpose(1, 2)
for stage in m.rgs_block.rgs_head[:-1]:
    y = getattr(stage[0], "1")(y)
y = m.rgs_block.rgs_head[-1](y.transpose(1, 2))
show("signal", of(m.desubj_block.subj_layer, y, WHO))
show("commitment", (unit - codes[numbers]).square().mean())
