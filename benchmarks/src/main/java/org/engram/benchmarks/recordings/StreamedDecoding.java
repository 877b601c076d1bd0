package org.engram.benchmarks.recordings;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.engram.benchmarks.memory.ResidentMemory;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.CrossValidation;
import org.engram.compute.validation.StratifiedKFold;
import org.engram.core.Parallelism;
import org.engram.decoders.classical.LogisticRegression;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.covariance.SymmetricRows;
import org.engram.decoders.timeseries.riemann.Metric;
import org.engram.decoders.timeseries.riemann.TangentSpaceClassifier;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.epoching.Epoching;
import org.engram.preprocessing.electrophysiology.events.Events;
import org.engram.preprocessing.electrophysiology.filtering.FirDesign;

/**
 * From a recording larger than the heap to a decoding result: every sample of 64 channels at 1 kHz filtered to 0.1 to 40 Hz,
 * epochs around a thousand events, a covariance of each, and cross-validated classification in the tangent space. Prints how
 * long it took, the most heap in use after a full collection (of the parallel collector), the largest resident set, and the
 * accuracy. Sizes count 4 bytes for a sample, as amplifiers and FIFF
 * files store them.
 */
public final class StreamedDecoding {
    private static final int CHANNELS = 64;
    private static final double RATE = 1000;
    private static final int BLOCK = 1 << 14;
    private static final int FOLDS = 5;

    private final Recording filtered;
    private final Events events;
    private final Parallelism parallelism = Parallelism.available();

    StreamedDecoding(int channels, long samples, int events) {
        MadeUpRecording source = new MadeUpRecording(channels, RATE, samples, events);
        filtered = FirDesign.bandPass(0.1, 40, RATE).build().apply(source.recording(samples));
        this.events = source.events();
    }

    /** @param arguments [--gigabytes N] [--events N] */
    public static void main(String[] arguments) throws IOException {
        List<String> given = Arrays.asList(arguments);
        double gigabytes = number(given, "--gigabytes", 20);
        long samples = (long) (gigabytes * 1e9 / CHANNELS / Float.BYTES);
        AtomicLong heap = watchHeap();
        long start = System.nanoTime();
        StreamedDecoding decoding = new StreamedDecoding(CHANNELS, samples,
                (int) number(given, "--events", 1000));
        double accuracy = decoding.run();
        System.out.println("seconds " + (System.nanoTime() - start) / 1e9);
        System.out.println("accuracy " + accuracy);
        System.out.println("hours " + samples / RATE / 3600);
        System.out.println("gigabytes " + gigabytes);
        System.out.println("heap " + heap.get());
        System.out.println("resident " + ResidentMemory.residentPeakBytes());
    }

    /** Reads every filtered sample once, in order; each trial's covariance is taken when its samples have gone by. */
    double run() throws IOException {
        Epochs epochs = Epoching.builder(0, 2).decimate(4).build().cut(filtered, events);
        Matrix rows = Matrix.zeros(epochs.trialCount(), SymmetricRows.columns(epochs.channelCount()));
        double[][] block = new double[filtered.channelCount()][BLOCK];
        int[] all = filtered.channelsThat(channel -> true);
        int trial = 0;
        for (long first = 0; first < filtered.sampleCount(); first += BLOCK) {
            int count = (int) Math.min(BLOCK, filtered.sampleCount() - first);
            filtered.source().read(all, first, count, block, 0);
            long end = first + count;
            while (trial < epochs.trialCount() && (end == filtered.sampleCount()
                    || epochs.trials().get(trial).sample() + 4L * epochs.timeCount() <= end)) {
                SymmetricRows.put(CovarianceEstimator.OAS.of(Matrix.ofRows(epochs.read(trial))), rows, trial);
                trial++;
            }
        }
        List<String> labels = new ArrayList<>();
        epochs.trials().forEach(one -> labels.add(one.label()));
        CrossValidation validation = CrossValidation.builder(
                TangentSpaceClassifier.of(new LogisticRegression(), Metric.LOG_EUCLID),
                new StratifiedKFold(FOLDS))
                .parallelism(parallelism).build();
        double[] accuracy = new double[1];
        BlasThreads.withSingleThread(
                () -> accuracy[0] = validation.run(rows, Labels.of(labels), List.of()).score());
        return accuracy[0];
    }

    /** Watches how much of the heap is left in use by each full collection. */
    private static AtomicLong watchHeap() {
        AtomicLong largest = new AtomicLong();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((notification, nothing) -> {
                var collection = GarbageCollectionNotificationInfo
                        .from((CompositeData) notification.getUserData());
                if (collection.getGcAction().contains("major")) {
                    long used = collection.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                            .filter(pool -> pool.getKey().startsWith("PS "))
                            .mapToLong(pool -> pool.getValue().getUsed()).sum();
                    largest.accumulateAndGet(used, Math::max);
                }
            }, null, null);
        }
        return largest;
    }

    private static double number(List<String> arguments, String option, double otherwise) {
        int at = arguments.indexOf(option);
        return at < 0 ? otherwise : Double.parseDouble(arguments.get(at + 1));
    }
}
