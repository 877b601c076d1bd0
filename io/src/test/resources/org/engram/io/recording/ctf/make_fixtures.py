"""Writes synthetic.ds (a small CTF folder made by hand, two sample files, an aborted end) and what MNE-Python 1.3 reads
from it: synthetic.json. Usage: python3 make_fixtures.py"""
import json
import os
import struct

import mne
import numpy as np

mne.set_log_level('error')
HERE = os.path.dirname(os.path.abspath(__file__))
DS = os.path.join(HERE, 'synthetic.ds')
os.makedirs(DS, exist_ok=True)
rng = np.random.default_rng(11)
NAMES = ['STIM', 'SCLK01-177', 'BG1-2908', 'BG2-2908', 'BP1-2908', 'G11-2908', 'P11-2908', 'MLC11-2908', 'MLC12-2908',
         'MRF21-2908', 'MZO01-2908', 'EEG001-2800', 'Cz-2800', 'UPPT001', 'HLC0011-28']
TYPES = [11, 17, 0, 0, 0, 1, 1, 5, 5, 5, 5, 9, 9, 11, 13]
SAMPLES, RATE, PRE = 150, 600., 30
REFERENCES = [2, 3, 4, 5, 6]


def text(value, length):
    return value.encode().ljust(length, b'\0')


def coil(pos, norm):
    return struct.pack('>3dd3ddhihd', *pos, 0, *norm, 0, 1, 0, 0, 1.5)


head = text('MEG42RS', 8) + text('app', 256) + text('origin', 256) + text('a description', 256) + struct.pack('>h', 1)
head += text('14:05:59', 255) + text('23-Nov-2011', 255) + struct.pack('>ih', SAMPLES, len(NAMES))
head = head.ljust(1296, b'\0') + struct.pack('>dd', RATE, SAMPLES / RATE) + struct.pack('>h', 5)
head = head.ljust(1316, b'\0') + struct.pack('>i', PRE)
head = head.ljust(1836, b'\0') + struct.pack('>i', 10)
head = head.ljust(1844, b'\0') + text('run descr', 10)
head += struct.pack('>h', 2) + struct.pack('>diih', 150., 1, 1, 0) + struct.pack('>diihd', .5, 1, 2, 1, 3.)
for name in NAMES:
    head += text(name, 32)
normals = []
for i, (name, kind) in enumerate(zip(NAMES, TYPES)):
    pos, norm = rng.uniform(-10, 10, 3), rng.normal(size=3)
    norm /= np.linalg.norm(norm)
    second = pos + 5 * norm
    if name.startswith('G11'):  # coils side by side
        side = np.cross(norm, [0, 0, 1.])
        second = pos + 7 * side / np.linalg.norm(side)
    if name.startswith('MLC12'):
        norm = np.array([0, 0, 1.])
    if kind == 9:
        pos = np.array([3., 4., 9.]) if name.startswith('EEG') else np.zeros(3)
    proper = (1 if i % 2 else -1) * 1e9 * (1 + i) if kind in (0, 1, 5) else 1.
    quantum = 2. ** 20 if kind in (0, 1, 5) else 1e8 if kind == 9 else 1.
    head += struct.pack('>hhidddd', kind, 0, 0, proper, quantum, 1., 0.)
    head += struct.pack('>hhi', 2 if kind in (1, 5) else 1, 3 if kind == 5 else 0, 0)
    coils = coil(pos, norm) + coil(second, -norm)
    head += coils.ljust(640, b'\0') * 2
records = []
for kind in (b'G3BR', b'G1BR'):
    for channel in (8, 7, 10, 9):
        used = REFERENCES if kind == b'G3BR' else REFERENCES[:3]
        names = b''.join(text(NAMES[r], 31) for r in used)
        values = rng.normal(size=len(used))
        records.append(text(NAMES[channel], 32) + kind + bytes(4) + struct.pack('>h', len(used))
                       + names.ljust(50 * 31, b'\0') + values.astype('>f8').tobytes().ljust(400, b'\0'))
head += struct.pack('>h', len(records)) + b''.join(records)
open(os.path.join(DS, 'synthetic.res4'), 'wb').write(head)


def samples(name, trials, first, stop):
    data = rng.integers(-2 ** 22, 2 ** 22, (trials, len(NAMES), SAMPLES))
    data[:, 0] = rng.integers(0, 4, (trials, SAMPLES))
    clock = first + np.arange(trials * SAMPLES)
    clock[stop:] = 0
    data[:, 1] = clock.reshape(trials, SAMPLES)
    data[:, 13] = 0
    open(os.path.join(DS, name), 'wb').write(b'MEG41CP\0' + data.astype('>i4').tobytes())


