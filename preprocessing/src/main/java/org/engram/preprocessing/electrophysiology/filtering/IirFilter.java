package org.engram.preprocessing.electrophysiology.filtering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.engram.compute.signal.Butterworth;
import org.engram.compute.signal.SecondOrderSections;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Band;
import org.engram.io.recording.Recording;

/**
 * A recursive filter in second-order sections, run forward and backward so that nothing moves in time, or forward only as
 * an online system would. Forward and backward, the gain is squared and the ends are continued by odd reflection for as
 * long as the filter rings. Immutable and thread-safe.
 *
 * <pre>{@code
 * Recording filtered = IirFilter.bandPass(1, 40, recording.samplingRateHz()).apply(recording);
 * }</pre>
 *
 * <h2>References</h2> F. Gustafsson, IEEE Trans. Signal Processing 44(4), 1996; padding as MNE-Python 1.x.
 */
public final class IirFilter {
    /** Order of the Butterworth filters made here. */
    public static final int DEFAULT_ORDER = 4;
    private static final int CHUNK = 1000;
    private static final int LONGEST = 100_000;
    private static final int BLOCK_VALUES = 1 << 22;

    private final SecondOrderSections sections;
    private final Band band;
    private final int ringing;

    private IirFilter(SecondOrderSections sections, Band band) {
        this.sections = sections;
        this.band = band;
        for (int s = 0; s < sections.count(); s++) {
            double[] c = sections.section(s);
            if (!(Math.abs(c[4]) < 1 && Math.abs(c[3]) < 1 + c[4])) {
                throw new EngramException(
                        "section " + s + " of the filter has a pole on or outside the unit circle: "
                                + "it would not settle; raise the cut-off or lower the order");
            }
        }
        ringing = ringing(sections);
    }

    /**
     * @param sections a stable design
     * @return a filter that runs it
     */
    public static IirFilter of(SecondOrderSections sections) {
        return new IirFilter(sections, Band.UNKNOWN);
    }

    /**
     * @param lowHz lower edge
     * @param highHz upper edge
     * @param samplingRateHz samples per second
     * @return a Butterworth filter of order 4 that keeps what lies between
     */
    public static IirFilter bandPass(double lowHz, double highHz, double samplingRateHz) {
        return new IirFilter(Butterworth.order(DEFAULT_ORDER).bandPass(lowHz, highHz, samplingRateHz),
                new Band(lowHz, highHz));
    }

    /**
     * @param highHz upper edge
     * @param samplingRateHz samples per second
     * @return a Butterworth filter of order 4 that keeps what is slower
     */
    public static IirFilter lowPass(double highHz, double samplingRateHz) {
        return new IirFilter(Butterworth.order(DEFAULT_ORDER).lowPass(highHz, samplingRateHz),
                new Band(Double.NaN, highHz));
    }

    /**
     * @param lowHz lower edge
     * @param samplingRateHz samples per second
     * @return a Butterworth filter of order 4 that keeps what is faster
     */
    public static IirFilter highPass(double lowHz, double samplingRateHz) {
        return new IirFilter(Butterworth.order(DEFAULT_ORDER).highPass(lowHz, samplingRateHz),
                new Band(lowHz, Double.NaN));
    }

    /**
     * @param lowHz lower edge
     * @param highHz upper edge
     * @param samplingRateHz samples per second
     * @return a Butterworth filter of order 4 that removes what lies between
     */
    public static IirFilter bandStop(double lowHz, double highHz, double samplingRateHz) {
        return of(Butterworth.order(DEFAULT_ORDER).bandStop(lowHz, highHz, samplingRateHz));
    }

