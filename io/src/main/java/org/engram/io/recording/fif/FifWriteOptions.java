package org.engram.io.recording.fif;

import java.util.Objects;
import org.engram.io.recording.fif.tag.Types;

/**
 * How to write FIFF files.
 *
 * @param samples how samples are stored
 * @param largestFileBytes where a recording goes on in another file; at most 2^31 - 1 - 16 MiB
 * @param bufferSeconds how much of a recording one buffer holds
 */
public record FifWriteOptions(Samples samples, long largestFileBytes, double bufferSeconds) {
    private static final long LARGEST = Integer.MAX_VALUE - (16L << 20);
    /** 32-bit floating point, buffers of a second, as large files as the format allows. */
    public static final FifWriteOptions DEFAULT = new FifWriteOptions(Samples.FLOAT32, LARGEST, 1);

    /** Checks the ranges. */
    public FifWriteOptions {
        Objects.requireNonNull(samples, "samples");
        if (largestFileBytes < 1 || largestFileBytes > LARGEST || !(bufferSeconds > 0)) {
            throw new IllegalArgumentException("files of " + largestFileBytes + " bytes with buffers of "
                    + bufferSeconds + " s: expected up to " + LARGEST
                    + " bytes and buffers of more than 0 s");
        }
    }

    /**
     * @param value how samples are stored
     * @return these options with that
     */
    public FifWriteOptions withSamples(Samples value) {
        return new FifWriteOptions(value, largestFileBytes, bufferSeconds);
    }

    /**
     * @param value where a recording goes on in another file
     * @return these options with that
     */
    public FifWriteOptions withLargestFileBytes(long value) {
        return new FifWriteOptions(samples, value, bufferSeconds);
    }

    /**
     * @param value how much of a recording one buffer holds
     * @return these options with that
     */
    public FifWriteOptions withBufferSeconds(double value) {
        return new FifWriteOptions(samples, largestFileBytes, value);
    }

    /** How samples are stored. */
    public enum Samples {
        /** 16-bit integers, each channel scaled to its largest value: half the size, about 4 digits. */
        INT16(Types.DAU_PACK16, 2),
        /** 32-bit floating point: about 7 digits. */
        FLOAT32(Types.FLOAT32, 4),
        /** 64-bit floating point: as in memory. */
        FLOAT64(Types.FLOAT64, 8);

        private final int type;
        private final int bytes;

        Samples(int type, int bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        int type() {
            return type;
        }

        int bytes() {
            return bytes;
        }
    }
}
