package org.engram.preprocessing.volume.masking;

import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.volume.Volume;

/** The mean over time of a series, volumes read in order, summed in double precision. */
final class MeanVolume {
    private MeanVolume() {}

    /**
     * @param series a volume or series
     * @param parallelism threads; the result does not depend on it
     * @param progress counts volumes
     * @return the mean of each voxel, first axis fastest
     */
    static double[] of(Volume series, Parallelism parallelism, Progress progress) {
        int size = series.volumeSize();
        double[] sum = new double[size];
        double[] values = new double[size];
        long count = series.volumeCount();
        try (Progress.Task task = progress.begin("mean over time", count)) {
            for (long t = 0; t < count; t++) {
                series.readVolume(t, values);
                for (int i = 0; i < size; i++) {
                    sum[i] += values[i];
                }
                task.advance(1);
            }
        }
        parallelism.forBlocks(size, 1 << 16, (start, end) -> {
            for (int i = start; i < end; i++) {
                sum[i] /= count;
            }
        });
        return sum;
    }
}
