"""Makes the simulated-objects data set: one simulated subject who saw faces, houses, cats and shoes.

Needs numpy and nibabel. The same seed gives the same files, byte for byte (with the same numpy):

    python3 generate.py

Everything lies in one space, scanner RAS+ millimetres with the middle of the head at the origin. Afterwards run
check_answer.py, which decodes the files with scikit-learn and adds what it found to truth.json.
"""
import gzip
import json
import math
import pathlib

import nibabel as nib
import numpy as np

SEED = 20260103
ROOT = pathlib.Path(__file__).resolve().parent
TASK, SUBJECT, RUNS, VOLUMES, TR = "objects", "sub-01", 6, 88, 2.0
SHAPE, VOXEL = (24, 28, 20), 4.0
ANATOMY_SHAPE, ANATOMY_VOXEL = (48, 56, 40), 2.0
CATEGORIES = ["cat", "face", "house", "shoe"]
FIRST_ONSET, BLOCK, GAP = 8.0, 16.0, 4.0

BRAIN = np.array([38.0, 46.0, 31.0])  # semi-axes, mm
HEAD = np.array([45.0, 53.0, 38.0])
FACE_PATCH = {"centre_mm": [20.0, -26.0, -8.0], "radius_mm": 8.0, "category": "face", "percent_signal": 2.6}
HOUSE_PATCH = {"centre_mm": [-18.0, -20.0, -12.0], "radius_mm": 8.0, "category": "house", "percent_signal": 2.6}
DISTRIBUTED = {"below_y_mm": -8.0, "percent_signal_sd": 0.2, "percent_signal_common": 0.5}
CONTROL = {"centre_mm": [0.0, 26.0, 6.0], "radius_mm": 12.0}
NOISE = {"white_percent": 0.55, "ar1_percent": 0.75, "ar1_coefficient": 0.45, "smooth_percent": 0.55,
         "drift_percent": 1.2, "respiration_percent": 0.3}


def world(shape, voxel):
    axes = [(np.arange(n) - (n - 1) / 2) * voxel for n in shape]
    return np.stack(np.meshgrid(*axes, indexing="ij"), -1)


def affine(shape, voxel):
    a = np.diag([voxel, voxel, voxel, 1.0])
    a[:3, 3] = [-(n - 1) / 2 * voxel for n in shape]
    return a


def save(path, data, voxel, dtype, tr=None):
    image = nib.Nifti1Image(np.asarray(data).astype(dtype), affine(data.shape[:3], voxel))
    image.set_qform(image.affine, 1)
    image.set_sform(image.affine, 1)
    image.header.set_xyzt_units("mm", "sec")
    if tr is not None:
        image.header["pixdim"][4] = tr
    image.header.set_slope_inter(1, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(image.to_bytes(), 9, mtime=0))


