package org.engram.decoders.timeseries.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.filtering.FirDesign;
import org.engram.preprocessing.electrophysiology.filtering.FirFilter;
import org.engram.preprocessing.electrophysiology.resampling.EpochRates;

/**
 * What is done to epochs before they are decoded, in this order: filter, other sampling rate, window. A filter is applied
 * to the whole epoch, before its window is narrowed, so that its edges can be cut off.
 *
 * @param lowHz lower edge of the band, 0 for none
 * @param highHz upper edge of the band, infinite for none
 * @param rateHz samples per second afterwards; empty for those there are
 * @param startSeconds begin of the window; empty for that of the epochs
 * @param endSeconds its end, included; empty for that of the epochs
 */
public record EpochPreparation(double lowHz, double highHz, OptionalDouble rateHz,
        OptionalDouble startSeconds, OptionalDouble endSeconds) {
    /** Nothing is done. */
    public static final EpochPreparation NONE = new EpochPreparation(0, Double.POSITIVE_INFINITY,
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /** Checks the order of the edges. */
    public EpochPreparation {
        if (!(lowHz >= 0 && lowHz < highHz)) {
            throw new IllegalArgumentException(
                    "the band from " + lowHz + " to " + highHz + " Hz: give a lower edge below the upper");
        }
        if (startSeconds.isPresent() && endSeconds.isPresent()
                && !(startSeconds.getAsDouble() < endSeconds.getAsDouble())) {
            throw new IllegalArgumentException("the window from " + startSeconds.getAsDouble() + " to "
                    + endSeconds.getAsDouble() + " s ends before it begins");
        }
        if (rateHz.isPresent() && !(rateHz.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "a sampling rate of " + rateHz.getAsDouble() + " Hz: give one above 0");
        }
    }

    private boolean isFilter() { return lowHz > 0 || highHz < Double.POSITIVE_INFINITY; }

    private FirFilter filter(double rate) {
        if (highHz < Double.POSITIVE_INFINITY && highHz >= rate / 2) {
            throw new EngramException("the band ends at " + highHz + " Hz, but " + rate
                    + " samples per second hold only frequencies below " + rate / 2 + " Hz: end it lower");
        }
        FirDesign design = lowHz == 0
                ? FirDesign.lowPass(highHz, rate)
                : highHz < Double.POSITIVE_INFINITY
                        ? FirDesign.bandPass(lowHz, highHz, rate)
                        : FirDesign.highPass(lowHz, rate);
        return design.build();
    }

    /**
     * Filters a recording before it is cut, which is better than filtering its epochs.
     *
     * @param recording a recording
     * @param notices told what should be known about the filter
     * @return it, filtered
     */
    Recording filtered(Recording recording, Consumer<Notice> notices) {
        if (!isFilter()) {
            return recording;
        }
        FirFilter filter = filter(recording.samplingRateHz());
        filter.noticesFor(recording).forEach(notices);
        return filter.apply(recording);
    }

    /**
     * @param epochs epochs
     * @param notices told what should be known about the filter
     * @return them prepared; trials are computed when they are read
     */
    public Epochs apply(Epochs epochs, Consumer<Notice> notices) {
        Epochs prepared = isFilter() ? filtered(epochs, notices) : epochs;
        if (rateHz.isPresent() && rateHz.getAsDouble() != prepared.samplingRateHz()) {
            prepared = EpochRates.resample(prepared, rateHz.getAsDouble());
        }
        return startSeconds.isPresent() || endSeconds.isPresent() ? cropped(prepared) : prepared;
    }

    private Epochs filtered(Epochs epochs, Consumer<Notice> notices) {
        FirFilter filter = filter(epochs.samplingRateHz());
        filter.noticesFor(epochs.timeCount()).forEach(notices);
        List<Channel> channels = epochs.channels();
        return epochs.toBuilder().band(filter.band()).trials(epochs.trials(), (trial, which, into) -> {
            epochs.source().read(trial, which, into);
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < which.length; i++) {
                Channel channel = channels.get(which[i]);
                if (channel.type() != ChannelType.STIM) {
                    requireFinite(into[i], channel, trial);
                    rows.add(into[i]);
                }
            }
            filter.applyInPlace(rows.toArray(double[][]::new), Parallelism.single());
        }).build();
    }

    static void requireFinite(double[] row, Channel channel, int trial) {
        for (int t = 0; t < row.length; t++) {
            if (!Double.isFinite(row[t])) {
                throw new EngramException("trial " + trial + " is " + row[t] + " in channel "
                        + channel.name() + " at sample " + t
                        + " (counted from 0): reject such trials, leave the channel out, or repair them first");
            }
        }
    }

    private Epochs cropped(Epochs epochs) {
        double rate = epochs.samplingRateHz();
        int last = epochs.firstTime() + epochs.timeCount() - 1;
        int from = startSeconds.isPresent()
                ? (int) Math.rint(startSeconds.getAsDouble() * rate)
                : epochs.firstTime();
        int to = endSeconds.isPresent() ? (int) Math.rint(endSeconds.getAsDouble() * rate) : last;
        if (from < epochs.firstTime() || to > last || from > to) {
            throw new EngramException(String.format(Locale.ROOT,
                    "the window from %s to %s s does not lie within the epochs, which last from %s to %s s",
                    from / rate, to / rate, epochs.firstTimeSeconds(), last / rate));
        }
        int skip = from - epochs.firstTime();
        int count = to - from + 1;
        int whole = epochs.timeCount();
        return Epochs.builder(epochs.channels(), rate, from, count).table(epochs.table().orElse(null))
                .baseline(epochs.baseline().orElse(null)).projectors(epochs.projectors())
                .dropped(epochs.dropped()).band(epochs.band())
                .trials(epochs.trials(), (trial, which, into) -> {
                    double[][] all = new double[which.length][whole];
                    epochs.source().read(trial, which, all);
                    for (int i = 0; i < which.length; i++) {
                        System.arraycopy(all[i], skip, into[i], 0, count);
                    }
                }).build();
    }

    /** @return what is done, to follow "Before decoding, "; empty for nothing */
    public String describe() {
        List<String> steps = new ArrayList<>();
        if (isFilter()) {
            steps.add("channels were filtered by a zero-phase FIR filter ("
                    + (lowHz == 0
                            ? "low-pass " + highHz
                            : highHz < Double.POSITIVE_INFINITY
                                    ? lowHz + " to " + highHz
                                    : "high-pass " + lowHz)
                    + " Hz)");
        }
        if (rateHz.isPresent()) {
            steps.add("epochs were resampled to " + rateHz.getAsDouble() + " Hz");
        }
        if (startSeconds.isPresent() || endSeconds.isPresent()) {
            steps.add("epochs were cut to "
                    + (startSeconds.isPresent() ? startSeconds.getAsDouble() + " s" : "their begin") + " to "
                    + (endSeconds.isPresent() ? endSeconds.getAsDouble() + " s" : "their end"));
        }
        return String.join("; ", steps);
    }
}
