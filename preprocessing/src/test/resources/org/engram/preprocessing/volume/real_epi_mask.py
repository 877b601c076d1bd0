"""Prints the voxel count and SHA-256 of the brain mask of a functional series, computed with scipy.

Usage: python3 real_epi_mask.py FILE.nii.gz  (numpy 1.24, scipy 1.10, nibabel 5.0)
The hash is over one byte per voxel (0 or 1), first axis fastest.
"""
import hashlib
import sys

import nibabel
import numpy as np
from scipy import ndimage

image = nibabel.load(sys.argv[1])
mean = image.get_fdata().mean(-1)
for axis, size in enumerate(image.header.get_zooms()[:3]):
    mean = ndimage.gaussian_filter1d(mean, 1 / (np.sqrt(8 * np.log(2)) * size), axis=axis)
v = np.sort(mean.ravel())
lo, hi = int(np.floor(0.2 * v.size)), min(int(np.floor(0.85 * v.size)), v.size - 1)
i = (v[lo + 1:hi + 1] - v[lo:hi]).argmax()
mask = ndimage.binary_erosion(mean >= 0.5 * (v[lo + i] + v[lo + i + 1]), iterations=2)
labels, _ = ndimage.label(mask)
mask = labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])
mask = ndimage.binary_erosion(ndimage.binary_dilation(mask, iterations=4), iterations=2)
print(mask.shape, mask.sum(), hashlib.sha256(mask.astype(np.uint8).tobytes(order="F")).hexdigest())
