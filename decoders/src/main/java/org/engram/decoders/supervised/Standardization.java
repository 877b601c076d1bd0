package org.engram.decoders.supervised;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.engram.core.EngramException;

/**
 * How samples are brought to mean 0 and deviation 1 before a network sees them. What is learnt for that comes from
 * training samples alone.
 *
 * @param per what shares a mean and a deviation
 * @param means one for each channel or value; empty where nothing is learnt
 * @param deviations in the same order, all above 0
 */
public record Standardization(Per per, List<Double> means, List<Double> deviations) {
    /** What shares a mean and a deviation. */
    public enum Per {
        /** All values of a channel (the first axis of the network's input) in all training samples. */
        CHANNEL,
        /** Each value of a sample over the training samples. */
        VALUE,
        /** All values of one sample; nothing is learnt. */
        SAMPLE,
        /** Nothing is changed. */
        NONE;

        /** @param text its name in any case @return it */
        public static Per of(String text) {
            for (Per per : values()) {
                if (per.name().equalsIgnoreCase(text.strip())) {
                    return per;
                }
            }
            throw new IllegalArgumentException("samples are not standardised per \"" + text
                    + "\": choose one of " + String.join(", ", Arrays.stream(values())
                            .map(per -> per.name().toLowerCase(Locale.ROOT)).toList()));
        }
    }

    /** Checks that means and deviations fit. */
    public Standardization {
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        if (means.size() != deviations.size()
                || deviations.stream().anyMatch(deviation -> !(deviation > 0))) {
            throw new EngramException(
                    "a standardisation has a mean and a deviation above 0 for each channel or value");
        }
    }

    /**
     * @param per what shares a mean and a deviation
     * @param samples to learn from
     * @param training which of them
     * @param input (channel, axes...) of one sample
     * @return learnt; a channel or value that never changes keeps a deviation of 1
     */
    static Standardization learn(Per per, SampleSet samples, int[] training, int... input) {
        int width = samples.width();
        if (per == Per.NONE || per == Per.SAMPLE) {
            return new Standardization(per, List.of(), List.of());
        }
        int groups = per == Per.VALUE || input.length == 1 ? width : input[0];
        int run = width / groups;
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            double sum = 0;
            for (int sample : training) {
                for (int i = 0; i < run; i++) {
                    sum += samples.values()[sample * width + g * run + i];
                }
            }
            double mean = sum / ((double) run * training.length);
            double squares = 0;
            for (int sample : training) {
                for (int i = 0; i < run; i++) {
                    double off = samples.values()[sample * width + g * run + i] - mean;
                    squares += off * off;
                }
            }
            double deviation = Math.sqrt(squares / ((double) run * training.length));
            means.add(mean);
            deviations.add(deviation > 1e-12 * Math.abs(mean) && deviation > 0 ? deviation : 1);
        }
        return new Standardization(per, means, deviations);
    }

    /** @param values of samples of {@code width} values, one after the other @return standardised, fresh */
    float[] apply(float[] values, int width) {
        float[] result = values.clone();
        for (int from = 0; from < values.length && per != Per.NONE; from += width) {
            if (per == Per.SAMPLE) {
                alone(result, from, width);
            } else {
                int run = width / means.size();
                for (int i = 0; i < width; i++) {
                    result[from + i] = (float) ((values[from + i] - means.get(i / run))
                            / deviations.get(i / run));
                }
            }
        }
        return result;
    }

    private static void alone(float[] values, int from, int width) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += values[from + i];
        }
        double mean = sum / width;
        double squares = 0;
        for (int i = 0; i < width; i++) {
            squares += (values[from + i] - mean) * (values[from + i] - mean);
        }
        double deviation = Math.sqrt(squares / width);
        for (int i = 0; i < width; i++) {
            values[from + i] = (float) ((values[from + i] - mean) / (deviation > 0 ? deviation : 1));
        }
    }
}
