"""Writes mne_signals.npz and mne_sources.npz beside it with mne 1.3.0, numpy 1.24. Deterministic.

Run: python3 mne_reference.py
"""
import os
import numpy as np
import mne
from mne.preprocessing.ctps_ import ctps
from mne.preprocessing import ICA, peak_finder, find_eog_events, find_ecg_events
from mne.minimum_norm import make_inverse_operator, apply_inverse
from mne.beamformer import make_lcmv

mne.set_log_level('ERROR')
here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.RandomState(0)

# ---------------------------------------------------------------- signals: 6 EEG, EOG, ECG
rate, n = 100., 4000
t = np.arange(n) / rate
blink = np.zeros(n)
for at in np.cumsum(rng.uniform(2.5, 4.5, 9)):
    blink += 150e-6 * np.exp(-0.5 * ((t - at) / 0.08) ** 2)
beat = np.zeros(n)
for at in np.arange(0.4, t[-1] - 0.2, 0.83):
    beat += 400e-6 * (np.exp(-0.5 * ((t - at) / 0.012) ** 2) - 0.3 * np.exp(-0.5 * ((t - at - 0.03) / 0.015) ** 2))
sources = np.vstack([blink, 0.1 * beat, 10e-6 * rng.laplace(size=n), 8e-6 * np.sin(2 * np.pi * 10 * t),
                     6e-6 * rng.uniform(-1, 1, n), 5e-6 * rng.laplace(size=n)])
eeg = rng.randn(6, 6) @ sources + 0.2e-6 * rng.randn(6, n) + 3e-6 * rng.randn(6, 1)
data = np.vstack([eeg, blink + 5e-6 * rng.randn(n), beat + 10e-6 * rng.randn(n)]).astype(np.float32)
names = ['E%d' % i for i in range(6)] + ['EOG', 'ECG']
info = mne.create_info(names, rate, ['eeg'] * 6 + ['eog', 'ecg'])
raw = mne.io.RawArray(data.astype(float), info)
out = dict(data=data)
eog_filtered = mne.filter.filter_data(data[6].astype(float), rate, 1, 10, None, '10s', 0.5, 0.5,
                                      phase='zero-double', fir_window='hann', fir_design='firwin2')
out['eog_filtered'] = eog_filtered
out['eog_events'] = find_eog_events(raw)[:, 0]
out['ecg_events'] = find_ecg_events(raw)[0][:, 0]
out['peaks'] = peak_finder(data[0].astype(float), thresh=20e-6)[0]
out['troughs'] = peak_finder(data[0].astype(float), thresh=20e-6, extrema=-1)[0]
ica = ICA(n_components=4, method='fastica', random_state=3).fit(raw)
out['pre_whitener'] = ica.pre_whitener_[:, 0]
out['pca_mean'] = ica.pca_mean_
out['pca_components'] = ica.pca_components_
out['pca_variance'] = ica.pca_explained_variance_
out['unmixing'] = ica.unmixing_matrix_
out['ica_sources'] = ica.get_sources(raw).get_data()[:, ::40]
out['ica_applied'] = ica.apply(raw.copy(), exclude=[0, 2]).get_data()[:6, ::40]
out['eog_scores'] = ica.find_bads_eog(raw)[1]
out['eog_flagged'] = np.array(ica.find_bads_eog(raw)[0])
trials = rng.randn(15, 3, 40) + 1.5 * np.sin(0.5 * np.arange(40))
out['ctps_trials'] = trials
out['ctps_significance'] = ctps(trials)[1]
# Least squares of mean-removed signals, the formula of mne's regression.
r = data[6:7].astype(float) - data[6].astype(float).mean()
x = data[:6].astype(float) - data[:6].astype(float).mean(1, keepdims=True)
out['regression'] = np.linalg.solve(r @ r.T, r @ x.T).T
epochs = mne.EpochsArray(data[:6].astype(float).reshape(6, 40, 100).transpose(1, 0, 2),
                         mne.create_info(names[:6], rate, 'eeg'), tmin=-0.2)
for proj in mne.compute_proj_epochs(epochs, n_eeg=2):
    out['proj_%s' % proj['desc'][-2:]] = np.append(proj['data']['data'][0], proj['explained_var'])
projs = mne.compute_proj_epochs(epochs, n_eeg=2)
out['projector'] = mne.io.proj.make_projector(projs, names[:6], bads=['E3'])[0]
out['cov'] = mne.compute_covariance(epochs, tmin=-0.2, tmax=0.3).data
raw_cov = np.cov(data[:6].astype(float))
out['raw_cov'] = raw_cov
covs = mne.compute_covariance(epochs, tmin=-0.2, tmax=0.3, method=['empirical', 'shrunk', 'ledoit_wolf',
                              'diagonal_fixed'], return_estimators=True, rank='full')
out['methods'] = np.array([c['method'] for c in covs])
for c in covs:
    out['cov_' + c['method']] = c.data
out['regularized'] = mne.cov.regularize(mne.compute_covariance(epochs, tmin=-0.2, tmax=0.3),
                                        epochs.info, eeg=0.1, rank='full').data
