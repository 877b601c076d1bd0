package org.engram.io.volume.nifti;

import java.util.Arrays;

/** Slice acquisition times from the slice order codes of the header. */
final class SliceTimes {
    private SliceTimes() {}

    static double[] of(NiftiHeader header) {
        NiftiHeader.Acquisition acquisition = header.acquisition();
        int axis = acquisition.sliceAxis();
        int code = acquisition.sliceCode();
        double duration = acquisition.sliceDuration()
                * Math.max(0, NiftiUnits.seconds(header.grid().unitsCode(), 1));
        if (axis < 0 || axis >= header.extents().size() || code < 1 || code > 6 || !(duration > 0)) {
            return new double[0];
        }
        long slices = header.extents().get(axis);
        long first = acquisition.sliceStart();
        long last = acquisition.sliceEnd() == 0 ? slices - 1 : acquisition.sliceEnd();
        if (slices < 1 || slices > 1 << 20 || first < 0 || last >= slices || first > last) {
            return new double[0];
        }
        double[] times = new double[(int) slices];
        Arrays.fill(times, Double.NaN);
        int count = (int) (last - first + 1);
        int step = code <= 2 ? 1 : 2;
        boolean down = code % 2 == 0;
        int taken = 0;
        for (int pass = 0; pass < step; pass++) {
            int begin = code >= 5 ? 1 - pass : pass;
            for (int slice = begin; slice < count; slice += step) {
                times[(int) first + (down ? count - 1 - slice : slice)] = taken++ * duration;
            }
        }
        return times;
    }
}
