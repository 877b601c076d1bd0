"""Reads with MNE what the test program FifSamples wrote: python3 check_written.py FOLDER. Ends in an error when unequal."""
import pathlib
import sys
import warnings

import mne
import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

warnings.simplefilter("error")
warnings.filterwarnings("ignore", message=".*naming conventions.*")
warnings.filterwarnings("ignore", category=DeprecationWarning)
warnings.filterwarnings("ignore", message="Projection vector.*")
mne.set_log_level("WARNING")
folder = pathlib.Path(sys.argv[1])
expected = np.load(folder / "expected.npz")
x = expected["raw"]
names = ["MEG 0111", "MEG 0112", "MLC11-4408", "REF1", "an electrode with a long name 1",
         "an electrode with a long name 2", "EOG 061", "SEEG1", "STI 014"]
types = ["mag", "grad", "mag", "ref_meg", "eeg", "eeg", "eog", "seeg", "stim"]
tolerance = {"int16": 1 / 32767, "float32": 1e-7, "float64": 0}


def info_is_right(info):
    assert info["ch_names"] == names
    assert info.get_channel_types() == types
    assert info["bads"] == [names[5]]
    assert info["sfreq"] == 250
    assert_allclose([info["highpass"], info["lowpass"]], [0.1, 80], rtol=1e-7)
    assert [p["desc"] for p in info["projs"]] == ["PCA-v1", "Average EEG reference"]
    assert info["projs"][1]["data"]["col_names"] == names[4:6]
    assert_allclose(info["projs"][0]["data"]["data"], [[0.6, 0.8]], rtol=1e-7)
    assert info["projs"][0]["explained_var"] == 0.5 and info["projs"][1]["explained_var"] is None
    assert [c["coil_type"] for c in info["chs"]] == [3024, 3012, 5001, 5002, 1, 1, 0, 1, 0]
    assert_allclose(info["chs"][4]["loc"][:3], [0.05, 0.06, 0.07], rtol=1e-6)
    assert_allclose(info["chs"][0]["loc"], [0.01, 0.02, 0.03, 1, 0, 0, 0, 1, 0, 0, 0, 1], rtol=1e-6)
    assert info["chs"][4]["coord_frame"] == 4 and info["chs"][0]["coord_frame"] == 1


def raw_is_right(path, error, dated=True):
    raw = mne.io.read_raw_fif(path)
    info_is_right(raw.info)
    assert raw.first_samp == 1234 and raw.n_times == x.shape[1]
    scale = np.abs(x).max(axis=1, keepdims=True)
    assert (np.abs(raw.get_data() - x) <= error * scale).all()
    assert_array_equal(raw.get_data()[-1], x[-1])
    assert raw.info["line_freq"] == 50
    assert [(d["kind"], d["ident"]) for d in raw.info["dig"]] == [(1, 1), (1, 2), (1, 3), (4, 1)]
    assert_allclose(raw.info["dev_head_t"]["trans"][:3, 3], [0.001, 0.002, 0.04], rtol=1e-6)
    assert_allclose(raw.info["dev_head_t"]["trans"][0, :2], [np.cos(0.1), -np.sin(0.1)], rtol=1e-6)
    subject = raw.info["subject_info"]
    assert (subject["his_id"], subject["sex"], subject["hand"], tuple(subject["birthday"])) == (
        "sub-01", 2, 1, (1987, 4, 8)), subject
    assert raw.info["experimenter"] == "A. Person" and raw.info["description"] == "a test"
    assert raw.info["device_info"] == dict(type="Helmet", site="here")
    comp = raw.info["comps"][0]
    assert comp["kind"] == 1 and comp["data"]["row_names"] == [names[2]] and comp["data"]["data"][0, 0] == 0.25
    if dated:
        start = (raw.info["meas_date"].timestamp() + 1234 / 250) - 1500000000.25
        assert abs(start) < 2e-6, start
    else:
        assert raw.info["meas_date"] is None
    if "split" in path.name or "parts" in path.name:
        return  # MNE reads the annotations of each part, cut at its ends
    assert list(raw.annotations.description) == ["BAD: blink", "cough", "note"]
    shift = 1234 / 250
    assert_allclose(raw.annotations.onset - shift, [0.5, 3, 6.125], atol=2e-6)
    assert_allclose(raw.annotations.duration, [0.25, 1, 0], atol=2e-6)
    assert raw.annotations.ch_names[1] == ("MEG 0111", "EOG 061")
    if dated:
        assert_array_equal(mne.find_events(raw, "STI 014")[0], [1234 + 100, 0, 1])