cov = mne.compute_covariance(epochs, tmin=-0.2, tmax=0.3)
out['whitener'] = mne.cov.compute_whitener(cov, epochs.info, rank='full')[0]
np.savez_compressed(os.path.join(here, 'mne_signals.npz'), **out)

# ---------------------------------------------------------------- sources
full = mne.io.read_info(os.environ['MNE_SAMPLE_INFO'])  # meg/mne_sample/test-ave.fif.gz
picks = np.concatenate([mne.pick_types(full, meg='grad', exclude=[])[::17], mne.pick_types(full, meg='mag', exclude=[])[::8],
                        mne.pick_types(full, meg=False, eeg=True, exclude=[])[::4]])
full['bads'] = []
with full._unlock():
    full['projs'] = []
    full['comps'] = []
info = mne.pick_info(full, picks)
for ch in info['chs']:
    if ch['kind'] == 2:
        ch['loc'][3:6] = 0  # potentials against infinity
centre = np.array([0., 0., 0.04])
sphere = mne.make_sphere_model(centre, head_radius=0.09)
rr = []
while len(rr) < 12:
    p = rng.uniform(-0.07, 0.07, 3)
    if 0.01 < np.linalg.norm(p) < 0.07:
        rr.append(centre + p)
rr = np.array(rr)
nn = (rr - centre) + 0.03 * rng.randn(12, 3)
nn /= np.linalg.norm(nn, axis=1, keepdims=True)
src = mne.setup_volume_source_space(pos=dict(rr=rr, nn=nn), sphere_units='m')
# Coils of normal accuracy, 4 points for each loop; mne's own choice of 8 and 16 differs by up to 0.3 %.
from mne.forward import _make_forward
prepare = _make_forward._prep_meg_channels
_make_forward._prep_meg_channels = lambda *args, **kwargs: prepare(*args, **dict(kwargs, accuracy='normal'))
fwd = mne.make_forward_solution(info, None, src, sphere, mindist=0)
assert np.allclose(fwd['source_rr'], rr)
out = dict(rr=rr, nn=nn, leadfield=fwd['sol']['data'],
           locs=np.array([ch['loc'] for ch in info['chs']]),
           kinds=np.array([ch['kind'] for ch in info['chs']]),
           coils=np.array([ch['coil_type'] for ch in info['chs']]), frames=np.array([ch['coord_frame'] for ch in info['chs']]),
           device_to_head=info['dev_head_t']['trans'])
# Inverse and beamformer on magnetometers, so that units do not enter.
mags = mne.pick_types(info, meg='mag')
mag_info = mne.pick_info(info, mags)
mag_fwd = mne.pick_channels_forward(fwd, mag_info['ch_names'], ordered=True)
noise = rng.randn(len(mags), 5 * len(mags)) * 1e-14 * rng.uniform(.5, 2, (len(mags), 1))
noise_cov = mne.Covariance(noise @ noise.T / noise.shape[1], mag_info['ch_names'], [], [], noise.shape[1])
signal = mag_fwd['sol']['data'] @ (1e-8 * rng.randn(36, 20)) + 1e-14 * rng.randn(len(mags), 20)
evoked = mne.EvokedArray(signal, mag_info, nave=7)
inv = make_inverse_operator(mag_info, mag_fwd, noise_cov, loose=1., depth=0.8, rank='full')
for method in ('MNE', 'dSPM', 'sLORETA'):
    out['inverse_' + method] = apply_inverse(evoked, inv, 1. / 9., method).data
long_signal = mag_fwd['sol']['data'] @ (1e-8 * rng.randn(36, 400)) + 1e-14 * rng.randn(len(mags), 400)
data_cov = mne.Covariance(long_signal @ long_signal.T / 400, mag_info['ch_names'], [], [], 400)
# In a sphere radial sources are silent; the beamformer refuses that, so they are given something at random.
gain = mag_fwd['sol']['data'] + 0.3 * mag_fwd['sol']['data'].std() * rng.randn(*mag_fwd['sol']['data'].shape)
mag_fwd['sol']['data'] = gain
mag_fwd['_orig_sol'] = gain
out['lcmv_leadfield'] = gain
out['noise_cov'], out['data_cov'], out['evoked'] = noise_cov.data, data_cov.data, signal
for key, kwargs in dict(maxpower=dict(pick_ori='max-power', weight_norm='unit-noise-gain-invariant'),
                        vector=dict(pick_ori='vector', weight_norm='unit-noise-gain-invariant')).items():
    filters = make_lcmv(mag_info, mag_fwd, data_cov, reg=0.05, noise_cov=noise_cov, rank='full', reduce_rank=False,
                        **kwargs)
    out['lcmv_' + key] = filters['weights'] @ filters['whitener']
    out['lcmv_' + key + '_nn'] = mag_fwd['source_nn']
np.savez_compressed(os.path.join(here, 'mne_sources.npz'), **out)
for name in ('mne_signals.npz', 'mne_sources.npz'):
    print(name, os.path.getsize(os.path.join(here, name)))
