package org.engram.decoders.supervised;

import java.util.Optional;

/**
 * What an explanation can be told beside its method.
 *
 * @param output the class that is explained, by its name; empty for the one each sample is decided for
 * @param layer for Grad-CAM; empty for the last that lies in space
 * @param patch sizes for occlusion along each axis; empty for an eighth or sixteenth of the axes
 * @param copies of each sample for SmoothGrad
 * @param networks that know nothing, against which the method is checked; 0 for no check
 * @param seed of everything random
 */
public record ExplanationChoices(Optional<String> output, Optional<String> layer, Optional<int[]> patch,
        int copies,
        int networks, long seed) {
    /** Checks the ranges. */
    public ExplanationChoices {
        if (copies < 1 || networks < 0) {
            throw new IllegalArgumentException("there are " + copies + " copies and " + networks
                    + " networks to check against: give 1 or more, and 0 or more");
        }
    }

    /** @return the predicted class, 50 copies, 20 networks, seed 0 */
    public static ExplanationChoices usual() {
        return new ExplanationChoices(Optional.empty(), Optional.empty(), Optional.empty(), 50, 20, 0);
    }
}
