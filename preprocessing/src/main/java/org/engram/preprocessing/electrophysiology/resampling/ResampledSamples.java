package org.engram.preprocessing.electrophysiology.resampling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.engram.core.Parallelism;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;
import org.engram.preprocessing.electrophysiology.filtering.FiniteSamples;
import org.engram.preprocessing.electrophysiology.filtering.ScratchSamples;
import org.engram.preprocessing.electrophysiology.filtering.Stretches;

/** Samples of a recording at another rate, piece by piece between discontinuities. */
final class ResampledSamples implements SampleSource {
    private static final int BLOCK = 1 << 15;

    /** Where a piece lies before and afterwards, and whether it was measured at all. */
    private record Piece(long first, long count, long newFirst, long newCount, boolean measured) {}

    private final Recording recording;
    private final double ratio;
    private final PolyphaseResampler polyphase;
    private final List<Piece> pieces = new ArrayList<>();
    private final long count;
    private ScratchSamples scratch;

    /** @param rational null for the Fourier method */
    ResampledSamples(Recording recording, double ratio, Ratio rational) {
        this.recording = recording;
        this.ratio = ratio;
        polyphase = rational == null ? null : new PolyphaseResampler(rational);
        count = Math.max(1, (long) Math.rint(recording.sampleCount() * ratio));
        TreeSet<Long> joints = new TreeSet<>(List.of(0L, recording.sampleCount()));
        List<Stretches.Span> spans = Stretches.of(recording).spans();
        for (Stretches.Span span : spans) {
            joints.add(span.first());
            joints.add(span.end());
        }
        long place = 0;
        for (long joint : joints.tailSet(1L)) {
            long start = place;
            long newFirst = (long) Math.rint(start * ratio);
            long newEnd = joint == recording.sampleCount() ? count : (long) Math.rint(joint * ratio);
            pieces.add(new Piece(start, joint - start, newFirst, newEnd - newFirst,
                    spans.stream().anyMatch(span -> span.first() <= start && joint <= span.end())));
            place = joint;
        }
    }

    long count() {
        return count;
    }

    @Override
    public void read(int[] channels, long firstSample, int samples, double[][] into, int offset)
            throws IOException {
        List<Integer> analogue = new ArrayList<>();
        for (int i = 0; i < channels.length; i++) {
            if (isStim(channels[i])) {
                readCodes(channels[i], firstSample, samples, into[i], offset);
            } else if (polyphase == null) {
                scratch().readChannel(channels[i], firstSample, samples, into[i], offset);
            } else {
                analogue.add(i);
            }
        }
        if (analogue.isEmpty()) {
            return;
        }
        int[] which = analogue.stream().mapToInt(i -> channels[i]).toArray();
        double[][] rows = analogue.stream().map(i -> into[i]).toArray(double[][]::new);
        for (Piece piece : pieces) {
            long from = Math.max(firstSample, piece.newFirst);
            long end = Math.min(firstSample + samples, piece.newFirst + piece.newCount);
            for (long start = from; start < end; start += BLOCK) {
                filter(which, piece, start - piece.newFirst, (int) Math.min(BLOCK, end - start), rows,
                        offset + (int) (start - firstSample));
            }
        }
    }

    private boolean isStim(int channel) {
        return recording.channels().get(channel).type() == ChannelType.STIM;
    }

    private void filter(int[] channels, Piece piece, long firstOutput, int outputs, double[][] into,
            int offset)
            throws IOException {
        long from = polyphase.firstNeeded(firstOutput, 0);
        long end = polyphase.endNeeded(firstOutput + outputs - 1, 0);
        // What lies past an end is found by reflection; a short piece is needed whole.
        boolean whole = from < -piece.count / 2 || end > piece.count + piece.count / 2;
        long first = whole ? 0 : Math.max(0, Math.min(from, 2 * piece.count - 1 - end));
        long stop = whole ? piece.count : Math.min(piece.count, Math.max(end, 1 - from));
        int length = Math.toIntExact(stop - first);
        double[][] part = new double[channels.length][length];
        recording.source().read(channels, piece.first + first, length, part, 0);
        Parallelism.available().forEach(channels.length, i -> {
            if (piece.measured) {
                FiniteSamples.require(part[i], length, recording.channels().get(channels[i]).name(),
                        piece.first + first);
            }
            polyphase.apply(part[i], first, piece.count, 0, firstOutput, into[i], offset, outputs);
        });
    }

    /** The largest code of the samples that come to lie on a new one; the last code where none does. */
    private void readCodes(int channel, long firstSample, int samples, double[] into, int offset)
            throws IOException {
        for (int done = 0; done < samples; done += BLOCK) {
            int here = Math.min(BLOCK, samples - done);
            long first = Math.max(0, binStart(firstSample + done) - 1);
            long end = Math.min(recording.sampleCount(), binStart(firstSample + done + here) + 1);
            first = Math.min(first, end - 1);
            double[][] codes = recording.read(new int[] {channel}, first, Math.toIntExact(end - first));
            for (int i = 0; i < here; i++) {
                long start = binStart(firstSample + done + i);
                long stop = Math.min(recording.sampleCount(), binStart(firstSample + done + i + 1));
                if (start >= stop) {
                    start = Math.max(0, Math.min(recording.sampleCount(), start) - 1);
                    stop = start + 1;
                }
                double most = Double.NEGATIVE_INFINITY;
                for (long s = start; s < stop; s++) {
                    most = Math.max(most, codes[0][(int) (s - first)]);
                }
                into[offset + done + i] = most;
            }
        }
    }

    /** The first old sample that is rounded to a new one or a later one. */
    private long binStart(long sample) {
        long start = Math.max(0, (long) Math.ceil((sample - 0.5) / ratio));
        while (start > 0 && Math.rint((start - 1) * ratio) >= sample) {
            start--;
        }
        while (Math.rint(start * ratio) < sample) {
            start++;
        }
        return start;
    }

    private synchronized ScratchSamples scratch() throws IOException {
        if (scratch == null) {
            ScratchSamples fresh = new ScratchSamples(recording.channelCount(), count);
            try {
                for (int channel = 0; channel < recording.channelCount(); channel++) {
                    for (Piece piece : pieces) {
                        if (!isStim(channel) && piece.newCount > 0) {
                            transform(channel, piece, fresh);
                        }
                    }
                }
            } catch (IOException | RuntimeException e) {
                fresh.close();
                throw e;
            }
            scratch = fresh;
        }
        return scratch;
    }

    private void transform(int channel, Piece piece, ScratchSamples to) throws IOException {
        double[] x = recording.read(new int[] {channel}, piece.first, Math.toIntExact(piece.count))[0];
        if (piece.measured) {
            FiniteSamples.require(x, x.length, recording.channels().get(channel).name(), piece.first);
        }
        double[] y = new FourierResampler(ratio, FourierResampler.AUTO).apply(x);
        // Rounding of the ends of pieces may ask for one sample more.
        double[] exact = Arrays.copyOf(y, (int) piece.newCount);
        Arrays.fill(exact, Math.min(y.length, exact.length), exact.length, y[y.length - 1]);
        to.writeChannel(channel, piece.newFirst, exact.length, exact, 0);
    }
}
