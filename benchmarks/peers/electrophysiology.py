"""The same work on recordings with the reference libraries: MNE-Python, scipy, scikit-learn, numpy.

usage: electrophysiology.py TASK FOLDER [--repeats N]   prints "seconds S" and "cpu C" for each repetition, "peak BYTES" of
                                                        resident memory, then "check-NNN C" for the numbers to agree on
       electrophysiology.py make FOLDER MINUTES         makes the input (seeded) that both sides read
       electrophysiology.py make-tiny FOLDER            the same with sizes for a smoke test
       electrophysiology.py checks FOLDER               prints "TASK C ..." for every task, each run once
       electrophysiology.py versions                    prints the versions of the libraries

Work on arrays starts from an array in memory and leaves it as it is. pyRiemann is not in Debian: the steps of its tangent
space classifier (OAS covariance, Riemannian mean, tangent vectors, logistic regression) are written here in numpy, with all
trials of a step in one call, and scikit-learn.
"""
import resource
import sys
import time
from pathlib import Path

import numpy as np

RATE = 1000.0
LINE = 50.0
EPOCH_RATE = 250.0
FOLDS = 5
FULL = dict(channels=64, epochs=(300, 64, 500), frequencies=30, trials=(200, 22, 1000), sources=20, ica_seconds=600)
TINY = dict(channels=4, minutes=0.1, epochs=(4, 3, 300), frequencies=4, trials=(30, 4, 80), sources=3, ica_seconds=6)
MICRO = 1e-6


