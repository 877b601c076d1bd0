package org.engram.decoders.timeseries.spatialfilters;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/**
 * Evoked responses that overlap in a recording, told apart by least squares: the recording is the sum over events of
 * the response of their class. The normal equations hold counts of event distances, so no design matrix is formed.
 */
record OverlappingResponses(List<Matrix> evoked, int[] firstSamples, Labels y, int length) {
    static OverlappingResponses of(Matrix recording, int[] firstSamples, Labels y, int times) {
        int unknowns = Math.multiplyExact(y.classCount(), times);
        Matrix normal = Matrix.zeros(unknowns, unknowns);
        Matrix right = Matrix.zeros(unknowns, recording.rows());
        for (int i = 0; i < firstSamples.length; i++) {
            if (firstSamples[i] < 0 || firstSamples[i] + times > recording.columns()) {
                throw new EngramException("window of event " + i + " (samples " + firstSamples[i] + " to "
                        + (firstSamples[i] + times - 1) + ") leaves the recording of " + recording.columns()
                        + " samples: drop the event");
            }
            addRow(recording, firstSamples, y, times, i, normal, right);
        }
        Matrix solution = DenseAlgebra.solvePositiveDefinite(normal, right);
        List<Matrix> evoked = new ArrayList<>();
        for (int c = 0; c < y.classCount(); c++) {
            Matrix response = Matrix.zeros(recording.rows(), times);
            for (int t = 0; t < times; t++) {
                for (int channel = 0; channel < recording.rows(); channel++) {
                    response.set(channel, t, solution.get(c * times + t, channel));
                }
            }
            evoked.add(response);
        }
        return new OverlappingResponses(evoked, firstSamples.clone(), y, recording.columns());
    }

    private static void addRow(Matrix recording, int[] first, Labels y, int times, int i, Matrix normal,
            Matrix right) {
        for (int t = 0; t < times; t++) {
            int row = y.code(i) * times + t;
            for (int channel = 0; channel < recording.rows(); channel++) {
                right.set(row, channel, right.get(row, channel) + recording.get(channel, first[i] + t));
            }
        }
        for (int j = 0; j < first.length; j++) {
            int shift = first[i] - first[j];
            for (int t = Math.max(0, -shift); t < Math.min(times, times - shift); t++) {
                int row = y.code(i) * times + t;
                int column = y.code(j) * times + t + shift;
                normal.set(row, column, normal.get(row, column) + 1);
            }
        }
    }

    /** What the responses of one class alone would look like in the recording, channels x times. */
    Matrix reconstruction(int code) {
        Matrix response = evoked.get(code);
        Matrix sum = Matrix.zeros(response.rows(), length);
        for (int i = 0; i < firstSamples.length; i++) {
            for (int channel = 0; channel < response.rows() && y.code(i) == code; channel++) {
                for (int t = 0; t < response.columns(); t++) {
                    int at = firstSamples[i] + t;
                    sum.set(channel, at, sum.get(channel, at) + response.get(channel, t));
                }
            }
        }
        return sum;
    }
}
