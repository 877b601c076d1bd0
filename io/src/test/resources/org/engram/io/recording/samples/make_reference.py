"""What mne-python reads from EDF, BDF, EGI (real files) and from GDF and CNT files made here.

Run: python3 make_reference.py <folder "formats" of the real data>; writes the .npz files beside itself.
Made with mne 1.3.0, numpy 1.24, scipy 1.10. Samples are volts; every STEP-th sample of real files is kept.
"""
import os
import struct
import sys
import tempfile
import warnings

import mne
import numpy as np
import scipy.io

warnings.simplefilter("ignore")
mne.set_log_level("ERROR")
HERE = os.path.dirname(os.path.abspath(__file__))
STEP = 67


def annotations(raw):
    a = raw.annotations
    return dict(onset=np.array(a.onset, float), duration=np.array(a.duration, float),
                text=np.array([str(d) for d in a.description], dtype="U40"))


def save(name, arrays):
    np.savez_compressed(os.path.join(HERE, name), **arrays)


def real(folder):
    out = {}
    for key, raw in [("edf", mne.io.read_raw_edf(folder + "/mne_edf/test.edf")),
                     ("bdf", mne.io.read_raw_bdf(folder + "/mne_edf/test.bdf")),
                     ("stim", mne.io.read_raw_edf(folder + "/mne_edf/test_edf_stim_channel.edf")),
                     ("egi", mne.io.read_raw_egi(folder + "/mne_egi/test_egi.raw"))]:
        out[key] = raw.get_data()[:, ::STEP]
        out[key + ".names"] = np.array(raw.ch_names)
        for k, v in annotations(raw).items():
            out[key + "." + k] = v
    out["edf.eeglab"] = scipy.io.loadmat(folder + "/mne_edf/test_edf_eeglab.mat")["data"][:, ::STEP].astype(float)
    out["bdf.eeglab"] = scipy.io.loadmat(folder + "/mne_edf/test_bdf_eeglab.mat")["data"][:, ::STEP].astype(float)
    text = np.loadtxt(folder + "/mne_edf/test_edf_stim_channel.txt")
    out["stim.text"] = text[::STEP].T
    out["egi.text"] = np.loadtxt(folder + "/mne_egi/test_egi.txt")[:, ::STEP]
    save("real.npz", out)


TYPES = {1: "<i1", 2: "<u1", 3: "<i2", 4: "<u2", 5: "<i4", 6: "<u4", 7: "<i8", 8: "<u8", 16: "<f4", 17: "<f8"}


def text(value, width):
    return value.encode("latin-1").ljust(width)


