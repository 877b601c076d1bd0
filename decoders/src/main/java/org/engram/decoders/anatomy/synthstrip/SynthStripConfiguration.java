package org.engram.decoders.anatomy.synthstrip;

/**
 * The sizes of a {@link SynthStripNetwork}.
 *
 * @param levels from the full size to the smallest; at least 2
 * @param features of the finest level; doubled from level to level
 * @param mostFeatures of any level
 */
public record SynthStripConfiguration(int levels, int features, int mostFeatures) {
    /** Checks that the sizes are positive. */
    public SynthStripConfiguration {
        if (levels < 2 || levels > 16 || features < 1 || mostFeatures < features) {
            throw new IllegalArgumentException(
                    "a SynthStrip network has 2 to 16 levels and at least 1 feature, at"
                            + " most mostFeatures at the finest level, not " + levels + " levels, " + features
                            + " features and at most " + mostFeatures);
        }
    }

    /** @return the released sizes; 2,566,561 parameters */
    public static SynthStripConfiguration published() {
        return new SynthStripConfiguration(7, 16, 64);
    }

    int width(int level) {
        return (int) Math.min((long) features << level, mostFeatures);
    }
}
