"""Writes synthetic.sqd (a small KIT file made by hand) and what MNE-Python 1.3 reads from it and from the public test
recording: synthetic.json, recorded.json. Usage: python3 make_fixtures.py FOLDER_OF_TEST_SQD"""
import json
import os
import struct
import sys

import mne
import numpy as np

mne.set_log_level('error')
HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = [2, 2, 2, 2, 2, 0x101, 0x101, -2, -2, -3, -1, -1, -1, -4, 0]
NAMES = ['', '', 'AG003', '', '', '', '', 'Fz', 'EEG', 'HEART', '', 'TRIG', '', 'ETC1', '']


def write(path):
    rng = np.random.default_rng(3)
    n, samples, size = len(KINDS), 700, 80
    blocks = {}
    system = struct.pack('<iii', 2, 6, 34) + b'Synthetic\0'.ljust(128, b'\0') + b'ModelX'.ljust(128, b'\0')
    system += struct.pack('<i', n) + b'a comment'.ljust(256, b'\0') + struct.pack('<ii', 1338487633, 0)
    system += bytes(12) + struct.pack('<i', 0) + bytes(12) + struct.pack('<i', 100) + bytes(12)
    system += struct.pack('<i', 0) + bytes(12) + struct.pack('<i', 0) + bytes(29 * 4)
    system += struct.pack('<d', 10.0) + struct.pack('<iii', 1, 16, 15)
    blocks[1] = (system, len(system), 1)
    channels = b''
    for i, (kind, name) in enumerate(zip(KINDS, NAMES)):
        record = struct.pack('<i', kind)
        if kind > 0:
            record += struct.pack('<5d', *rng.uniform(-.1, .1, 3), *rng.uniform(0, 180, 2))
            record += bytes(16) + name.encode().ljust(6, b'\0') if kind == 2 else b''
        elif kind < 0:
            record += struct.pack('<ii', i, 0) + name.encode().ljust(8 if kind == -2 else 32, b'\0')
            if kind in (-2, -3):
                record += bytes(6 if kind == -2 else 8) + struct.pack('<d', 0. if i == 8 else 2e-6 * (i + 1))
        channels += record.ljust(size, b'\0')
    blocks[4] = (channels, size, n)
    blocks[5] = (b''.join(struct.pack('<dd', 0, g) for g in rng.uniform(1e-12, 3e-12, n)), 16, n)
    blocks[7] = (struct.pack('<i', 0x12341200 | 0x00020500), 4, 1)
    blocks[8] = (struct.pack('<idii', 1, 500., samples, samples), 32, 1)
    data = rng.integers(-3000, 3000, (samples, n))
    data[:, 10:15] = np.where(rng.uniform(size=(samples, 5)) < .3, 0, 9000)
    blocks[9] = (data.astype('<i2').tobytes(), 2, samples * n)
    head = {'fidnz': (.1, .001, 0), 'fidt9': (0, .07, .002), 'fidt10': (.001, -.075, 0)}
    coils = np.array([[.01, .07, 0], [.01, -.07, .003], [.11, .005, .03], [.1, .04, .025], [.09, -.04, .03]])
    points = [(k, v) for k, v in head.items()] + [('HPI_%d' % (i + 1), c) for i, c in enumerate(coils)]
    points += [('FZ', (.08, 0, .09))] + [('', rng.uniform(-.1, .1, 3)) for _ in range(6)]
    blocks[26] = (b''.join(k.encode().ljust(8, b'\0') + struct.pack('<3d', *v) for k, v in points), 32, len(points))
    angle = .2
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    markers = coils @ turn.T + [.01, -.02, -.05] + rng.normal(0, 3e-4, (5, 3))
    fit = struct.pack('<i', 1) + bytes(256) + struct.pack('<i', 5)
    for i, m in enumerate(markers):
        fit += struct.pack('<4i', 0, 0, 0, int(i != 3)) + bytes(24) + struct.pack('<3d', *m)
    blocks[12] = (fit + bytes(256), 1032, 1)
    entries, body, at = [(0, 16, 32, 32)], b'', 512
    for i in range(1, 32):
        content, item, count = blocks.get(i, (b'', 0, 0))
        entries.append((at if content else 0, item, count, count))
        body += content
        at += len(content)
    with open(path, 'wb') as out:
        out.write(b''.join(struct.pack('<Iiii', *e) for e in entries) + body)


def describe(raw, channels, samples):
    data = raw.get_data()
    points = raw.info['dig'] or []
    return dict(
        names=raw.ch_names, rate=raw.info["sfreq"], count=int(raw.n_times), date=raw.info['meas_date'].timestamp(),
        highpass=raw.info['highpass'], lowpass=raw.info['lowpass'], channels=channels, samples=samples,
        data=data[np.ix_(channels, samples)].tolist(), codes=data[-1].astype(int).tolist(),
        kinds=[mne.io.pick.channel_type(raw.info, i) for i in range(len(raw.ch_names))],
        locations=[c['loc'].tolist() for c in raw.info['chs'] if c['kind'] in (1, 301)][:40],
        head=raw.info['dev_head_t']['trans'].tolist(),
        points=[[int(d['kind']), int(d['ident'])] + d['r'].tolist() for d in points[:20]])


def save(name, value):
    with open(os.path.join(HERE, name), 'w') as out:
        json.dump(value, out, default=lambda x: x.item())


write(os.path.join(HERE, 'synthetic.sqd'))
raw = mne.io.read_raw_kit(os.path.join(HERE, 'synthetic.sqd'))
value = describe(raw, list(range(16)), [0, 1, 2, 333, 699])
for order, name in (('<', 'first_highest'), ('>', 'last_highest')):
    other = mne.io.read_raw_kit(os.path.join(HERE, 'synthetic.sqd'), stim=order, slope='+', stimthresh=.5)
    value[name] = other.get_data()[-1].astype(int).tolist()
other = mne.io.read_raw_kit(os.path.join(HERE, 'synthetic.sqd'), slope='+', stim_code='channel')
value['channel'] = other.get_data()[-1].astype(int).tolist()
save('synthetic.json', value)
folder = sys.argv[1]
files = [os.path.join(folder, f) for f in ('test_mrk_pre.sqd', 'test_mrk_post.sqd')]
raw = mne.io.read_raw_kit(os.path.join(folder, 'test.sqd'), mrk=files, elp=os.path.join(folder, 'test.elp'),
                          hsp=os.path.join(folder, 'test.hsp'))
value = describe(raw, [0, 5, 40, 156, 157, 159, 160, 161, 167, 180, 191, 192], [0, 1, 2, 777, 1998, 1999])
twin = mne.io.read_raw_fif(os.path.join(folder, 'test_bin_raw.fif'))
value['twin'] = twin.get_data()[:157][:, [0, 999, 1999]].tolist()
value['twin_codes'] = twin.get_data()[157, ::50].astype(int).tolist()
save('recorded.json', value)
