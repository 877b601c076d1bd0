"""Writes subject/ (4D folders made by hand: 16-bit and single precision samples with config and hs_file) and what
MNE-Python 1.3 reads from them: integers.json, floats.json. Usage: python3 make_fixtures.py"""
import json
import os
import struct

import mne
import numpy as np

mne.set_log_level('error')
HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(17)
NAMES = ['A2', 'A10', 'A1', 'MxA', 'GxxA', 'GyxA', 'E1', 'TRIGGER', 'RESPONSE', 'X1', 'UACurrent']
LABELS = ['A2', 'A10', 'A1', 'MxA', 'GxxA', 'GyxA', 'EEG01', 'TRIGGER', 'RESPONSE', 'X1', 'UACurrent']
TYPES = [1, 1, 1, 3, 3, 3, 2, 5, 5, 4, 6]


def text(value, length):
    return value.encode().ljust(length, b'\0')


def pad(data):
    return data + bytes(-len(data) % 8)


def rigid(scale):
    q = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    q[:, 0] *= np.sign(np.linalg.det(q))
    out = np.eye(4)
    out[:3, :3], out[:3, 3] = q, rng.uniform(-.1, .1, 3)
    out[3, :3] = scale
    return out.astype('>f8').tobytes()


def block(data, kind, content):
    data += struct.pack('>I', len(content)) + text(kind, 20) + struct.pack('>i', 0) + text('user', 32)
    return pad(pad(data + struct.pack('>II', 0, len(content)) + bytes(32)) + content)


def config():
    data = struct.pack('>h', 1) + text('site', 32) + text('host', 16) + struct.pack('>hihh', 1, 0, 60, len(NAMES) + 1)
    data += struct.pack('>ffhhh', 1., 1., 1, 3, 0) + bytes(2) + struct.pack('>I', 0) + bytes(32) + rigid(1.)
    data = block(data, 'B_something', b'ten bytes.')
    data = block(data, 'B_E_table_used', struct.pack('>iii', 2, 0, 0) + text('f', 16) + struct.pack('>i', 0) + bytes(28))
    data = block(data, 'B_weights_used', struct.pack('>iII', 2, 0, 0) + text('w', 32) + text('d', 80)
                 + struct.pack('>II', 0, 0) + bytes(72))
    gains = []
    for i, (name, kind) in enumerate(list(zip(NAMES, TYPES)) + [('unused', 8)]):
        gain, units = rng.uniform(1, 9), rng.uniform(1e-13, 1e-12)
        data += text(name, 16) + struct.pack('>hHh', i + 1, kind, i) + bytes(2) + struct.pack('>ff', gain, units)
        data = pad(data + text('T', 16) + struct.pack('>di', 0, 0) + bytes(32)) + bytes(40)
        if kind in (1, 3):
            data += bytes(8) + rigid(1.) + struct.pack('>hh', 0, 2) + bytes(36) + bytes(2 * 104)
        elif kind == 2:
            data += bytes(8) + rigid(1.) + bytes(32)
        else:
            data += {5: bytes(38), 4: bytes(36), 6: bytes(36), 8: bytes(32)}[kind]
        data = pad(data)
    return data


def samples(path, kind):
    n, epochs = len(NAMES), [400, 250]
    values = rng.integers(-30000, 30000, (sum(epochs), n))
    data = pad(values.astype('>i2' if kind == 1 else '>f4').tobytes())
    start = len(data)
    data += struct.pack('>h', 1) + text('pdf', 5) + bytes(1) + struct.pack('>hhiiii', kind, 1, len(epochs), 1, 1, 0)
    data += struct.pack('>f', 1 / 512.) + text('SEC', 16) + struct.pack('>ihhiihhi', 2, n, 0, 0, 0, 0, 0, 0) + bytes(20)
    data = pad(data)
    for points in epochs:
        data += struct.pack('>ifffiii', points, 1, 0, 0, 0, 0, 0) + bytes(28)
    for i, label in enumerate(LABELS):
        data += text(label, 16) + struct.pack('>hhf', i + 1, 0, 1.) + text('T', 16) + struct.pack('>h', 0) + bytes(6)
        data += struct.pack('>ddii', 0, 0, i, 0) + bytes(4) + struct.pack('>f', 0) + bytes(24)
    data = pad(data + text('Trigger', 16) + struct.pack('>fffhi', 0, 0, 0, 0, 0) + bytes(32))
    for process, steps in (('BTi_acquire', [('other', struct.pack('>i', 12) + bytes(32) + bytes(12))]),
                           ('filt', [('b_filt_hp', struct.pack('>f', .5) + bytes(32)),
                                     ('b_filt_lp', struct.pack('>f', 100.) + bytes(32))])):
        data += struct.pack('>i', 0) + text(process, 20) + struct.pack('>i', 0) + text('me', 32)
        data = pad(data + struct.pack('>i', 1234567890) + text('file', 256) + struct.pack('>i', len(steps)) + bytes(32))
        for name, content in steps:
            data = pad(data + struct.pack('>i', 0) + text(name, 20) + struct.pack('>i', 0) + content)
    open(path, 'wb').write(data + struct.pack('>q', start))


def describe(path, name):
    raw = mne.io.read_raw_bti(path, rename_channels=False)
    where = [0, 1, 399, 400, 649]
    value = dict(names=raw.ch_names, count=int(raw.n_times), rate=raw.info['sfreq'], samples=where,
                 data=raw.get_data()[:, where].tolist(), date=raw.info['meas_date'].timestamp(),
                 highpass=raw.info['highpass'], lowpass=raw.info['lowpass'],
                 coils=[int(c['coil_type']) for c in raw.info['chs']],
                 locations=[np.nan_to_num(c['loc']).tolist() for c in raw.info['chs']],
                 head=raw.info['dev_head_t']['trans'].tolist(),
                 points=[[int(d['kind'])] + d['r'].tolist() for d in raw.info['dig']])
    json.dump(value, open(os.path.join(HERE, name), 'w'))


for folder, kind, pdf, name in (('subject', 1, 'c,rfDC', 'integers.json'), ('floats', 3, 'c,rfhp0.1Hz', 'floats.json')):
    folder = os.path.join(HERE, folder)
    os.makedirs(folder, exist_ok=True)
    open(os.path.join(folder, 'config'), 'wb').write(config())
    samples(os.path.join(folder, pdf), kind)
    index = np.array([[.001, .07, .002], [0, -.072, 0], [.1, .003, 0], [.05, 0, .1], [0, .05, .1]])
    shape = rng.uniform(-.1, .1, (7, 3))
    open(os.path.join(folder, 'hs_file'), 'wb').write(
        struct.pack('>iiii', 1, 0, 0, 7) + index.astype('>f8').tobytes() + shape.astype('>f8').tobytes())
    describe(os.path.join(folder, pdf), name)
