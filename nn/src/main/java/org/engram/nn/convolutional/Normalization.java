package org.engram.nn.convolutional;

import java.util.Optional;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.GroupNormalization;
import org.engram.nn.layers.InstanceNormalization;
import org.engram.nn.layers.SimpleLayer;

/** Which statistics are taken out between convolutions. */
public enum Normalization {
    /** None. */
    NONE,
    /** Of each channel over the batch; epsilon 1e-5. */
    BATCH,
    /** Of each channel over the batch with the epsilon of Keras, 1e-3. */
    KERAS_BATCH,
    /** Of each channel within each sample, with scale and shift. */
    INSTANCE,
    /** Of eight groups of channels within each sample (one group where there are fewer than eight channels). */
    GROUP;

    private static final int GROUPS = 8;
    private static final double EPSILON = 1e-5;
    private static final double KERAS_EPSILON = 1e-3;
    private static final double KERAS_MOMENTUM = 0.01;

    /** The name of the layer in a unit's parameters. */
    String layerName() {
        return this == GROUP ? "groupnorm" : "norm";
    }

    /** A layer for so many channels, or nothing. */
    Optional<SimpleLayer> layer(long channels) {
        return switch (this) {
            case NONE -> Optional.empty();
            case BATCH -> Optional.of(new BatchNormalization(channels));
            case KERAS_BATCH -> Optional.of(new BatchNormalization(channels, KERAS_MOMENTUM, KERAS_EPSILON));
            case INSTANCE -> Optional.of(new InstanceNormalization(channels, true, EPSILON));
            case GROUP -> Optional.of(new GroupNormalization(channels < GROUPS ? 1 : GROUPS, channels));
        };
    }
}