def gdf(version, code, rng):
    """Two channels of 6 samples in each of 4 records of half a second, three events."""
    n, ns, nrec = 2, 6, 4
    dtype = np.dtype(TYPES[code])
    low = 0 if dtype.kind == "u" else -100
    data = rng.integers(low, 101, size=(nrec, n, ns)).astype(dtype)
    if dtype.kind == "f":
        data = (rng.standard_normal((nrec, n, ns)) * 50).astype(dtype)
    second = version >= 1.9
    head = text("GDF %.2f" % version, 8)
    size = 256 * (n + 1)
    if second:
        days = int((737791 + 366 + 0.25) * 2 ** 32)  # 2021-01-01 06:00
        head += text("X", 66) + bytes(10) + bytes(4) + text("made", 64) + bytes(16)
        head += struct.pack("<QQ", days, 0) + struct.pack("<H", size // 256) + bytes(6 + 8 + 6 + 6 + 24)
        head += struct.pack("<qIIHH", nrec, 1, 2, n, 0)
    else:
        head += text("X", 80) + text("made", 80) + text("2021010106000050", 16)
        head += struct.pack("<q", size) + bytes(24 + 20) + struct.pack("<qIII", nrec, 1, 2, n)
    assert len(head) == 256
    pmin, pmax = [-50.0, -200.0], [50.0, 300.0]
    head += text("EEG-Fz", 16) + text("EEG-Cz", 16) + bytes(80 * n)
    if second:
        head += bytes(6 * n) + struct.pack("<HH", 4275, 4274)
    else:
        head += text("uV", 8) + text("uV", 8)
    head += struct.pack("<4d", *pmin, *pmax)
    head += struct.pack("<4d" if second else "<4q", low, low, 100, 100)
    if second:
        head += bytes(68 * n) + struct.pack("<6f", 100, 100, 0.5, 0.5, 50, 50)
    else:
        head += text("HP:0.5Hz LP:100Hz", 80) * n
    head += struct.pack("<4i", ns, ns, code, code) + bytes(32 * n)
    assert len(head) == size
    positions, codes = [1, 7, 20], [768, 769, 1023]
    table = bytes([3])
    if version < 1.94:
        table += bytes([12, 0, 0]) + struct.pack("<I", 3)
    else:
        table += bytes([3, 0, 0]) + struct.pack("<f", 12)
    table += struct.pack("<3I", *positions) + struct.pack("<3H", *codes)
    table += struct.pack("<3H", 0, 0, 2) + struct.pack("<3I", 12, 6, 3)
    return head + data.tobytes() + table


def cnt(bits, event_type, block, rng):
    """Three channels, 40 samples at 250 Hz, three events."""
    n, samples = 3, 40
    values = rng.integers(-3000, 3000, size=(n, samples)).astype("<i2" if bits == 16 else "<i4")
    size = bits // 8
    setup = bytearray(900)
    setup[0:12] = b"Version 3.0\0"
    setup[225:235] = b"03/14/21\0\0"
    setup[235:247] = b"10:20:30\0\0\0\0"
    struct.pack_into("<H", setup, 370, n)
    struct.pack_into("<H", setup, 376, 250)
    setup[438] = setup[439] = 1
    struct.pack_into("<i", setup, 864, samples)
    struct.pack_into("<f", setup, 869, 0.5)
    struct.pack_into("<f", setup, 875, 70)
    table = 900 + 75 * n + size * n * samples
    struct.pack_into("<i", setup, 886, table)
    struct.pack_into("<i", setup, 894, block * size if block > 1 else 0)
    places = b""
    for i, name in enumerate(["Fz", "Cz", "HEOG"]):
        place = bytearray(75)
        place[0:len(name)] = name.encode()
        struct.pack_into("<f", place, 19, 0.1 * i)
        struct.pack_into("<f", place, 23, 0.2 * i + 0.1)
        struct.pack_into("<h", place, 47, 10 * i)
        struct.pack_into("<f", place, 59, 10 + i)
        struct.pack_into("<f", place, 71, 1.5)
        places += bytes(place)
    data = values.reshape(n, samples // block, block).transpose(1, 0, 2).tobytes()
    events = b""
    for code, sample in [(1, 5), (22, 17), (255, 30)]:
        place = 900 + 75 * n + size * n * (sample + 1)
        if event_type == 3:
            place = -(-place // (size * n))
        events += struct.pack("<HBci", code, 0, b"\0", place)
        if event_type > 1:
            events += struct.pack("<hhfccc", 0, 0, 0.0, b"\0", b"\0", b"\0")
    teeg = struct.pack("<Bii", event_type, len(events), 0)
    return bytes(setup) + places + data + teeg + events


def made(make, suffix, read, cases, name):
    out = {}
    for case in cases:
        content = make(*case, np.random.default_rng(7))
        key = "_".join(str(c) for c in case)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "made" + suffix)
            with open(path, "wb") as f:
                f.write(content)
            raw = read(path)
            out[key] = raw.get_data()
            out[key + ".file"] = np.frombuffer(content, np.uint8)
            for k, v in annotations(raw).items():
                out[key + "." + k] = v
    save(name, out)


if __name__ == "__main__":
    real(sys.argv[1])
    made(gdf, ".gdf", mne.io.read_raw_gdf, [(v, c) for v in (1.25, 1.92, 2.2) for c in TYPES], "gdf.npz")
    made(cnt, ".cnt", mne.io.read_raw_cnt, [(16, 1, 1), (32, 2, 1), (16, 3, 1), (16, 2, 4), (32, 1, 8)], "cnt.npz")
