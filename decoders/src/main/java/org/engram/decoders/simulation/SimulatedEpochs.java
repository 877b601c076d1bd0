package org.engram.decoders.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.compute.random.RandomStream;
import org.engram.io.array.ElementType;
import org.engram.io.array.NpyArray;

/**
 * EEG epochs of two classes, "target" and "standard". Epochs of both hold coloured noise (an autoregression of 0.9 in each
 * channel, of which a part is shared by all) and a gain and offset of the subject; those of "target" hold besides a
 * half-wave in four of the channels for a sixth of a second, whose latency jitters. Nothing else tells the classes apart,
 * so a map of what a classifier uses should show that place and no other.
 *
 * <p>Microvolts; 16 channels x 128 samples at 128 Hz. Every subject has as many epochs of each class.
 */
public final class SimulatedEpochs {
    /** Channels of an epoch. */
    public static final int CHANNELS = 16;
    /** Samples of an epoch, one second. */
    public static final int SAMPLES = 128;

    private static final int FIRST_CHANNEL = 4;
    private static final int EFFECT_CHANNELS = 4;
    private static final int FIRST_SAMPLE = 60;
    private static final int EFFECT_SAMPLES = 22;
    private static final int JITTER = 2;
    private static final double MEMORY = 0.9;
    private static final double NOISE = 10;
    private static final double SHARED = 0.5;

    private final Builder options;

    private SimulatedEpochs(Builder options) {
        this.options = options;
    }

    /** @return a builder with the defaults its methods state */
    public static Builder builder() {
        return new Builder();
    }

    /** @return "X" (epoch, channel, sample), "y" and "subject", one for each epoch */
    public Map<String, NpyArray> arrays() {
        int epochs = options.subjects * options.epochs;
        float[] values = new float[Math.multiplyExact(epochs, CHANNELS * SAMPLES)];
        String[] classes = new String[epochs];
        String[] subjects = new String[epochs];
        for (int subject = 0; subject < options.subjects; subject++) {
            RandomStream person = RandomStream.of(options.seed, 1_000_000L + subject);
            double gain = Math.exp(0.2 * person.normal(0));
            for (int epoch = 0; epoch < options.epochs; epoch++) {
                int at = subject * options.epochs + epoch;
                boolean target = epoch % 2 == 0;
                classes[at] = target ? "target" : "standard";
                subjects[at] = String.format(java.util.Locale.ROOT, "s%02d", subject + 1);
                draw(values, at, gain, person, target);
            }
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("X", NpyArray.of(values, epochs, CHANNELS, SAMPLES));
        arrays.put("y", NpyArray.of(classes, epochs));
        arrays.put("subject", NpyArray.of(subjects, epochs));
        return arrays;
    }

    private void draw(float[] values, int epoch, double gain, RandomStream person, boolean target) {
        RandomStream random = RandomStream.of(options.seed, epoch);
        double[] shared = noise(random.derive(CHANNELS));
        int jitter = random.bounded(0, 2 * JITTER + 1) - JITTER;
        for (int channel = 0; channel < CHANNELS; channel++) {
            double[] own = noise(random.derive(channel));
            for (int t = 0; t < SAMPLES; t++) {
                double effect = target && isEffect(channel, t - jitter)
                        ? options.amplitude
                                * Math.sin(Math.PI * (t - jitter - FIRST_SAMPLE + 0.5) / EFFECT_SAMPLES)
                        : 0;
                double background = NOISE * (Math.sqrt(1 - SHARED * SHARED) * own[t] + SHARED * shared[t]);
                values[(epoch * CHANNELS + channel) * SAMPLES + t] = (float) (gain * (background + effect)
                        + 2 * person.normal(1 + channel));
            }
        }
    }

    private static double[] noise(RandomStream random) {
        double[] noise = new double[SAMPLES];
        noise[0] = random.normal(0);
        for (int t = 1; t < SAMPLES; t++) {
            noise[t] = MEMORY * noise[t - 1] + Math.sqrt(1 - MEMORY * MEMORY) * random.normal(t);
        }
        return noise;
    }

    private static boolean isEffect(int channel, int sample) {
        return channel >= FIRST_CHANNEL && channel < FIRST_CHANNEL + EFFECT_CHANNELS && sample >= FIRST_SAMPLE
                && sample < FIRST_SAMPLE + EFFECT_SAMPLES;
    }

    /** @return (channel, sample): 1 where the classes differ */
    public NpyArray truth() {
        byte[] truth = new byte[CHANNELS * SAMPLES];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = (byte) (isEffect(i / SAMPLES, i % SAMPLES) ? 1 : 0);
        }
        return NpyArray.of(ElementType.UINT8, truth, CHANNELS, SAMPLES);
    }

    /** Collects the options. */
    public static final class Builder {
        private int subjects = 12;
        private int epochs = 40;
        private double amplitude = 14;
        private long seed;

        private Builder() {}

        /** @param count of subjects, 1 or more; 12 by default @return this */
        public Builder subjects(int count) {
            subjects = count;
            return this;
        }

        /** @param count of epochs of each subject, half of each class; 40 by default @return this */
        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        /** @param microvolts at the peak of the effect, in noise of 10; 14 by default @return this */
        public Builder amplitude(double microvolts) {
            amplitude = microvolts;
            return this;
        }

        /** @param value one seed, one recording; 0 by default @return this */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** @return the simulation */
        public SimulatedEpochs build() {
            if (subjects < 1 || epochs < 2 || !(amplitude >= 0)) {
                throw new IllegalArgumentException("a simulation of " + subjects + " subjects with " + epochs
                        + " epochs and an effect of " + amplitude
                        + " uV cannot be drawn: give 1, 2 and 0 or more");
            }
            Builder copy = new Builder().subjects(subjects).epochs(epochs).amplitude(amplitude).seed(seed);
            return new SimulatedEpochs(copy);
        }
    }
}
