"""Spectra of made-up signals by MNE-Python 1.3 and SciPy, for SpectraParityTest. Run: python3 make_spectra.py"""
import json
import numpy as np
import mne
from mne.time_frequency import psd_array_welch, tfr_array_morlet
from scipy.integrate import simpson

n, fs = 700, 200.0
lcg = 1
noise = np.empty(2 * n)
for i in range(2 * n):
    lcg = (1103515245 * lcg + 12345) % 2 ** 31
    noise[i] = lcg / 2 ** 31 - 0.5
x = noise.reshape(2, n) + np.sin(2 * np.pi * 11 * np.arange(n) / fs)
out = {}
for name, kw in {
        "plain": dict(n_fft=128, n_overlap=0),
        "overlap_padded": dict(n_fft=200, n_per_seg=150, n_overlap=75),
        "odd": dict(n_fft=101, n_overlap=50),
        "median": dict(n_fft=128, n_overlap=64, average="median")}.items():
    psd, f = psd_array_welch(x, fs, fmin=0, fmax=np.inf, verbose=False, **kw)
    out[name] = psd[0].tolist()
out["hann"] = psd_array_welch(x, fs, n_fft=128, window="hann", verbose=False)[0][1].tolist()
freqs = np.array([5.0, 11.0, 30.0, 70.0])
cycles = np.array([3.0, 5.0, 7.0, 10.0])
w = tfr_array_morlet(x[:, None, :], fs, freqs, n_cycles=cycles, zero_mean=True, output="complex", decim=7)
out["morlet_real"] = w[0, 0].real.tolist()
out["morlet_imaginary"] = w[0, 0].imag.tolist()
out["morlet_power"] = tfr_array_morlet(x[:, None, :], fs, freqs, n_cycles=cycles, zero_mean=True,
                                       output="avg_power", decim=7)[0].tolist()
out["morlet_itc"] = tfr_array_morlet(x[:, None, :], fs, freqs, n_cycles=cycles, zero_mean=True,
                                     output="itc", decim=7)[0].tolist()
psd, f = psd_array_welch(x, fs, fmin=0, fmax=np.inf, n_fft=128, verbose=False)
out["simpson_8_13"] = float(simpson(psd[0][(f >= 8) & (f <= 13)], dx=f[1]))
json.dump(out, open("spectra.json", "w"))
