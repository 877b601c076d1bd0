package org.engram.preprocessing.electrophysiology.filtering;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.Parallelism;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;

/** Samples filtered when they are asked for: pairs of blocks at fixed places, of which the last ones are kept. */
final class FirSamples implements SampleSource {
    private static final long CACHE_BYTES = 192L << 20;
    private static final long READ_BYTES = 64L << 20;

    private record Key(int channel, int span, long pair) {}

    private final Recording recording;
    private final FirFilter filter;
    private final boolean[] filtered;
    private final List<Stretches.Span> spans;
    private final Map<Integer, FirConvolution> convolutions = new HashMap<>();
    private final FirConvolution[] convolutionOf;
    private final Parallelism parallelism;
    private final BlockCache<Key> cache = new BlockCache<>(CACHE_BYTES);

    FirSamples(Recording recording, FirFilter filter, int[] channels, Parallelism parallelism) {
        this.recording = recording;
        this.filter = filter;
        this.parallelism = parallelism;
        filtered = new boolean[recording.channelCount()];
        for (int channel : channels) {
            filtered[channel] = true;
        }
        spans = Stretches.of(recording).spans();
        convolutionOf = new FirConvolution[spans.size()];
        // Half the cache holds one pair of blocks of every channel, so reading on finds what it needs.
        long hop = Math.max(1, CACHE_BYTES / 2 / 8 / 2 / Math.max(1, channels.length));
        int taps = filter.kernelLength();
        for (int s = 0; s < convolutionOf.length; s++) {
            int bits = FirConvolution.bits(taps, spans.get(s).count(), hop);
            convolutionOf[s] = convolutions.computeIfAbsent(bits, filter::convolution);
        }
    }

    @Override
    public void read(int[] channels, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        List<Integer> filteredRows = new ArrayList<>();
        List<Integer> plain = new ArrayList<>();
        for (int i = 0; i < channels.length; i++) {
            (filtered[channels[i]] ? filteredRows : plain).add(i);
        }
        copyUnfiltered(channels, plain, firstSample, count, into, offset);
        long place = firstSample;
        long end = firstSample + count;
        for (int s = 0; s < spans.size() && !filteredRows.isEmpty(); s++) {
            Stretches.Span span = spans.get(s);
            if (span.end() <= place) {
                continue;
            }
            if (span.first() > place) {
                long stop = Math.min(end, span.first());
                copyUnfiltered(channels, filteredRows, place, (int) (stop - place), into,
                        offset + (int) (place - firstSample));
                place = stop;
            }
            int pair = convolutionOf[s].pair();
            while (place < Math.min(end, span.end())) {
                long number = (place - span.first()) / pair;
                long pairEnd = Math.min(span.end(), span.first() + (number + 1) * pair);
                int here = (int) (Math.min(end, pairEnd) - place);
                int skip = (int) (place - span.first() - number * pair);
                copyPair(channels, filteredRows, s, number, skip, here, into,
                        offset + (int) (place - firstSample));
                place += here;
            }
            if (place == end) {
                return;
            }
        }
        if (place < end) {
            copyUnfiltered(channels, filteredRows, place, (int) (end - place), into,
                    offset + (int) (place - firstSample));
        }
    }

    private void copyUnfiltered(int[] channels, List<Integer> rows, long first, int count, double[][] into,
            int offset)
            throws IOException {
        if (rows.isEmpty() || count == 0) {
            return;
        }
        int[] which = rows.stream().mapToInt(row -> channels[row]).toArray();
        double[][] target = rows.stream().map(row -> into[row]).toArray(double[][]::new);
        recording.source().read(which, first, count, target, offset);
    }

    private void copyPair(int[] channels, List<Integer> rows, int span, long pair, int skip, int count,
            double[][] into, int offset) throws IOException {
        List<Integer> missing = new ArrayList<>();
        for (int row : rows) {
            double[] block = cache.get(new Key(channels[row], span, pair));
            if (block == null) {
                missing.add(row);
            } else {
                System.arraycopy(block, skip, into[row], offset, count);
            }
        }
        FirConvolution convolution = convolutionOf[span];
        int group = (int) Math.max(parallelism.threads(),
                READ_BYTES / 8 / convolution.windowCount(convolution.pair()));
        for (int from = 0; from < missing.size(); from += group) {
            List<Integer> some = missing.subList(from, Math.min(missing.size(), from + group));
            int[] which = some.stream().mapToInt(row -> channels[row]).toArray();
            double[][] blocks = compute(which, span, pair);
            for (int i = 0; i < which.length; i++) {
                System.arraycopy(blocks[i], skip, into[some.get(i)], offset, count);
                cache.put(new Key(which[i], span, pair), blocks[i]);
            }
        }
    }

    private double[][] compute(int[] channels, int spanNumber, long pair) throws IOException {
        Stretches.Span span = spans.get(spanNumber);
        FirConvolution convolution = convolutionOf[spanNumber];
        OddReflection continued = filter.continued(span.count());
        long first = pair * convolution.pair();
        int outputs = (int) Math.min(convolution.pair(), span.count() - first);
        long windowFirst = convolution.windowFirst(first);
        int windowCount = convolution.windowCount(outputs);
        long partFirst = continued.firstNeeded(windowFirst, windowFirst + windowCount);
        int partCount = (int) (continued.endNeeded(windowFirst, windowFirst + windowCount) - partFirst);
        double[][] part = new double[channels.length][partCount];
        recording.source().read(channels, span.first() + partFirst, partCount, part, 0);
        double[][] blocks = new double[channels.length][];
        parallelism.forEach(channels.length, i -> {
            FiniteSamples.require(part[i], partCount, recording.channels().get(channels[i]).name(),
                    span.first() + partFirst);
            double[] window = new double[windowCount];
            continued.fill(part[i], partFirst, windowFirst, windowCount, window, 0);
            blocks[i] = new double[outputs];
            convolution.apply(window, outputs, blocks[i], 0);
        });
        return blocks;
    }
}
