package org.engram.benchmarks.recordings;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.engram.core.Progress;
import org.engram.io.recording.Band;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.ica.IcaSolution;
import org.engram.preprocessing.electrophysiology.ica.IndependentComponents;
import org.engram.preprocessing.electrophysiology.spectra.MorletTransform;
import org.engram.preprocessing.electrophysiology.spectra.TimeFrequency;
import org.engram.preprocessing.electrophysiology.spectra.Welch;

/** Independent components, wavelets and spectra. */
final class AnalysisTasks {
    private static final double LOWEST_HZ = 6;
    private static final double HIGHEST_HZ = 90;
    private static final int SEGMENT = 256;

    private AnalysisTasks() {}

    /** FastICA, as many components as there are sources, every fourth sample; checked by what it finds of each source. */
    static RecordingTask ica(RecordingInputs inputs) {
        double[][] x = inputs.recording(inputs.size("ica"));
        // The made-up signal needs no high-pass.
        Recording recording = Recording.of(RecordingInputs.channels(x.length), RecordingInputs.RATE, x)
                .toBuilder()
                .band(new Band(1, Double.NaN)).build();
        IndependentComponents ica = IndependentComponents.builder().componentCount(inputs.size("sources"))
                .decimation(4)
                .parallelism(inputs.parallelism()).build();
        long bytes = (long) Double.BYTES * x[0].length * (x.length + inputs.size("sources") / 4);
        return new Task(() -> ica.fit(recording, notice -> {}), result -> {
            double[][] found = ((IcaSolution) result).sources(tenth(x));
            double[][] sources = tenth(inputs.rows("sources", inputs.size("sources"), x[0].length));
            return Arrays.stream(sources)
                    .mapToDouble(s -> Arrays.stream(found).mapToDouble(f -> Math.abs(correlation(s, f))).max()
                            .orElseThrow())
                    .toArray();
        }, bytes);
    }

    /** Power and phase locking over all epochs, half as many cycles as Hz. */
    static RecordingTask morlet(RecordingInputs inputs) {
        Epochs epochs = inputs.epochs();
        int count = inputs.size("frequencies");
        double[] frequencies = IntStream.range(0, count)
                .mapToDouble(f -> LOWEST_HZ * Math.pow(HIGHEST_HZ / LOWEST_HZ, f / (count - 1.0))).toArray();
        MorletTransform transform = MorletTransform.builder(frequencies)
                .cycles(DoubleStream.of(frequencies).map(f -> f / 2).toArray())
                .parallelism(inputs.parallelism())
                .build();
        int[] channels = IntStream.range(0, epochs.channelCount()).toArray();
        return new Task(() -> transform.of(epochs, channels, Progress.NONE), result -> {
            TimeFrequency both = (TimeFrequency) result;
            return DoubleStream.concat(DoubleStream.of(ResultNumbers.of(flat(both.power()))),
                    DoubleStream.of(ResultNumbers.of(flat(both.phaseLocking())))).toArray();
        }, bytes(epochs) + 2L * Double.BYTES * channels.length * count * epochs.timeCount());
    }

    /** One segment of each epoch, averaged. */
    static RecordingTask welch(RecordingInputs inputs) {
        Epochs epochs = inputs.epochs();
        Welch welch = Welch.builder().segmentSamples(SEGMENT).parallelism(inputs.parallelism()).build();
        int[] channels = IntStream.range(0, epochs.channelCount()).toArray();
        return new Task(() -> welch.of(epochs, channels).density(),
                result -> ResultNumbers.of((double[][]) result),
                bytes(epochs));
    }

    private static long bytes(Epochs epochs) {
        return (long) Double.BYTES * epochs.trialCount() * epochs.channelCount() * epochs.timeCount();
    }

    private static double[][] flat(double[][][] cube) {
        return Arrays.stream(cube).flatMap(Arrays::stream).toArray(double[][]::new);
    }

    /** Every tenth sample, so that the check takes little memory. */
    private static double[][] tenth(double[][] rows) {
        double[][] few = new double[rows.length][(rows[0].length + 9) / 10];
        for (int r = 0; r < few.length; r++) {
            for (int i = 0; i < few[r].length; i++) {
                few[r][i] = rows[r][10 * i];
            }
        }
        return few;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int i = 0; i < a.length; i++) {
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
            ab += (a[i] - meanA) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** What is timed. */
    interface Work {
        Object run() throws IOException;
    }

    /** What is looked at afterwards. */
    interface Numbers {
        double[] of(Object result) throws IOException;
    }

    /** Work that is bound by arithmetic. */
    record Task(Work work, Numbers numbers, long heldBytes) implements RecordingTask {
        @Override
        public Object run() throws IOException {
            return work.run();
        }

        @Override
        public double[] check(Object result) throws IOException {
            return numbers.of(result);
        }

        @Override
        public long movedBytes() {
            return 0;
        }
    }
}