    /**
     * A notch of one section: b = g (1, -2 cos w, 1), a = (1, -2 g cos w, 2 g - 1) with g = 1 / (1 + tan(w / 2 Q)).
     *
     * @param frequencyHz what to remove
     * @param quality the frequency divided by the width at half power
     * @param samplingRateHz samples per second
     * @return a filter that removes it
     */
    public static IirFilter notch(double frequencyHz, double quality, double samplingRateHz) {
        if (!(frequencyHz > 0 && frequencyHz < samplingRateHz / 2 && quality > 0)) {
            throw new IllegalArgumentException(
                    "a notch at " + frequencyHz + " Hz of quality " + quality + " at "
                            + samplingRateHz + " samples per second: give a frequency between 0 and "
                            + samplingRateHz / 2 + " Hz and a positive quality");
        }
        double w = 2 * Math.PI * frequencyHz / samplingRateHz;
        double gain = 1 / (1 + Math.tan(w / quality / 2));
        double middle = -2 * gain * Math.cos(w);
        return of(new SecondOrderSections(new double[][] {{gain, middle, gain, middle, 2 * gain - 1}},
                samplingRateHz));
    }

    /** The last sample of the impulse response above a thousandth of its largest value, looked for in chunks. */
    private static int ringing(SecondOrderSections sections) {
        SectionCascade cascade = new SectionCascade(sections);
        double[] impulse = new double[CHUNK];
        impulse[0] = 1;
        int last = CHUNK;
        double threshold = 0;
        for (int chunk = 0; chunk < LONGEST / CHUNK; chunk++) {
            cascade.forward(impulse, 0, CHUNK);
            double most = 0;
            for (double value : impulse) {
                most = Math.max(most, Math.abs(value));
            }
            threshold = Math.max(threshold, 0.001 * most);
            int found = -1;
            for (int i = 0; i < CHUNK; i++) {
                found = Math.abs(impulse[i]) > threshold ? i : found;
            }
            if (found < 0) {
                return (chunk - 1) * CHUNK + last;
            }
            last = found;
            Arrays.fill(impulse, 0);
        }
        return LONGEST;
    }

    /** @return the design */
    public SecondOrderSections sections() {
        return sections;
    }

    /** @return samples for which the impulse response stays above a thousandth of its peak; 100,000 at most */
    public int ringingSamples() {
        return ringing;
    }

    /**
     * Filters forward and backward.
     *
     * @param x samples, finite; not changed
     * @return the filtered samples, fresh
     */
    public double[] apply(double[] x) {
        return apply(x, x.length);
    }

