package org.engram.preprocessing.electrophysiology.resampling;

import org.engram.core.EngramException;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;

/** Lower and other sampling rates for epochs; time 0 stays a sample. */
public final class EpochRates {
    private EpochRates() {}

    /**
     * Keeps every k-th sample, of which time 0 is one.
     *
     * @param epochs epochs that were low-passed at a third of the new rate or below
     * @param factor k, at least 1
     * @return the epochs with fewer samples; an error when they hold higher frequencies or it is not known what they hold
     */
    public static Epochs decimate(Epochs epochs, int factor) {
        requireFactor(factor);
        double rate = epochs.samplingRateHz() / factor;
        if (factor > 1 && !(epochs.band().lowPassHz() <= rate / 3)) {
            throw new EngramException("epochs that hold frequencies up to " + epochs.band().lowPassHz()
                    + " Hz would be decimated to " + rate + " Hz, where those above " + rate / 3
                    + " Hz come back as others: low-pass first, resample instead, or use decimateRegardless");
        }
        return decimateRegardless(epochs, factor);
    }

    /**
     * Keeps every k-th sample whatever frequencies the epochs hold.
     *
     * @param epochs epochs
     * @param factor k, at least 1
     * @return the epochs with fewer samples
     */
    public static Epochs decimateRegardless(Epochs epochs, int factor) {
        requireFactor(factor);
        int start = Math.floorMod(-epochs.firstTime(), factor);
        if (start >= epochs.timeCount()) {
            throw new EngramException(
                    "no sample of " + epochs.timeCount() + " is left by decimation by " + factor);
        }
        int count = (epochs.timeCount() - start + factor - 1) / factor;
        return copy(epochs, epochs.samplingRateHz() / factor, (epochs.firstTime() + start) / factor, count)
                .trials(epochs.trials(), (trial, channels, into) -> {
                    double[][] x = epochs.read(trial, channels);
                    for (int i = 0; i < channels.length; i++) {
                        for (int t = 0; t < count; t++) {
                            into[i][t] = x[i][start + t * factor];
                        }
                    }
                }).build();
    }

    /**
     * Resamples by polyphase filters to times that are whole samples away from time 0.
     *
     * @param epochs epochs
     * @param rateHz samples per second afterwards
     * @return the epochs at that rate, within the same window; trigger channels hold the code of the nearest sample
     */
    public static Epochs resample(Epochs epochs, double rateHz) {
        Ratio ratio = Ratio.of(epochs.samplingRateHz(), rateHz);
        PolyphaseResampler resampler = new PolyphaseResampler(ratio);
        long begin = (long) epochs.firstTime() * ratio.up();
        long end = ((long) epochs.firstTime() + epochs.timeCount() - 1) * ratio.up();
        long first = -Math.floorDiv(-begin, (long) ratio.down());
        long last = Math.floorDiv(end, (long) ratio.down());
        if (last < first) {
            throw new EngramException(
                    "no sample at " + rateHz + " Hz lies within the epochs, which last from "
                            + epochs.firstTimeSeconds() + " s for " + epochs.timeCount() + " samples");
        }
        int count = Math.toIntExact(last - first + 1);
        long offset = first * ratio.down() - begin;
        return copy(epochs, rateHz, Math.toIntExact(first), count)
                .trials(epochs.trials(), (trial, channels, into) -> {
                    double[][] x = epochs.read(trial, channels);
                    for (int i = 0; i < channels.length; i++) {
                        Channel channel = epochs.channels().get(channels[i]);
                        if (channel.type() == ChannelType.STIM) {
                            for (int t = 0; t < count; t++) {
                                into[i][t] = x[i][(int) Math
                                        .rint((offset + (double) t * ratio.down()) / ratio.up())];
                            }
                        } else {
                            resampler.apply(x[i], 0, x[i].length, offset, 0, into[i], 0, count);
                        }
                    }
                }).build();
    }

    private static void requireFactor(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("decimation by " + factor + ": give 1 or more");
        }
    }

    private static Epochs.Builder copy(Epochs epochs, double rateHz, int firstTime, int count) {
        Band band = epochs.band().lowPassHz() <= rateHz / 2 || rateHz >= epochs.samplingRateHz()
                ? epochs.band()
                : new Band(epochs.band().highPassHz(), rateHz / 2);
        return Epochs.builder(epochs.channels(), rateHz, firstTime, count).table(epochs.table().orElse(null))
                .baseline(epochs.baseline().orElse(null)).projectors(epochs.projectors())
                .dropped(epochs.dropped())
                .band(band);
    }
}
