"""Writes the reference numbers of the tests in this package. Run with mne 1.3.0, numpy 1.24, scikit-learn 1.2.

The path of the EEGLAB sample (eeglab_data.set) as argument writes eeglab.json as well.
"""
import json
import os
import sys
import warnings

import mne
import numpy as np
from scipy import signal, stats
from scipy.ndimage import label
from sklearn.neighbors import LocalOutlierFactor

mne.set_log_level("ERROR")
warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))


def save(name, value):
    def plain(v):
        if isinstance(v, np.ndarray):
            return v.tolist()
        if isinstance(v, (np.integer,)):
            return int(v)
        raise TypeError(type(v))
    with open(os.path.join(HERE, name), "w") as f:
        json.dump(value, f, default=plain)


def wave(channels, count):
    """The same formula stands in the Java tests."""
    t = np.arange(count)
    return np.array([1e-5 * (np.sin(0.05 * (c + 1) * t) + 0.5 * np.cos(0.031 * t * (c + 2))) + 1e-8 * t
                     for c in range(channels)])


def triggers():
    rng = np.random.RandomState(5)
    values = np.repeat(rng.randint(0, 6, 60) * rng.randint(0, 2, 60), rng.randint(3, 6, 60))
    # Steps closer than the least duration in pairs only: what mne makes of longer runs is not followed.
    values = np.r_[values, [0] * 6, [9], [0] * 6, [4] * 5, [7], [4] * 5, [0] * 5]
    info = mne.create_info(["STI"], 100.0, ["stim"])
    raw = mne.io.RawArray(values[None].astype(float), info, first_samp=100)
    cases = []
    for output in ("onset", "offset", "step"):
        for consecutive in ("increasing", True, False):
            for mask in (None, 3):
                for duration in (0, 0.01, 0.03):
                    for initial in (False, True):
                        try:
                            events = mne.find_events(
                                raw, "STI", output=output, consecutive=consecutive, mask=mask,
                                min_duration=duration, shortest_event=1, initial_event=initial).tolist()
                        except ValueError:
                            events = None
                        cases.append(dict(output=output, consecutive=str(consecutive), mask=mask,
                                          duration=duration, initial=initial, events=events))
    save("triggers.json", dict(values=values, cases=cases))


def epochs():
    x = wave(4, 2000)
    x[1, 620] += 300e-6
    x[2, 900:1100] = 1e-6
    info = mne.create_info(["A", "B", "C", "D"], 100.0, ["eeg", "eeg", "eeg", "eog"])
    raw = mne.io.RawArray(x, info, first_samp=50)
    raw.set_annotations(mne.Annotations([3.0, 8.0, 15.0], [0.5, 0.3, 0.0], ["BAD_one", "fine", "bad two"]))
    samples = np.array([60, 120, 200, 340, 400, 500, 660, 700, 860, 1000, 1100, 1555, 1700, 1990, 2040])
    events = np.c_[samples, np.zeros(len(samples), int), np.arange(len(samples)) % 2 + 1]
    out = []
    for name, options in dict(
            plain=dict(baseline=(None, 0)), reject=dict(baseline=(None, 0), reject=dict(eeg=150e-6, eog=80e-6),
                                                        flat=dict(eeg=3e-6)),
            window=dict(baseline=None, reject=dict(eeg=150e-6), reject_tmin=0.0, reject_tmax=0.2),
            detrend=dict(baseline=(-0.1, 0.1), detrend=1), decimate=dict(baseline=(None, 0), decim=3),
            constant=dict(baseline=None, detrend=0, reject_by_annotation=False)).items():
        e = mne.Epochs(raw, events, event_id=dict(a=1, b=2), tmin=-0.2, tmax=0.5, preload=True, **options)
        d = e.get_data()
        out.append(dict(name=name, log=[list(r) for r in e.drop_log], selection=e.selection,
                        tmin=e.tmin, first=d[0], last=d[-1], mean=e.average(picks="all").data,
                        error=e.standard_error(picks="all").data))
    save("epochs.json", dict(samples=samples, codes=events[:, 2], cases=out))