for kind, error in tolerance.items():
    raw_is_right(folder / f"{kind}_raw.fif", error)
raw_is_right(folder / "packed_raw.fif.gz", 1e-7)
raw_is_right(folder / "undated_raw.fif", 0, dated=False)
for first in ("parts_raw.fif", "sub-01_split-01_meg.fif"):
    raw_is_right(folder / first, 1e-7)
    assert len(mne.io.read_raw_fif(folder / first).filenames) > 2
for path in folder.glob("*parts_raw*.fif"):
    assert path.stat().st_size <= 40000

trials = np.array([expected[f"trial{i}"] for i in range(7)])
for name, error in (("single", 1e-7), ("double", 0), ("parts", 1e-7)):
    epochs = mne.read_epochs(folder / f"{name}-epo.fif", proj=False)
    info_is_right(epochs.info)
    assert_allclose(epochs.get_data(), trials, rtol=error, atol=0)
    assert_array_equal(epochs.events, [[2000 + 100 * i, 0, i % 2 + 1] for i in range(7)])
    assert epochs.event_id == {"go:left": 1, "go:right": 2}
    assert_array_equal(epochs.selection, [0, 2, 3, 5, 6, 7, 8])
    assert [list(d) for d in epochs.drop_log] == [[], ["EOG 061"], [], [], ["BAD blink"], [], [], [], []], epochs.drop_log
    assert abs(epochs.tmin + 0.04) < 1e-9 and len(epochs.times) == 51
    assert_allclose(epochs.baseline, [-0.04, 0], atol=1e-8)
    if epochs.metadata is not None:  # not without pandas
        assert list(epochs.metadata.side) == ["left", "right"] * 3 + ["left"]
        assert np.isnan(epochs.metadata.rt.values[2]) and epochs.metadata.rt.values[1] == 0.25

evokeds = mne.read_evokeds(folder / "some-ave.fif", proj=False)
for i, evoked in enumerate(evokeds):
    assert evoked.info["ch_names"] == names
    assert_allclose(evoked.data, expected[f"average{i}"], rtol=1e-7)
    assert (evoked.comment, evoked.kind, evoked.nave, evoked.first) == [
        ("left", "average", 40, -10), ("left", "standard_error", 40, -10), ("right", "average", 38, 5)][i]

cov = mne.read_cov(folder / "some-cov.fif")
assert_array_equal(cov.data, expected["covariance"])
assert cov.nfree == 77 and cov["bads"] == ["MEG 0113"] and len(cov["projs"]) == 1
assert cov.ch_names == ["MEG 0111", "MEG 0112", "MEG 0113"]
projs = mne.read_proj(folder / "some-proj.fif")
assert [p["desc"] for p in projs] == ["PCA-v1", "Average EEG reference"] and not projs[0]["active"]
stream, tree, _ = mne.io.open.fiff_open(folder / "some-eve.fif")
events, ids = mne.event._read_events_fif(stream, tree)
stream.close()
assert ids == {"go:left": 1, "right": 2}
for path in ("some-eve.fif", "some.eve"):
    assert_array_equal(mne.read_events(folder / path), [[1300, 0, 1], [1500, 1, 2], [123456, 0, 1]])
trans = mne.read_trans(folder / "some-trans.fif")
assert (trans["from"], trans["to"]) == (1, 4)
points, frame = mne.io.read_fiducials(folder / "some-fiducials.fif")
assert frame == 4 and len(points) == 4
print("all files equal in MNE", mne.__version__)