def write_json(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n")


def write_tsv(path, columns):
    names = list(columns)
    lines = ["\t".join(names)]
    for row in zip(*columns.values()):
        lines.append("\t".join("n/a" if isinstance(v, float) and math.isnan(v) else
                               v if isinstance(v, str) else f"{v:.6g}" for v in row))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


def tissues(shape, voxel):
    """Shares of scalp, bone, fluid, grey and white matter in each voxel, with a folded cortex; sums to 1 in the head."""
    p = world(shape, voxel)
    r_brain = np.sqrt(np.sum((p / BRAIN) ** 2, -1))
    r_head = np.sqrt(np.sum((p / HEAD) ** 2, -1))
    u = p / (np.linalg.norm(p, axis=-1, keepdims=True) + 1e-9)
    folds = (np.sin(13 * u[..., 0] + 4 * u[..., 1]) + np.sin(12 * u[..., 1] - 5 * u[..., 2])
             + np.sin(14 * u[..., 2] + 3 * u[..., 0]) + np.sin(21 * u[..., 0] * u[..., 2] + 6 * u[..., 1])) / 4
    softness = voxel / 130

    def below(x, limit):
        return 1 / (1 + np.exp(np.clip((x - limit) / softness, -40, 40)))

    head = below(r_head, 1.0)
    inner = below(r_head, 0.93)
    brain = below(r_brain, 1.0)
    cortex_outside = below(r_brain, 0.955 + 0.09 * folds)
    white = below(r_brain, 0.72 + 0.3 * folds)
    midline = np.exp(-(p[..., 0] / 1.5) ** 2) * below(-p[..., 2] / 40, -0.2) * below(0.62 - r_brain, 0.0)
    ventricle = np.maximum(below(np.sqrt(np.sum(((p - [7, 2, 5]) / [4, 15, 5]) ** 2, -1)), 1.0),
                           below(np.sqrt(np.sum(((p - [-7, 2, 5]) / [4, 15, 5]) ** 2, -1)), 1.0))
    grey_white = cortex_outside * (1 - ventricle) * (1 - 0.8 * midline)
    return {"scalp": head - np.minimum(inner, head), "bone": np.clip(inner - brain, 0, 1),
            "fluid": np.clip(brain - grey_white, 0, 1), "grey": grey_white * (1 - white),
            "white": grey_white * white}, (r_brain <= 1.0)


def sphere(shape, voxel, spec):
    return np.linalg.norm(world(shape, voxel) - spec["centre_mm"], axis=-1) <= spec["radius_mm"]


def response(t):
    """Double-gamma haemodynamic response: peak about 5 s, undershoot about 15 s."""
    t = np.maximum(t, 0)
    return t ** 5 * np.exp(-t) / math.gamma(6) - t ** 15 * np.exp(-t) / math.gamma(16) / 6


def regressors(events):
    step = 0.1
    fine = np.arange(0, VOLUMES * TR, step)
    kernel = response(np.arange(0, 32, step)) * step
    out = {}
    for c in CATEGORIES:
        boxcar = np.zeros(len(fine))
        for onset, duration, name in events:
            boxcar[(fine >= onset) & (fine < onset + duration)] += name == c
        out[c] = np.convolve(boxcar, kernel)[:len(fine)][::int(TR / step)]
    return out


def block_order(rng):
    """Each category once in each half of the run; no category twice in a row."""
    while True:
        order = list(rng.permutation(CATEGORIES)) + list(rng.permutation(CATEGORIES))
        if order[3] != order[4]:
            return [str(c) for c in order]


def smooth_noise(rng, count):
    """Unit-variance noise of about 12 mm width, by blurring in the Fourier domain."""
    k = np.stack(np.meshgrid(*[np.fft.fftfreq(n, VOXEL) for n in SHAPE], indexing="ij"), -1)
    blur = np.exp(-2 * (np.pi * 5.0) ** 2 * np.sum(k ** 2, -1))
    blur /= np.sqrt(np.mean(blur ** 2))
    return np.stack([np.fft.ifftn(np.fft.fftn(rng.standard_normal(SHAPE)) * blur).real for _ in range(count)], -1)


def autoregress(white, rho):
    out = np.empty_like(white)
    out[..., 0] = white[..., 0]
    for t in range(1, white.shape[-1]):
        out[..., t] = rho * out[..., t - 1] + math.sqrt(1 - rho ** 2) * white[..., t]
    return out


def motion(rng):
    """Six rigid-body parameters (mm, radians): a slow walk with two jerks."""
    steps = rng.standard_normal((VOLUMES, 6)) * np.array([0.02, 0.03, 0.04, 4e-4, 3e-4, 3e-4])
    for jerk in rng.choice(np.arange(8, VOLUMES - 8), 2, replace=False):
        steps[jerk] += rng.standard_normal(6) * np.array([0.25, 0.3, 0.45, 5e-3, 4e-3, 4e-3])
    walk = np.cumsum(steps, 0)
    return walk - walk[0]


def run_data(rng, mean, brain, weights, events, moved):
    t = np.arange(VOLUMES)
    percent = np.zeros(SHAPE + (VOLUMES,))
    for c, r in regressors(events).items():
        percent += weights[c][..., None] * r
    percent += NOISE["white_percent"] * rng.standard_normal(percent.shape)
    percent += NOISE["ar1_percent"] * autoregress(rng.standard_normal(percent.shape), NOISE["ar1_coefficient"])
    percent += NOISE["smooth_percent"] * autoregress(smooth_noise(rng, VOLUMES), 0.3)
    for order in range(1, 4):
        cosine = np.cos(np.pi * order * (t + 0.5) / VOLUMES)
        percent += NOISE["drift_percent"] / order * smooth_noise(rng, 1) * cosine
    phase = rng.uniform(0, 2 * np.pi)
    percent += NOISE["respiration_percent"] * np.sin(2 * np.pi * 0.29 * TR * t + phase)
    inside = mean[..., None] * (1 + 0.01 * percent)
    # What alignment leaves behind: the image gradient times a third of the displacement at each place.
    gradient = np.stack(np.gradient(mean, VOXEL), -1)
    places = world(SHAPE, VOXEL)
    left = moved / 3
    for v in range(VOLUMES):
        turned = np.cross(np.broadcast_to(left[v, 3:], places.shape), places)
        inside[..., v] += np.sum(gradient * (turned + left[v, :3]), -1)
    # Outside the brain the noise is small, so that the files stay small.
    outside = mean[..., None] + np.zeros(VOLUMES)
    return np.where(brain[..., None], inside, outside)


def confounds(data, brain, shares, moved):
    columns = {}
    signals = {"csf": data[brain & (shares["fluid"] > 0.6)], "white_matter": data[brain & (shares["white"] > 0.9)],
               "global_signal": data[brain]}
    series = {k: v.mean(0) for k, v in signals.items()}
    for i, name in enumerate(["trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"]):
        series[name] = moved[:, i]
    for name, values in series.items():
        d = np.concatenate([[np.nan], np.diff(values)])
        columns[name] = values
        columns[name + "_derivative1"] = d
        columns[name + "_power2"] = values ** 2
        columns[name + "_derivative1_power2"] = d ** 2
    step = np.abs(np.diff(moved, axis=0))
    fd = np.concatenate([[np.nan], step[:, :3].sum(1) + 50 * step[:, 3:].sum(1)])
    dvars = np.concatenate([[np.nan], np.sqrt(np.mean(np.diff(data[brain], axis=1) ** 2, 0))])
    columns["framewise_displacement"] = fd
    columns["dvars"] = dvars
    columns["std_dvars"] = dvars / np.nanmedian(dvars)
    t = np.arange(VOLUMES)
    cosines = np.stack([np.cos(np.pi * (k + 1) * (2 * t + 1) / (2 * VOLUMES)) * math.sqrt(2 / VOLUMES)
                        for k in range(int(2 * VOLUMES * TR / 128))], 1)
    for k in range(cosines.shape[1]):
        columns[f"cosine{k:02d}"] = cosines[:, k]
    meta = {}
    tissue = data[brain & ((shares["fluid"] > 0.6) | (shares["white"] > 0.9))]
    basis = np.column_stack([np.ones(VOLUMES), cosines])
    clean = tissue.T - basis @ np.linalg.lstsq(basis, tissue.T, rcond=None)[0]
    clean /= clean.std(0) + 1e-12
    values, u = np.linalg.eigh(clean @ clean.T)
    u, s = u[:, ::-1], np.sqrt(np.maximum(values[::-1], 0))
    for k in range(5):
        sign = np.sign(u[np.argmax(np.abs(u[:, k])), k])
        columns[f"a_comp_cor_{k:02d}"] = u[:, k] * sign
        meta[f"a_comp_cor_{k:02d}"] = {"Method": "aCompCor", "Mask": "combined", "Retained": True,
                                       "SingularValue": round(float(s[k]), 6),
                                       "VarianceExplained": round(float(s[k] ** 2 / np.sum(s ** 2)), 8)}
    outliers = np.flatnonzero((fd > 0.5) | (columns["std_dvars"] > 1.5))
    for k, volume in enumerate(outliers):
        columns[f"motion_outlier{k:02d}"] = (t == volume).astype(float)
    return columns, meta


def main():
    rng = np.random.default_rng(SEED)
    shares, brain = tissues(SHAPE, VOXEL)
    # Echo-planar contrast: grey brighter than white, fluid brightest.
    mean = sum(shares[k] * v for k, v in {"scalp": 150, "bone": 30, "fluid": 900, "grey": 700, "white": 560}.items())
    mean[mean < 15] = 0

    fine, _ = tissues(ANATOMY_SHAPE, ANATOMY_VOXEL)
    t1 = sum(fine[k] * v for k, v in {"scalp": 880, "bone": 90, "fluid": 180, "grey": 520, "white": 820}.items())
    bias = 1 + 0.08 * world(ANATOMY_SHAPE, ANATOMY_VOXEL)[..., 1] / 50
    t1 = t1 * bias + 8 * rng.standard_normal(ANATOMY_SHAPE) * (t1 > 20)
    t1[t1 < 20] = 0
    anatomy = ROOT / SUBJECT / "anat" / f"{SUBJECT}_T1w"
    save(anatomy.with_suffix(".nii.gz"), np.rint(t1), ANATOMY_VOXEL, np.int16)
    write_json(anatomy.with_suffix(".json"), {"Modality": "MR", "Manufacturer": "simulated", "MagneticFieldStrength": 3})

    face = sphere(SHAPE, VOXEL, FACE_PATCH) & brain
    house = sphere(SHAPE, VOXEL, HOUSE_PATCH) & brain
    control = sphere(SHAPE, VOXEL, CONTROL) & brain
    visual = brain & (world(SHAPE, VOXEL)[..., 1] < DISTRIBUTED["below_y_mm"])
    distributed = visual & ~face & ~house
    weights = {}
    for c in CATEGORIES:
        w = DISTRIBUTED["percent_signal_sd"] * rng.standard_normal(SHAPE) * distributed
        w += DISTRIBUTED["percent_signal_common"] * visual
        w += FACE_PATCH["percent_signal"] * face * (c == "face")
        w += HOUSE_PATCH["percent_signal"] * house * (c == "house")
        weights[c] = w
    truth = ROOT / "sourcedata" / "truth"
    for name, mask in {"face": face, "house": house, "distributed": distributed, "control": control}.items():
        save(truth / f"{SUBJECT}_label-{name}_mask.nii.gz", mask, VOXEL, np.uint8)

    prep = ROOT / "derivatives" / "simulated-prep"
    func = ROOT / SUBJECT / "func"
    func.mkdir(parents=True, exist_ok=True)
    for run in range(1, RUNS + 1):
        order = block_order(rng)
        events = [(FIRST_ONSET + (BLOCK + GAP) * b, BLOCK, c) for b, c in enumerate(order)]
        moved = motion(rng)
        data = np.rint(run_data(rng, mean, brain, weights, events, moved)).clip(0, 32000)
        stem = f"{SUBJECT}_task-{TASK}_run-{run}"
        save(func / f"{stem}_bold.nii.gz", data, VOXEL, np.int16, TR)
        write_tsv(func / f"{stem}_events.tsv", dict(zip(["onset", "duration", "trial_type"], zip(*events))))
        columns, meta = confounds(data, brain, shares, moved)
        write_tsv(prep / SUBJECT / "func" / f"{stem}_desc-confounds_timeseries.tsv", columns)
        write_json(prep / SUBJECT / "func" / f"{stem}_desc-confounds_timeseries.json", meta)
        save(prep / SUBJECT / "func" / f"{stem}_desc-brain_mask.nii.gz", brain, VOXEL, np.uint8)
        write_json(prep / SUBJECT / "func" / f"{stem}_desc-brain_mask.json",
                   {"Type": "Brain", "RawSources": [f"{SUBJECT}/func/{stem}_bold.nii.gz"]})

    write_json(ROOT / f"task-{TASK}_bold.json",
               {"TaskName": TASK, "RepetitionTime": TR, "EchoTime": 0.03, "FlipAngle": 77, "MagneticFieldStrength": 3,
                "Manufacturer": "simulated", "TaskDescription": "Blocks of pictures of one category, watched passively"})
    write_json(ROOT / f"task-{TASK}_events.json",
               {"trial_type": {"Description": "Category of the pictures in the block",
                               "Levels": {c: f"pictures of a {c}" for c in CATEGORIES}}})
    write_json(ROOT / "dataset_description.json",
               {"Name": "simulated-objects", "BIDSVersion": "1.9.0", "DatasetType": "raw", "License": "CC0",
                "Authors": ["Engram contributors"]})
    write_json(prep / "dataset_description.json",
               {"Name": "simulated-prep", "BIDSVersion": "1.9.0", "DatasetType": "derivative",
                "GeneratedBy": [{"Name": "simulated-objects/generate.py", "Version": "1"}]})
    write_tsv(ROOT / "participants.tsv", {"participant_id": [SUBJECT], "age": ["n/a"], "sex": ["n/a"]})
    write_json(ROOT / "participants.json", {"age": {"Description": "Not defined: simulated", "Units": "year"},
                                            "sex": {"Description": "Not defined: simulated"}})
    (ROOT / ".bidsignore").write_text("generate.py\ncheck_answer.py\ntruth.json\n")
    write_json(ROOT / "truth.json", {
        "seed": SEED, "categories": CATEGORIES, "runs": RUNS, "volumes_per_run": VOLUMES, "repetition_time_s": TR,
        "blocks_per_run": 8, "block_s": BLOCK,
        "brain_voxels": int(brain.sum()),
        "face_patch": dict(FACE_PATCH, voxels=int(face.sum())),
        "house_patch": dict(HOUSE_PATCH, voxels=int(house.sum())),
        "distributed_pattern": dict(DISTRIBUTED, voxels=int(distributed.sum())),
        "control_region": dict(CONTROL, voxels=int(control.sum())),
        "noise": NOISE})


if __name__ == "__main__":
    main()
