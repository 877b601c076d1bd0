"""Makes filtering.npz and ../resampling/resampling.npz with MNE-Python 1.3.0, SciPy 1.10.1, NumPy 1.24.2."""
import os
import warnings

import numpy as np
import scipy.signal
import mne
from mne.filter import create_filter, filter_data, notch_filter, resample, construct_iir_filter
from mne.time_frequency.multitaper import dpss_windows

warnings.simplefilter("ignore")
here = os.path.dirname(os.path.abspath(__file__))
quiet = dict(verbose="ERROR")


def signal(n, fs):
    k = np.arange(n)
    return (np.sin(2 * np.pi * 3 * k / fs) + 0.5 * np.cos(2 * np.pi * 17 * k / fs)
            + 0.2 * np.sin(2 * np.pi * 50 * k / fs) + 0.001 * k + ((7919 * k) % 1000) / 1000 - 0.5)


out = {}
for n in (5, 60, 823, 2001):
    x = signal(n, 250.0)
    for phase in ("zero", "zero-double", "linear"):
        out[f"bp_{phase}_{n}"] = filter_data(x, 250.0, 1, 40, phase=phase, **quiet)
x = signal(1501, 250.0)
out["hp"] = filter_data(x, 250.0, 0.5, None, **quiet)
out["lp_blackman"] = filter_data(x, 250.0, None, 30, fir_window="blackman", **quiet)
out["stop"] = filter_data(x, 250.0, 40, 15, **quiet)
out["notches"] = notch_filter(x, 250.0, [50, 100], **quiet)
out["hann_taps"] = create_filter(None, 200.0, 2, 45, fir_window="hann", **quiet)
out["firwin2_taps"] = create_filter(None, 200.0, 2, 45, fir_design="firwin2", **quiet)


def minimum_phase(h, half):
    """As SciPy 1.14 and later, which fold the cepstrum at half the transform."""
    n = 2 ** int(np.ceil(np.log2(2 * (len(h) - 1) / 0.01)))
    gain = np.abs(np.fft.fft(h, n))
    cepstrum = np.fft.ifft((0.5 if half else 1) * np.log(gain + 1e-7 * gain[gain > 0].min())).real
    cepstrum[1:n // 2] *= 2
    cepstrum[n // 2:] = 0
    return np.fft.ifft(np.exp(np.fft.fft(cepstrum))).real[:(len(h) + 1) // 2 if half else len(h)]


out["half_taps"] = minimum_phase(create_filter(None, 250.0, None, 40, filter_length=165, **quiet), True)
out["minimum_taps"] = minimum_phase(create_filter(None, 250.0, None, 40, **quiet), False)
for n in (40, 1501):
    out[f"iir_bp_{n}"] = filter_data(signal(n, 250.0), 250.0, 1, 40, method="iir", **quiet)
    out[f"iir_lp_{n}"] = filter_data(signal(n, 250.0), 250.0, None, 30, method="iir", **quiet)
iir = construct_iir_filter(dict(order=4, ftype="butter", output="sos"), [1, 40], None, 250.0, "bandpass", **quiet)
out["iir_ringing"] = np.array([iir["padlen"]], float)
out["iir_forward"] = scipy.signal.sosfilt(iir["sos"], x)
hp = construct_iir_filter(dict(order=4, ftype="butter", output="sos"), 0.1, None, 250.0, "highpass", **quiet)
out["hp_ringing"] = np.array([hp["padlen"]], float)
b, a = scipy.signal.iirnotch(60, 30, 2048)
out["iirnotch"] = np.r_[b, a]
for n, nw, k in ((100, 2, 3), (255, 4, 7), (400, 4, 7)):
    out[f"dpss_{n}"] = dpss_windows(n, nw, k, sym=False, low_bias=False)[0]
    out[f"dpss_symmetric_{n}"] = dpss_windows(n, nw, k, low_bias=False)[0]
    out[f"dpss_ratio_{n}"] = dpss_windows(n, nw, k, low_bias=False)[1]
for n in (1501, 2600):
    out[f"fit_{n}"] = notch_filter(signal(n, 250.0), 250.0, [50], method="spectrum_fit", filter_length="4s", **quiet)
out["fit_auto"] = notch_filter(signal(2600, 250.0), 250.0, None, method="spectrum_fit", filter_length="4s", **quiet)
np.savez_compressed(os.path.join(here, "filtering.npz"), **out)

out = {}
for n in (7, 250, 1501):
    x = signal(n, 250.0)
    for up, down in ((2, 5), (128, 125), (3, 1), (7, 11), (1, 3), (160, 441)):
        out[f"fft_auto_{up}_{down}_{n}"] = resample(x, up, down, npad="auto", **quiet)
        out[f"fft_100_{up}_{down}_{n}"] = resample(x, up, down, npad=100, pad="reflect_limited", **quiet)
        out[f"poly_{up}_{down}_{n}"] = scipy.signal.resample_poly(x, up, down, padtype="reflect")
np.savez_compressed(os.path.join(here, "..", "resampling", "resampling.npz"), **out)
