"""Reads with mne-python what EdfWritingTest writes when run with -Dengram.edf.written=<folder>.

Run: python3 check_written.py <folder>; ends with "ok" or an assertion. Checked with mne 1.3.0.
"""
import sys

import mne
import numpy as np

i = np.arange(2000)
waves = np.array([123.456789e-6 * np.sin(0.1 * i + 0.5 * np.pi), 2e-3 * np.cos(0.03 * i),
                  np.where(i // 50 % 3 == 1, 7.0, 0.0)])
for name, bits, read in [("edf", 16, mne.io.read_raw_edf), ("bdf", 24, mne.io.read_raw_bdf)]:
    raw = read(sys.argv[1] + "/written." + name, preload=True, verbose="ERROR")
    assert raw.ch_names == ["Fz", "ECG", "Status"], raw.ch_names
    assert raw.info["sfreq"] == 250 and raw.n_times == 2000
    data = raw.get_data()
    for c, largest in enumerate([123.456789e-6, 2e-3]):
        step = largest * 1.0001 / (2 ** (bits - 1) - 1)
        error = np.abs(data[c] - waves[c]).max()
        print(name, raw.ch_names[c], "largest error / step:", error / step)
        assert error <= step / 2 * (1 + 1e-6)
    assert np.array_equal(data[2], waves[2])
    assert list(raw.annotations.description) == ["stimulus", "now"]
    np.testing.assert_allclose(raw.annotations.onset, [0.5, 3.0001], atol=1e-6)
    np.testing.assert_allclose(raw.annotations.duration, [1.25, 0], atol=1e-6)
    assert raw.info["meas_date"].isoformat().startswith("2021-03-02T10:20:30")
    assert raw.info["highpass"] == 0.1 and raw.info["lowpass"] == 75, (raw.info["highpass"], raw.info["lowpass"])
print("ok")
