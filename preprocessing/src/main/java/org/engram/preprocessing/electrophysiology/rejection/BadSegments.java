package org.engram.preprocessing.electrophysiology.rejection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.engram.core.EngramException;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Segment;

/**
 * Finds stretches of a recording that stand out: it is cut into pieces of one length, and pieces whose deviation, averaged
 * over the good channels of a type, is an outlier are bad. Usually done twice, of the samples and then, with what was
 * found marked, of their differences.
 *
 * @param type channels looked at
 * @param metric what is compared
 * @param size samples of a piece; what remains at the end of a segment belongs to its last piece
 * @param test finds outliers
 */
public record BadSegments(ChannelType type, Metric metric, int size, GeneralizedEsd test) {
    /** Checks the size. */
    public BadSegments {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(test, "test");
        if (size < 3) {
            throw new IllegalArgumentException("pieces of " + size + " samples: give at least 3");
        }
    }

    /**
     * @param type channels looked at
     * @param metric what is compared
     * @return pieces of 500 samples, tested at 5 %
     */
    public static BadSegments of(ChannelType type, Metric metric) {
        return new BadSegments(type, metric, 500, GeneralizedEsd.DEFAULT);
    }

    /**
     * @param recording what to look at, piece by piece; those that overlap a bad annotation are left out
     * @return an annotation {@code BAD_segment_<type>} for each run of bad pieces
     * @throws IOException if the file cannot be read
     */
    public List<Annotation> find(Recording recording) throws IOException {
        int[] channels = recording.channelsThat(channel -> channel.type() == type && !channel.bad());
        if (channels.length == 0) {
            throw new EngramException("there is no good " + type + " channel to find bad segments by");
        }
        List<long[]> pieces = pieces(recording);
        double[] values = new double[pieces.size()];
        for (int i = 0; i < values.length; i++) {
            long[] piece = pieces.get(i);
            double[][] samples = recording.read(channels, piece[0], (int) (piece[1] - piece[0]));
            for (int c = 0; c < channels.length; c++) {
                values[i] += metric.of(samples[c]) / channels.length;
            }
            if (!Double.isFinite(values[i])) {
                throw new EngramException("samples " + piece[0] + " to " + (piece[1] - 1) + " of the " + type
                        + " channels are not all finite: mark gaps with a bad annotation");
            }
        }
        boolean[] bad = test.outliers(values);
        List<Annotation> annotations = new ArrayList<>();
        for (int i = 0; i < bad.length; i++) {
            if (bad[i]) {
                long begin = pieces.get(i)[0];
                while (i + 1 < bad.length && bad[i + 1] && pieces.get(i + 1)[0] == pieces.get(i)[1]) {
                    i++;
                }
                double onset = begin / recording.samplingRateHz();
                annotations.add(Annotation.of(onset, pieces.get(i)[1] / recording.samplingRateHz() - onset,
                        "BAD_segment_" + type.name().toLowerCase(Locale.ROOT)));
            }
        }
        return annotations;
    }

    private List<long[]> pieces(Recording recording) {
        List<long[]> pieces = new ArrayList<>();
        for (Segment segment : recording.segments()) {
            long end = segment.firstSample() + segment.sampleCount();
            for (long from = segment.firstSample(); from + size <= end; from += size) {
                long to = from + 2L * size > end ? end : from + size;
                double begin = from / recording.samplingRateHz();
                double stop = to / recording.samplingRateHz();
                if (recording.annotations().stream().noneMatch(annotation -> annotation.isBad()
                        && annotation.onsetSeconds() < stop && annotation.endSeconds() > begin)) {
                    pieces.add(new long[] {from, to});
                }
            }
        }
        return pieces;
    }

    /** What is compared between pieces. */
    public enum Metric {
        /** The standard deviation of the samples. */
        DEVIATION,
        /** The standard deviation of the differences of neighbouring samples, which shows muscles and jumps. */
        DIFFERENCE_DEVIATION;

        private double of(double[] x) {
            int count = this == DEVIATION ? x.length : x.length - 1;
            double mean = 0;
            for (int t = 0; t < count; t++) {
                mean += at(x, t) / count;
            }
            double squares = 0;
            for (int t = 0; t < count; t++) {
                squares += (at(x, t) - mean) * (at(x, t) - mean);
            }
            return Math.sqrt(squares / count);
        }

        private double at(double[] x, int t) {
            return this == DEVIATION ? x[t] : x[t + 1] - x[t];
        }
    }
}
