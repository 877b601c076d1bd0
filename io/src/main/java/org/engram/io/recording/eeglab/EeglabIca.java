package org.engram.io.recording.eeglab;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The decomposition into independent components stored with an EEGLAB set. Activations are
 * {@code weights * sphere * x} of the samples of {@code channels} in microvolts; {@code mixing} takes them back.
 *
 * @param weights component x sphered channel ({@code icaweights}); not copied
 * @param sphere sphered channel x channel ({@code icasphere}); not copied
 * @param mixing channel x component ({@code icawinv}); not copied; no columns when the set has none
 * @param channels indices of the channels decomposed, from 0 ({@code icachansind}); not copied
 * @param channelNames their names
 */
public record EeglabIca(double[][] weights, double[][] sphere, double[][] mixing, int[] channels,
        List<String> channelNames) {
    /** Copies the names. */
    public EeglabIca {
        channelNames = List.copyOf(channelNames);
    }

    /** @return how many components */
    public int componentCount() {
        return weights.length;
    }

    /** @return {@code weights * sphere}: component x channel, per microvolt */
    public double[][] unmixing() {
        double[][] product = new double[weights.length][channels.length];
        for (int row = 0; row < weights.length; row++) {
            for (int inner = 0; inner < sphere.length; inner++) {
                for (int column = 0; column < channels.length; column++) {
                    product[row][column] += weights[row][inner] * sphere[inner][column];
                }
            }
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EeglabIca that && Arrays.deepEquals(weights, that.weights)
                && Arrays.deepEquals(sphere, that.sphere) && Arrays.deepEquals(mixing, that.mixing)
                && Arrays.equals(channels, that.channels) && channelNames.equals(that.channelNames);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.deepHashCode(weights), Arrays.deepHashCode(sphere),
                Arrays.hashCode(channels));
    }

    @Override
    public String toString() {
        return "EeglabIca[" + weights.length + " components of " + channels.length + " channels]";
    }
}