def make(folder, minutes, sizes):
    from scipy.signal import lfilter
    rng = np.random.default_rng(0)
    count, channels, sources = int(minutes * 60 * RATE), sizes["channels"], sizes["sources"]
    # Sources with heavy tails and slow spectra, mixed; noise of the sensors, and hum.
    s = np.empty((sources, count), np.float32)
    for k in range(sources):
        s[k] = lfilter([1], [1, -0.5 - 0.45 * k / sources], rng.laplace(size=count))
        s[k] /= s[k].std()
    mixing = (20 * rng.normal(size=(channels, sources))).astype(np.float32)
    time_ = np.arange(count) / RATE
    hum = (3 * np.sin(2 * np.pi * LINE * time_) + np.sin(2 * np.pi * 3 * LINE * time_)).astype(np.float32)
    with open(folder / "recording.f32", "wb") as out:
        for c in range(channels):
            x = mixing[c] @ s + rng.standard_normal(count, dtype=np.float32) + hum
            (x * np.float32(MICRO)).tofile(out)
    write(folder, "sources", s[:, :int(sizes["ica_seconds"] * RATE)])
    write(folder, "epochs", rng.normal(size=sizes["epochs"]) * 10 * MICRO)
    n, c, t = sizes["trials"]
    trials = rng.normal(size=(n, c, t))
    trials[n // 2:, :c // 2] *= 1.15
    order = rng.permutation(n)
    write(folder, "trials", np.einsum("ij,njt->nit", rng.normal(size=(c, c)), trials[order]) * 10 * MICRO)
    write(folder, "labels", (np.arange(n) >= n // 2)[order])
    (folder / "sizes.txt").write_text(
        f"channels {channels}\nsamples {count}\nsources {sources}\nica {min(count, int(sizes['ica_seconds'] * RATE))}\n"
        f"epochs {sizes['epochs'][0]}\nepoch-channels {sizes['epochs'][1]}\nepoch-times {sizes['epochs'][2]}\n"
        f"frequencies {sizes['frequencies']}\n"
        f"trials {n}\ntrial-channels {c}\ntrial-times {t}\n")
    write_files(folder)


def write(folder, name, values):
    np.asarray(values, np.float32).tofile(folder / f"{name}.f32")



def write_files(folder):
    """The recording as EDF (16 bits), BDF (24 bits) and FIFF (single precision)."""
    import mne
    x = recording(folder, np.float32)
    for kind, bits in (("edf", 16), ("bdf", 24)):
        write_records(folder / f"recording.{kind}", x, bits)
    info = mne.create_info([f"E{c}" for c in range(len(x))], RATE, "eeg")
    raw = mne.io.RawArray(np.asarray(x, np.float64), info, verbose=False)
    raw.save(folder / "recording_raw.fif", fmt="single", overwrite=True, verbose=False)


def write_records(path, x, bits):
    """Records of one second; the physical range 3276.7 microvolts for 16 bits, 262143 for 24."""
    channels, count = x.shape
    rate, seconds = int(RATE), count // int(RATE)
    top = 2 ** (bits - 1) - 1
    limit = 3276.7 if bits == 16 else 262143

    def column(value, width):
        return str(value).ljust(width).encode("ascii") * channels
    with open(path, "wb") as out:
        out.write(b"0       " if bits == 16 else b"\xffBIOSEMI")
        out.write(b"X X X X".ljust(80) + b"Startdate 01-JAN-2000 X X X".ljust(80) + b"01.01.0000.00.00")
        out.write(str(256 * (channels + 1)).ljust(8).encode() + (b"" if bits == 16 else b"24BIT").ljust(44))
        out.write(str(seconds).ljust(8).encode() + b"1       " + str(channels).ljust(4).encode())
        out.write(b"".join(f"E{c}".ljust(16).encode() for c in range(channels)))
        for value, width in (("", 80), ("uV", 8), (-limit, 8), (limit, 8), (-top, 8), (top, 8), ("", 80), (rate, 8),
                             ("", 32)):
            out.write(column(value, width))
        for second in range(seconds):
            block = x[:, second * rate:(second + 1) * rate] * (1e6 * top / limit)
            digital = np.clip(np.rint(block), -top, top).astype("<i4")
            if bits == 16:
                out.write(digital.astype("<i2").tobytes())
            else:
                out.write(digital.reshape(-1, 1).view(np.uint8)[:, :3].tobytes())


def sizes_of(folder):
    return {name: int(value) for name, value in
            (line.split() for line in (folder / "sizes.txt").read_text().splitlines())}


def recording(folder, kind=np.float64):
    size = sizes_of(folder)
    x = np.memmap(folder / "recording.f32", np.float32, "r", shape=(size["channels"], size["samples"]))
    return x if kind == np.float32 else np.array(x, kind)


def array(folder, name, *shape):
    size = sizes_of(folder)
    return np.fromfile(folder / f"{name}.f32", np.float32).astype(np.float64).reshape([size[s] for s in shape])


def reader(folder, name):
    import mne
    read = mne.io.read_raw_fif if name.endswith("fif") else mne.io.read_raw_edf if name.endswith("edf") \
        else mne.io.read_raw_bdf
    return lambda: read(folder / name, preload=True, verbose=False)._data


def fir(folder):
    import mne
    x = recording(folder)
    return lambda: mne.filter.filter_data(x, RATE, 0.1, 40, verbose=False)


def notch(folder):
    import mne
    x = recording(folder)
    return lambda: mne.filter.notch_filter(x, RATE, np.arange(LINE, RATE / 2, LINE), verbose=False)


def resample(folder):
    """Timed: mne's way, by Fourier transform. Polyphase filters are scipy's, with the ends reflected."""
    import mne
    x = recording(folder)
    return lambda: mne.filter.resample(x, EPOCH_RATE, RATE, npad="auto", verbose=False)


def resample_polyphase(folder):
    from scipy.signal import resample_poly
    x = recording(folder)
    return lambda: resample_poly(x, 1, int(RATE / EPOCH_RATE), axis=1, padtype="reflect")


def ica(folder):
    import mne
    size = sizes_of(folder)
    x = np.array(recording(folder, np.float32)[:, :size["ica"]], np.float64)
    raw = mne.io.RawArray(x, mne.create_info(len(x), RATE, "eeg"), verbose=False)
    # The made-up signal needs no high-pass; without this mne would warn.
    with raw.info._unlock():
        raw.info["highpass"] = 1.0

    def run():
        fitted = mne.preprocessing.ICA(size["sources"], random_state=0, method="fastica", verbose=False)
        return fitted.fit(raw, decim=4, verbose=False), raw
    return run


def frequencies(folder):
    return np.geomspace(6, 90, sizes_of(folder)["frequencies"])


def morlet(folder):
    import mne
    x = array(folder, "epochs", "epochs", "epoch-channels", "epoch-times")
    f = frequencies(folder)
    return lambda: mne.time_frequency.tfr_array_morlet(x, EPOCH_RATE, f, n_cycles=f / 2, zero_mean=True,
                                                       output="avg_power_itc", verbose=False)


def welch(folder):
    import mne
    x = array(folder, "epochs", "epochs", "epoch-channels", "epoch-times")
    return lambda: mne.time_frequency.psd_array_welch(x, EPOCH_RATE, n_fft=256, verbose=False)[0].mean(0)


def power(c, function):
    values, vectors = np.linalg.eigh(c)
    return (vectors * function(values)[..., None, :]) @ np.swapaxes(vectors, -1, -2)


def riemannian_mean(c):
    """Fixed-point iteration from the arithmetic mean, to 1e-8 as pyRiemann."""
    mean = c.mean(0)
    for _ in range(50):
        root = power(mean, np.sqrt)
        inverse = power(mean, lambda v: 1 / np.sqrt(v))
        step = power(inverse @ c @ inverse, np.log).mean(0)
        mean = root @ power(step, np.exp) @ root
        if np.linalg.norm(step) < 1e-8:
            break
    return mean


def tangent_vectors(c, mean):
    inverse = power(mean, lambda v: 1 / np.sqrt(v))
    logs = power(inverse @ c @ inverse, np.log)
    rows, columns = np.triu_indices(c.shape[1])
    return logs[:, rows, columns] * np.where(rows == columns, 1, np.sqrt(2))


def tangent(folder):
    from sklearn.covariance import oas
    from sklearn.linear_model import LogisticRegression
    x = array(folder, "trials", "trials", "trial-channels", "trial-times")
    y = array(folder, "labels", "trials").astype(int)
    fold = np.arange(len(y)) % FOLDS

    def run():
        c = np.stack([oas(trial.T)[0] for trial in x])
        correct = 0
        for k in range(FOLDS):
            train = fold != k
            mean = riemannian_mean(c[train])
            model = LogisticRegression(max_iter=1000).fit(tangent_vectors(c[train], mean), y[train])
            correct += np.sum(model.predict(tangent_vectors(c[~train], mean)) == y[~train])
        return mean, correct / len(y)
    return run


TASKS = {
    "read-edf": lambda folder: reader(folder, "recording.edf"),
    "read-bdf": lambda folder: reader(folder, "recording.bdf"),
    "read-fif": lambda folder: reader(folder, "recording_raw.fif"),
    "fir": fir, "notch": notch, "resample-fourier": resample, "resample": resample, "ica": ica, "morlet": morlet,
    "welch": welch, "tangent": tangent,
}


def spread(values, most=256):
    """The logarithm of the root mean square, and values at even distances through the array over that."""
    flat = np.asarray(values, np.float64).ravel()
    size = np.sqrt(np.mean(flat ** 2))
    count = min(most, flat.size)
    return [np.log(size), *(flat[np.arange(count) * flat.size // count] / size)]


def check(task, result, folder):
    if task == "resample":
        return spread(resample_polyphase(folder)())
    if task == "ica":
        fitted, raw = result
        found = fitted.get_sources(raw).get_data()
        true = array(folder, "sources", "sources", "ica")
        return np.abs(np.corrcoef(true[:, ::10], found[:, ::10])[:len(true), len(true):]).max(1).tolist()
    if task == "morlet":
        return spread(result.real) + spread(result.imag)
    if task == "tangent":
        return spread(result[0]) + [result[1]]
    return spread(result)


def versions():
    for name in ("numpy", "scipy", "sklearn", "mne"):
        try:
            print(name, __import__(name).__version__)
        except ImportError:
            print(name, "missing")


def main():
    task = sys.argv[1]
    if task == "versions":
        versions()
        return
    folder = Path(sys.argv[2])
    if task == "make":
        make(folder, float(sys.argv[3]), FULL)
    elif task == "make-tiny":
        make(folder, TINY["minutes"], TINY)
    elif task == "checks":
        for name, prepare in TASKS.items():
            print(name, *(repr(float(c)) for c in check(name, prepare(folder)(), folder)))
    else:
        run = TASKS[task](folder)
        repeats = int(sys.argv[sys.argv.index("--repeats") + 1]) if "--repeats" in sys.argv else 3
        result = None
        for repetition in range(repeats + (repeats > 1)):
            result = None  # the last result is free before the next is made
            start, used = time.perf_counter(), time.process_time()
            result = run()
            if repetition > 0 or repeats == 1:
                print("seconds", time.perf_counter() - start)
                print("cpu", time.process_time() - used)
        print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
        for i, value in enumerate(check(task, result, folder)):
            print(f"check-{i:04d}", repr(float(value)))


if __name__ == "__main__":
    import warnings
    warnings.simplefilter("ignore")
    main()
