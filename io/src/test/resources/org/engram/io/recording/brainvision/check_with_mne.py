"""Reads a BrainVision recording with mne and compares it with what was to be written.

python3 check_with_mne.py written.vhdr expected.npy [tolerance in volts]

expected.npy: channel x sample, volts (no unit for MISC). Prints what mne found; ends with an error when samples differ.
"""
import sys

import mne
import numpy as np

raw = mne.io.read_raw_brainvision(sys.argv[1], preload=True, verbose="ERROR")
expected = np.load(sys.argv[2])
tolerance = float(sys.argv[3]) if len(sys.argv) > 3 else 1e-11
found = raw.get_data()
assert found.shape == expected.shape, (found.shape, expected.shape)
worst = np.abs(found - expected).max(axis=1)
print("channels", raw.ch_names)
print("rate", raw.info["sfreq"], "start", raw.info["meas_date"])
print("annotations", [(round(a["onset"], 6), round(a["duration"], 6), a["description"]) for a in raw.annotations])
print("places", {c["ch_name"]: c["loc"][:3].round(6).tolist() for c in raw.info["chs"] if np.isfinite(c["loc"][:3]).all()})
print("largest difference", worst.max())
assert worst.max() <= tolerance, worst
