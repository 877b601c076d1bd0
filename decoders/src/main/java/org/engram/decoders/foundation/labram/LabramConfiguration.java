package org.engram.decoders.foundation.labram;

/**
 * The sizes of a LaBraM network.
 *
 * @param features of a token; 25 times {@code filters}
 * @param layers of the transformer
 * @param heads of its attention
 * @param filters of the patch embedding
 * @param classes to tell apart
 * @param dropPath the share of samples that skip the deepest branch in training; 0 at the first layer, growing linearly.
 * Fine-tuning uses 0.1
 */
public record LabramConfiguration(int features, int layers, int heads, int filters, int classes,
        double dropPath) {
    /** Checks that the patch embedding gives the features. */
    public LabramConfiguration {
        if (features != filters * PatchConvolutions.TIMES) {
            throw new IllegalArgumentException("LaBraM's tokens have " + PatchConvolutions.TIMES
                    + " features for each filter of the patch embedding: " + filters + " filters do not make "
                    + features + " features");
        }
    }

    /** @param classes to tell apart @return 5.8 million parameters */
    public static LabramConfiguration base(int classes) {
        return new LabramConfiguration(200, 12, 10, 8, classes, 0);
    }

    /** @param classes to tell apart @return 46 million parameters */
    public static LabramConfiguration large(int classes) {
        return new LabramConfiguration(400, 24, 16, 16, classes, 0);
    }

    /** @param classes to tell apart @return 369 million parameters */
    public static LabramConfiguration huge(int classes) {
        return new LabramConfiguration(800, 48, 16, 32, classes, 0);
    }

    /** @param share of samples @return the same with another drop path */
    public LabramConfiguration withDropPath(double share) {
        return new LabramConfiguration(features, layers, heads, filters, classes, share);
    }

    /** @param depth layers @return the same with another depth */
    public LabramConfiguration withLayers(int depth) {
        return new LabramConfiguration(features, depth, heads, filters, classes, dropPath);
    }
}