samples('synthetic.meg4', 3, 1000, 450)
samples('synthetic.1_meg4', 2, 1450, 215)
dewar = dict(nasion=(6.2, 6.4, -24.), left=(-4.1, 6.3, -26.5), right=(6.1, -5.6, -26.))


def lines(kind, what, values):
    return ['%s %s coil position relative to %s (cm):' % (kind, what, 'XX')] + \
        ['\t%s = %.9f' % (a, v) for a, v in zip('xyz', values)]


nas, left, right = (np.array(dewar[k]) for k in ('nasion', 'left', 'right'))
middle = (left + right) / 2
x = (nas - middle) / np.linalg.norm(nas - middle)
z = np.cross(x, left - middle)
z /= np.linalg.norm(z)
turn = np.array([x, np.cross(z, x), z])
out = []
for kind, where, points in (('standard', 'dewar', None), ('measured', 'dewar', lambda p: p),
                            ('measured', 'head', lambda p: turn @ (p - middle))):
    for label, point in (('nasion', nas), ('left ear', left), ('right ear', right)):
        value = point + .3 if points is None else points(point)
        out += [l.replace('XX', where) for l in lines(kind, label, value)]
open(os.path.join(DS, 'synthetic.hc'), 'w').write('\n'.join(out) + '\n')
open(os.path.join(DS, 'synthetic.eeg'), 'w').write('1 EEG001-2800 5.0 4.0 9.5\n2 EXTRA 1.0 2.0 12.0\n')
open(os.path.join(DS, 'subject.pos'), 'w').write('3\n1 8.0 1.0 3.0\n2 -7.0 2.0 4.0\nnasion 9.9 0.0 0.0\n')
open(os.path.join(DS, 'BadChannels'), 'w').write('MLC12\nBP1\n')
open(os.path.join(DS, 'bad.segments'), 'w').write('1\t0.2\t0.35\n')
open(os.path.join(DS, 'MarkerFile.mrk'), 'w').write('''PATH OF DATASET:
/x/synthetic.ds


NUMBER OF MARKERS:
2


CLASSGROUPID:
3
NAME:
stimulus
COMMENT:

COLOR:
blue
EDITABLE:
Yes
CLASSID:
1
NUMBER OF SAMPLES:
3
LIST OF SAMPLES:
TRIAL NUMBER		TIME FROM SYNC POINT (in seconds)
                  +0				     +0.05
                  +1				     -0.01
                  +3				     +0.02


CLASSGROUPID:
3
NAME:
response
COMMENT:

COLOR:
red
EDITABLE:
Yes
CLASSID:
2
NUMBER OF SAMPLES:
1
LIST OF SAMPLES:
TRIAL NUMBER		TIME FROM SYNC POINT (in seconds)
                  +2				     +0.1


''')
open(os.path.join(DS, 'ClassFile.cls'), 'w').write('''PATH OF DATASET:
/x/synthetic.ds


NUMBER OF CLASSES:
1


CLASSGROUPID:
3
NAME:
BAD
COMMENT:

COLOR:
Red
EDITABLE:
Yes
CLASSID:
1
NUMBER OF TRIALS:
1
LIST OF TRIALS:
TRIAL NUMBER
                  +2


''')
raw = mne.io.read_raw_ctf(DS)
data = raw.get_data()
where = [0, 1, 149, 150, 299, 300, 449, 450, 600, 664]
value = dict(
    names=raw.ch_names, count=int(raw.n_times), date=raw.info['meas_date'].timestamp(), bads=raw.info['bads'],
    highpass=raw.info['highpass'], lowpass=raw.info['lowpass'], samples=where, data=data[:, where].tolist(),
    kinds=[mne.io.pick.channel_type(raw.info, i) for i in range(len(raw.ch_names))],
    coils=[int(c['coil_type']) for c in raw.info['chs']],
    locations=[np.nan_to_num(c['loc']).tolist() for c in raw.info['chs']],
    head=raw.info['dev_head_t']['trans'].tolist(),
    points=[[int(d['kind']), int(d['ident'])] + d['r'].tolist() for d in raw.info['dig']],
    onsets=raw.annotations.onset.tolist(), texts=raw.annotations.description.tolist(),
    durations=raw.annotations.duration.tolist(),
    comps=[dict(kind=int(c['kind']), rows=c['data']['row_names'], columns=c['data']['col_names'],
                data=c['data']['data'].tolist()) for c in raw.info['comps']])
json.dump(value, open(os.path.join(HERE, 'synthetic.json'), 'w'))
