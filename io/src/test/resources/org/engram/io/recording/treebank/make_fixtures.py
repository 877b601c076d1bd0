"""Writes sub_2_trial006.h5 (chunked and compressed, as the published files are) with its labels. Sample s of electrode k
is 1000 k + (7 s mod 501). Usage: python3 make_fixtures.py"""
import json
import os

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
with h5py.File(os.path.join(HERE, 'sub_2_trial006.h5'), 'w') as out:
    for k in range(12):
        values = 1000. * k + (7 * np.arange(5000)) % 501
        out.create_dataset('data/electrode_%d' % k, data=values, chunks=(1024,), compression='gzip' if k != 3 else None)
folder = os.path.join(HERE, 'electrode_labels', 'sub_2')
os.makedirs(folder, exist_ok=True)
labels = ['*LT1aIb%d' % i for i in range(1, 9)] + ['#RF1', 'RF2', 'DC10', 'TRIG1']
json.dump(labels, open(os.path.join(folder, 'electrode_labels.json'), 'w'))
json.dump({'sub_1': ['RF2'], 'sub_2': ['LT1aIb2', 'RF1']}, open(os.path.join(HERE, 'corrupted_elec.json'), 'w'))
