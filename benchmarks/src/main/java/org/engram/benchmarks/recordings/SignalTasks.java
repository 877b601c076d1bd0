package org.engram.benchmarks.recordings;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.preprocessing.electrophysiology.filtering.FirDesign;
import org.engram.preprocessing.electrophysiology.filtering.FirFilter;
import org.engram.preprocessing.electrophysiology.filtering.LineNoise;
import org.engram.preprocessing.electrophysiology.resampling.FourierResampler;
import org.engram.preprocessing.electrophysiology.resampling.PolyphaseResampler;
import org.engram.preprocessing.electrophysiology.resampling.Ratio;

/** Work that ends in a recording in memory: reading, filtering, resampling. */
final class SignalTasks {
    private static final double LINE = 50;

    private SignalTasks() {}

    /** Opens a file and reads all of it. */
    static RecordingTask read(RecordingInputs inputs, String name) {
        long samples = (long) inputs.size("channels") * inputs.size("samples");
        return new ArrayTask(() -> {
            Recording recording = Recordings.read(inputs.folder().resolve(name));
            return recording.read(0, Math.toIntExact(recording.sampleCount()));
        }, samples * (Double.BYTES + (name.endsWith("edf") ? 2 : name.endsWith("bdf") ? 3 : 4)),
                samples * Double.BYTES);
    }

    /** Band-pass 0.1 to 40 Hz. */
    static RecordingTask fir(RecordingInputs inputs) {
        return filtered(inputs, FirDesign.bandPass(0.1, 40, RecordingInputs.RATE).build());
    }

    /** 50 Hz and its multiples. */
    static RecordingTask notch(RecordingInputs inputs) {
        return filtered(inputs, LineNoise.notch(LINE, RecordingInputs.RATE));
    }

    private static RecordingTask filtered(RecordingInputs inputs, FirFilter filter) {
        double[][] x = inputs.recording();
        long bytes = bytes(x);
        return new ArrayTask(() -> {
            double[][] y = new double[x.length][];
            inputs.parallelism().forEach(x.length, c -> y[c] = x[c].clone());
            filter.applyInPlace(y, inputs.parallelism());
            return y;
        }, 2 * bytes, 2 * bytes);
    }

    /** To 250 Hz by polyphase filters. */
    static RecordingTask resample(RecordingInputs inputs) {
        PolyphaseResampler resampler = new PolyphaseResampler(
                Ratio.of(RecordingInputs.RATE, RecordingInputs.EPOCH_RATE));
        return resampled(inputs, x -> {
            double[][] y = new double[x.length][];
            inputs.parallelism().forEach(x.length, c -> y[c] = resampler.apply(x[c]));
            return y;
        });
    }

    /** To 250 Hz by cutting the spectrum. */
    static RecordingTask resampleByFourier(RecordingInputs inputs) {
        FourierResampler resampler = new FourierResampler(RecordingInputs.EPOCH_RATE / RecordingInputs.RATE,
                FourierResampler.AUTO);
        return resampled(inputs, x -> resampler.apply(x, inputs.parallelism()));
    }

    private static RecordingTask resampled(RecordingInputs inputs, UnaryOperator<double[][]> work) {
        double[][] x = inputs.recording();
        long bytes = bytes(x) * 5 / 4;
        return new ArrayTask(() -> work.apply(x), bytes, bytes);
    }

    private static long bytes(double[][] x) {
        return (long) Double.BYTES * x.length * x[0].length;
    }

    private interface ArrayWork {
        double[][] run() throws IOException;
    }

    private record ArrayTask(ArrayWork work, long movedBytes, long heldBytes) implements RecordingTask {
        @Override
        public Object run() throws IOException {
            return work.run();
        }

        @Override
        public double[] check(Object result) {
            return ResultNumbers.of((double[][]) result);
        }
    }
}
