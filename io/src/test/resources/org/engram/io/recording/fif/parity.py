"""Makes parity.npz and the small files beside it with MNE 1.3: python3 parity.py DATA_FOLDER (the folder of meg/ and formats/)."""
import json
import pathlib
import sys
import warnings

import mne
import numpy as np

warnings.simplefilter("ignore")
mne.set_log_level("ERROR")
data = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent
out = {}

sample = data / "meg/mne_sample"
for i, evoked in enumerate(mne.read_evokeds(sample / "test-ave.fif.gz", proj=False)):
    out[f"evoked{i}_sums"] = evoked.data.sum(axis=1)
    out[f"evoked{i}_some"] = evoked.data[::25, ::40]
    out[f"evoked{i}_facts"] = np.array([evoked.nave, evoked.first, evoked.data.shape[0], evoked.data.shape[1],
                                        evoked.info["sfreq"]], float)
cov = mne.read_cov(sample / "test-cov.fif")
out["cov_rows"] = cov["data"].sum(axis=1)
out["cov_some"] = cov["data"][::20, ::20]
proj = mne.read_proj(sample / "test-proj.fif")
out["proj_sums"] = np.array([np.abs(p["data"]["data"]).sum() for p in proj])
out["proj_first"] = np.array([p["data"]["data"][0, 5] for p in proj])
out["events_fif"] = mne.read_events(sample / "test-eve.fif")
out["events_text"] = mne.read_events(sample / "test-eve.eve")
for i, space in enumerate(mne.read_source_spaces(sample / "small-src.fif.gz")):
    out[f"src{i}_sums"] = np.array([space["rr"].sum(), space["nn"].sum(), space["tris"].sum(), space["vertno"].sum(),
                                    space["nuse"], space["np"], space["use_tris"].sum(), space["id"]], float)
for name in ("head", "inner_skull-bem"):
    surface = mne.read_bem_surfaces(data / f"meg/mne_fsaverage/fsaverage-{name}.fif")[0]
    out[f"{name}_sums"] = np.array([surface["rr"].sum(), surface["tris"].sum(), surface["np"], surface["id"],
                                    int(np.ravel(surface["coord_frame"])[0]), surface["sigma"]], float)
out["trans"] = mne.read_trans(data / "meg/mne_fsaverage/fsaverage-trans.fif")["trans"]
points, frame = mne.io.read_fiducials(data / "meg/mne_fsaverage/fsaverage-fiducials.fif")
out["fiducials"] = np.array([[p["kind"], p["ident"], *p["r"], frame] for p in points], float)
for name, path in (("kit", "meg/mne_kit/test_bin_raw.fif"), ("brainvision", "formats/mne_brainvision/test_bin_raw.fif")):
    raw = mne.io.read_raw_fif(data / path)
    x = raw.get_data()
    out[f"{name}_facts"] = np.array([*x.shape, raw.first_samp, raw.info["sfreq"]], float)
    out[f"{name}_sums"] = x.sum(axis=1)
    out[f"{name}_some"] = x[::7, ::97]
    out[f"{name}_types"] = np.array(raw.get_channel_types())
    out[f"{name}_names"] = np.array(raw.ch_names)
    out[f"{name}_loc"] = np.array([c["loc"] for c in raw.info["chs"]])
np.savez_compressed(here / "parity.npz", **out)

# small files of MNE's own: epochs, split recording with annotations and long names, raw with every packing
rng = np.random.RandomState(0)
names = [f"a rather long electrode name {i}" for i in range(3)] + ["STI 014"]
info = mne.create_info(names, 100.0, ["eeg", "eeg", "eog", "stim"])
x = np.round(rng.randn(4, 2500) * 1e-5, 8)
x[3] = 0
x[3, 100::200] = np.arange(1, 13)
for dated in (False, True):
    raw = mne.io.RawArray(x.copy(), info.copy(), first_samp=300)
    if dated:
        raw.set_meas_date(1_500_000_000.25)
    raw.info["bads"] = [names[1]]
    raw.set_annotations(mne.Annotations([1.5, 7.25], [0.5, 0], ["BAD: blink", "note"]))
    name = "dated" if dated else "undated"
    for fmt in ("single", "double", "short", "int"):
        if fmt in ("single",) or not dated:
            scaled = raw.copy()
            if fmt in ("short", "int"):
                for c in scaled.info["chs"]:
                    c["cal"] = 1e-8 if c["kind"] != 3 else 1.0
                    c["range"] = 1.0
            scaled.save(here / f"{name}_{fmt}_raw.fif", fmt=fmt, overwrite=True, buffer_size_sec=2.0)
epochs = mne.Epochs(raw, mne.make_fixed_length_events(raw, id=7, duration=2.0), {"go:left": 7}, -0.25, 0.5,
                    baseline=(None, 0), preload=True, reject=dict(eog=4.4e-5), proj=False)
epochs.save(here / "small-epo.fif", overwrite=True, fmt="double")
ica = mne.preprocessing.ICA(2, random_state=0, method="fastica", max_iter=5)
source = mne.io.RawArray(rng.randn(3, 500) * 1e-5, mne.create_info(["Fz", "Cz", "Pz"], 100.0, "eeg"))
ica.fit(source)
ica.exclude = [1]
ica.save(here / "small-ica.fif", overwrite=True)
out = {"epochs": epochs.get_data(), "events": epochs.events, "selection": epochs.selection, "raw": x,
       "drops": np.array(json.dumps(epochs.drop_log)), "ica_unmixing": ica.unmixing_matrix_,
       "ica_pca": ica.pca_components_, "ica_whitener": ica.pre_whitener_, "ica_mean": ica.pca_mean_}
np.savez_compressed(here / "small.npz", **out)
