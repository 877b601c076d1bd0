package org.engram.io.recording.brainvision;

import org.engram.io.recording.samples.NumberType;

/**
 * How samples are stored in a file to be written.
 *
 * @param type {@link NumberType#FLOAT32} or {@link NumberType#INT16}
 * @param resolutionMicrovolts for integers how many microvolts (or microsiemens) one step is; other integers have steps of
 *     0.01 degrees Celsius, or of 1 where there is no unit
 */
public record BrainVisionEncoding(NumberType type, double resolutionMicrovolts) {
    /** Single-precision numbers. */
    public static final BrainVisionEncoding FLOAT = new BrainVisionEncoding(NumberType.FLOAT32, 1);

    /** Checks the resolution. */
    public BrainVisionEncoding {
        if (type != NumberType.FLOAT32 && type != NumberType.INT16) {
            throw new IllegalArgumentException("samples are written as FLOAT32 or INT16, not as " + type);
        }
        if (!(resolutionMicrovolts > 0) || Double.isInfinite(resolutionMicrovolts)) {
            throw new IllegalArgumentException("a resolution of " + resolutionMicrovolts
                    + " microvolts is impossible: expected a positive number");
        }
    }

    /**
     * @param resolutionMicrovolts how many microvolts one step is; samples beyond 32767 steps are an error
     * @return integers of 16 bits
     */
    public static BrainVisionEncoding integers(double resolutionMicrovolts) {
        return new BrainVisionEncoding(NumberType.INT16, resolutionMicrovolts);
    }
}
