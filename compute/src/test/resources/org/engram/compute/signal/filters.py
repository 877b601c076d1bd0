"""Writes filters.txt with scipy 1.10: frequency responses, filtered series, detrended series, splines."""
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import numpy as np
from scipy import interpolate, signal
from fixture import lcg, Writer

w = Writer(os.path.join(os.path.dirname(os.path.abspath(__file__)), "filters.txt"))
x = lcg(42, 60, 3)
designs = {
    "low5": (5, .08, "lowpass", .5), "high5": (5, .01, "highpass", .5), "band5": (5, [.01, .1], "bandpass", .5),
    "stop5": (5, [.05, .12], "bandstop", .5), "low2": (2, 40, "lowpass", 250), "high4": (4, .5, "highpass", 250),
    "band3wide": (3, [1, 120], "bandpass", 250), "stop2": (2, [49, 51], "bandstop", 250), "low1": (1, .1, "lowpass", .5),
    "low8": (8, .01, "lowpass", .5),
}
for name, (order, edge, kind, rate) in designs.items():
    # The reference response comes from poles and zeros, the most accurate of scipy's forms.
    z, p, k = signal.butter(order, edge, kind, fs=rate, output="zpk")
    f = np.linspace(0, rate / 2, 512)
    h = signal.freqz_zpk(z, p, k, f, fs=rate)[1]
    w.put(name, np.stack([h.real, h.imag]))
    sos = signal.butter(order, edge, kind, fs=rate, output="sos")
    w.put(name + "_filtered", signal.sosfiltfilt(sos, x, axis=0))
w.put("detrended", signal.detrend(x, axis=0))
knots = np.array([0, 1, 2, 4, 5, 7.5, 8, 11])
places = np.array([-1, 0, .3, 3, 4, 6, 7.9, 10, 11, 12.5])
y = lcg(5, 8, 4)
for n in (2, 3, 4, 5, 8):
    w.put("spline%d" % n, interpolate.CubicSpline(knots[:n], y[:n])(places))