    /** The same by blocks of so many samples. */
    double[] apply(double[] x, int blockLength) {
        double[] y = x.clone();
        FiniteSamples.require(y, y.length, "0", 0);
        if (y.length > 0) {
            try {
                bothWays(y.length, (first, count, into) -> System.arraycopy(x, (int) first, into, 0, count),
                        (first, count, from) -> System.arraycopy(from, 0, y, (int) first, count),
                        (first, count, into) -> System.arraycopy(y, (int) first, into, 0, count),
                        blockLength);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return y;
    }

    /**
     * Filters forward only, from rest.
     *
     * @param x samples, finite; not changed
     * @return the filtered samples, fresh
     */
    public double[] applyForward(double[] x) {
        double[] y = x.clone();
        FiniteSamples.require(y, y.length, "0", 0);
        new SectionCascade(sections).forward(y, 0, y.length);
        return y;
    }

    /** @return a filter from rest that remembers its state between blocks, for one channel of a stream */
    public SectionCascade stream() {
        return new SectionCascade(sections);
    }

    /**
     * Filters the channels that measure the brain forward and backward; see {@link #apply(Recording, int[])}.
     *
     * @param recording a recording
     * @return the filtered recording
     */
    public Recording apply(Recording recording) {
        return apply(recording, recording.channelsThat(channel -> channel.type().isBrain()));
    }

    /**
     * Filters some channels forward and backward, each stretch between discontinuities by itself. The work is done on the
     * first read, in bounded memory: large results go to a temporary file.
     *
     * @param recording a recording of the sampling rate of the design
     * @param channels which channels to filter
     * @return the filtered recording
     */
    public Recording apply(Recording recording, int... channels) {
        return apply(recording, channels, this::bothWays);
    }

    /**
     * Filters some channels forward only, from rest in each stretch.
     *
     * @param recording a recording of the sampling rate of the design
     * @param channels which channels to filter
     * @return the filtered recording
     */
    public Recording applyForward(Recording recording, int... channels) {
        return apply(recording, channels, this::forward);
    }

    private Recording apply(Recording recording, int[] channels, StretchwiseSamples.StretchFilter filter) {
        FilteredRecordings.requireRate(recording, sections.samplingRateHz());
        if (channels.length == 0 || recording.sampleCount() == 0) {
            return recording;
        }
        return FilteredRecordings.narrowed(recording, channels, band,
                new StretchwiseSamples(recording, channels, filter));
    }

    private interface Reader {
        void read(long first, int count, double[] into) throws IOException;
    }

    private interface Writer {
        void write(long first, int count, double[] from) throws IOException;
    }

    private void bothWays(Recording from, Stretches.Span span, int[] channels, ScratchSamples to) {
        int block = (int) Math.min(span.count(), BLOCK_VALUES);
        Parallelism.available().forEach(channels.length, i -> {
            try {
                int[] which = {channels[i]};
                String name = from.channels().get(channels[i]).name();
                bothWays(span.count(), (first, count, into) -> {
                    from.source().read(which, span.first() + first, count, new double[][] {into}, 0);
                    FiniteSamples.require(into, count, name, span.first() + first);
                }, (first, count, values) -> to.writeChannel(i, span.first() + first, count, values, 0),
                        (first, count, into) -> to.readChannel(i, span.first() + first, count, into, 0),
                        block);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void forward(Recording from, Stretches.Span span, int[] channels, ScratchSamples to) {
        Parallelism.available().forEach(channels.length, i -> {
            try {
                SectionCascade cascade = stream();
                double[][] block = new double[1][(int) Math.min(span.count(), BLOCK_VALUES)];
                for (long first = 0; first < span.count(); first += block[0].length) {
                    int count = (int) Math.min(block[0].length, span.count() - first);
                    from.source().read(new int[] {channels[i]}, span.first() + first, count, block, 0);
                    FiniteSamples.require(block[0], count, from.channels().get(channels[i]).name(),
                            span.first() + first);
                    cascade.forward(block[0], 0, count);
                    to.writeChannel(i, span.first() + first, count, block[0], 0);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** One channel of a stretch: forward through the continued series by blocks, and backward over what came out. */
    private void bothWays(long count, Reader input, Writer output, Reader again, int blockLength)
            throws IOException {
        OddReflection continued = new OddReflection(count, ringing);
        int edge = (int) continued.edge();
        double[] part = new double[edge + 1];
        double[] before = new double[edge + 1];
        double[] after = new double[edge];
        input.read(0, edge + 1, part);
        continued.fill(part, 0, -edge, edge, before, 0);
        input.read(count - 1 - edge, edge + 1, part);
        continued.fill(part, count - 1 - edge, count, edge, after, 0);
        SectionCascade cascade = new SectionCascade(sections);
        double[] block = new double[blockLength];
        input.read(0, 1, block);
        cascade.settle(edge > 0 ? before[0] : block[0]);
        cascade.forward(before, 0, edge);
        for (long first = 0; first < count; first += blockLength) {
            int here = (int) Math.min(blockLength, count - first);
            input.read(first, here, block);
            cascade.forward(block, 0, here);
            output.write(first, here, block);
        }
        cascade.forward(after, 0, edge);
        double last = edge > 0 ? after[edge - 1] : block[(int) ((count - 1) % blockLength)];
        cascade.settle(last);
        cascade.backward(after, 0, edge);
        long blocks = (count + blockLength - 1) / blockLength;
        for (long b = blocks - 1; b >= 0; b--) {
            long first = b * blockLength;
            int here = (int) Math.min(blockLength, count - first);
            again.read(first, here, block);
            cascade.backward(block, 0, here);
            output.write(first, here, block);
        }
    }
}