def sphere():
    montage = mne.channels.make_standard_montage("standard_1020")
    names = ["Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "T7", "C3", "Cz", "C4", "T8", "P7", "P3", "Pz", "P4", "P8",
             "O1", "O2", "Oz", "FC1", "FC2", "CP1", "CP2"]
    info = mne.create_info(names, 100.0, "eeg")
    x = wave(len(names), 200)
    raw = mne.io.RawArray(x, info)
    raw.set_montage(montage)
    positions = np.array([c["loc"][:3] for c in raw.info["chs"]])
    radius, origin, _ = mne.bem.fit_sphere_to_headshape(raw.info, dig_kinds="eeg", units="m")
    centre, fitted = mne.bem._fit_sphere(positions)[1], mne.bem._fit_sphere(positions)[0]
    bad = raw.copy()
    bad.info["bads"] = ["Cz", "P3"]
    bad.interpolate_bads(origin=(0.0, 0.0, 0.04))
    csd = mne.preprocessing.compute_current_source_density(raw, sphere=(0.0, 0.0, 0.04, 0.095))
    average = raw.copy().set_eeg_reference("average")
    bipolar = mne.set_bipolar_reference(raw, ["Fp1", "P3"], ["F7", "O1"])
    average_evoked = mne.EvokedArray(x[:, :50], raw.info)
    channel, latency, amplitude = average_evoked.get_peak(return_amplitude=True)
    save("sphere.json", dict(names=names, positions=positions, centre=centre, radius=fitted,
                             interpolated=bad.get_data()[[names.index("Cz"), names.index("P3")]],
                             csd=csd.get_data()[:, :40], average=average.get_data()[:, :40],
                             bipolar=bipolar.get_data(picks=["Fp1-F7", "P3-O1"])[:, :40],
                             bipolar_names=bipolar.ch_names,
                             field_power=x[:, :50].std(axis=0), peak=[channel, latency, amplitude]))


def outliers():
    rng = np.random.RandomState(1)
    base = rng.randn(40)
    x = base + 0.3 * rng.randn(30, 40)
    x[7] += 3 * rng.randn(40)
    x[19] *= 4
    lof = LocalOutlierFactor(20).fit(x)
    save("outliers.json", dict(x=x, factor=-lof.negative_outlier_factor_))


def muscle():
    fs = 500.0
    n = 5000
    t = np.arange(n)
    x = np.array([np.sin(0.05 * (c + 1) * t) + ((7919 * (t + 31 * c)) % 1000) / 1000.0 for c in range(3)])
    burst = np.zeros(n)
    burst[2000:2300] = 1
    x += 5 * burst * np.sin(2 * np.pi * 125 * t / fs)
    good = np.ones(n, bool)
    good[500:700] = False
    band = signal.butter(4, [110, 140], "bandpass", fs=fs, output="sos")
    low = signal.butter(4, 4, fs=fs, output="sos")
    envelope = np.abs(signal.hilbert(signal.sosfiltfilt(band, x, axis=1), axis=1))
    z = stats.zscore(envelope[:, good], axis=1).sum(axis=0) / np.sqrt(3)
    scores = np.full(n, np.nan)
    scores[good] = signal.sosfiltfilt(low, z)
    mask = np.where(good, scores, 0) > 4
    parts, count = label(~mask)
    for i in range(1, count + 1):
        if (parts == i).sum() < 0.1 * fs:
            mask[parts == i] = True
    save("muscle.json", dict(scores=np.where(good, scores, -99)[::10], mask=np.flatnonzero(np.diff(mask.astype(int)))))


def amplitude():
    x = wave(3, 1000)
    x[1, 300:420] = x[1, 300]
    x[0, 500] += 1e-3
    x[0, 700:710:2] += 1e-3
    raw = mne.io.RawArray(x, mne.create_info(["A", "B", "C"], 500.0, "eeg"))
    annotations, bads = mne.preprocessing.annotate_amplitude(raw, peak=500e-6, flat=1e-9, bad_percent=5)
    save("amplitude.json", dict(onset=annotations.onset, duration=annotations.duration,
                                text=list(annotations.description), bads=bads))


def eeglab(path):
    """Names, places and events of the EEGLAB sample; its samples stay where they are."""
    raw = mne.io.read_raw_eeglab(path)
    standard = mne.channels.make_standard_montage("standard_1020").get_positions()["ch_pos"]
    names = {n.upper(): p for n, p in standard.items()}
    squares = [int(round(a["onset"] * raw.info["sfreq"])) for a in raw.annotations if a["description"] == "square"]
    save("eeglab.json", dict(names=raw.ch_names, squares=squares,
                             positions=[list(names.get(n.upper(), [0, 0, 0])) for n in raw.ch_names]))


if len(sys.argv) > 1:
    eeglab(sys.argv[1])
for make in (triggers, epochs, sphere, outliers, muscle, amplitude):
    make()
