package org.engram.benchmarks.peers;

import org.engram.compute.linalg.Matrix;
import org.engram.io.volume.Volume;

/** Standard deviations of whole results, in two passes so that they agree with the peers' to many digits. */
final class Spread {
    private Spread() {}

    static double of(Volume series) {
        double sum = 0;
        for (long t = 0; t < series.volumeCount(); t++) {
            for (float value : series.readVolume(t)) {
                sum += value;
            }
        }
        double mean = sum / series.voxels().size();
        double squares = 0;
        for (long t = 0; t < series.volumeCount(); t++) {
            for (float value : series.readVolume(t)) {
                squares += (value - mean) * (value - mean);
            }
        }
        return Math.sqrt(squares / series.voxels().size());
    }

    static double of(Matrix matrix) {
        double sum = 0;
        for (double value : matrix.data()) {
            sum += value;
        }
        double mean = sum / matrix.data().length;
        double squares = 0;
        for (double value : matrix.data()) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / matrix.data().length);
    }
}
