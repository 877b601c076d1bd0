"""Writes affine.onnx by hand, in the wire format of Protocol Buffers, and what NumPy says it computes.

    y = float32 relu(x @ w + b), x of shape (batch, 3);  indices = top index of y along axis 1 (int64)
"""
import numpy as np


def varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def node(op, inputs, outputs, *attributes):
    return field(1, b"".join(field(1, i) for i in inputs) + b"".join(field(2, o) for o in outputs) + field(4, op)
                 + b"".join(field(5, a) for a in attributes))


def integer(name, value):
    return field(1, name) + field(3, value) + field(20, 2)


def tensor(name, array):
    return field(5, b"".join(field(1, s) for s in array.shape) + field(2, 1) + field(8, name) + field(9, array.tobytes()))


def value(number, name, kind, dims):
    shape = b"".join(field(1, field(2, d) if isinstance(d, str) else field(1, d)) for d in dims)
    return field(number, field(1, name) + field(2, field(1, field(1, kind) + field(2, shape))))


random = np.random.default_rng(0)
w = random.standard_normal((3, 4)).astype("<f4")
b = random.standard_normal(4).astype("<f4")
graph = (node("MatMul", ["x", "w"], ["xw"]) + node("Add", ["xw", "b"], ["sum"]) + node("Relu", ["sum"], ["y"])
         + node("ArgMax", ["y"], ["indices"], integer("axis", 1), integer("keepdims", 0))
         + field(2, "affine") + tensor("w", w) + tensor("b", b)
         + value(11, "x", 1, ["batch", 3]) + value(12, "y", 1, ["batch", 4]) + value(12, "indices", 7, ["batch"]))
with open("affine.onnx", "wb") as out:
    out.write(field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13)))
x = random.standard_normal((5, 3)).astype("<f4")
y = np.maximum(x.astype(float) @ w.astype(float) + b, 0)
np.savez_compressed("affine.npz", x=x, y=y, indices=y.argmax(1))
