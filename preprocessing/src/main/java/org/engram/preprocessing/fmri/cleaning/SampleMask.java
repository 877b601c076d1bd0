package org.engram.preprocessing.fmri.cleaning;

import java.util.Arrays;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/** Which volumes of a series are kept, and which are censored (scrubbed). Immutable. */
public final class SampleMask {
    private final boolean[] kept;

    private SampleMask(boolean[] kept) {
        this.kept = kept;
    }

    /**
     * @param volumes number of volumes
     * @return a mask that keeps every one
     */
    public static SampleMask all(int volumes) {
        boolean[] kept = new boolean[volumes];
        Arrays.fill(kept, true);
        return new SampleMask(kept);
    }

    /**
     * @param kept one entry per volume; copied
     * @return that mask
     */
    public static SampleMask of(boolean... kept) {
        return new SampleMask(kept.clone());
    }

    /**
     * @param volumes number of volumes
     * @param indices volumes to keep, from 0, each once, in any order
     * @return a mask that keeps those alone
     */
    public static SampleMask keeping(int volumes, int... indices) {
        return new SampleMask(marked(volumes, indices));
    }

    /**
     * @param volumes number of volumes
     * @param indices volumes to leave out, from 0, each once, in any order
     * @return a mask that keeps all others
     */
    public static SampleMask censoring(int volumes, int... indices) {
        boolean[] censored = marked(volumes, indices);
        for (int t = 0; t < volumes; t++) {
            censored[t] = !censored[t];
        }
        return new SampleMask(censored);
    }

    private static boolean[] marked(int volumes, int[] indices) {
        boolean[] marked = new boolean[volumes];
        for (int index : indices) {
            if (index < 0 || index >= volumes) {
                throw new ShapeException(
                        "sample mask names volume " + index + ", but the series has volumes 0 to "
                                + (volumes - 1) + ": count from 0 within the series");
            }
            if (marked[index]) {
                throw new EngramException("sample mask names volume " + index + " twice: name each once");
            }
            marked[index] = true;
        }
        return marked;
    }

    /** @return number of volumes, kept or not */
    public int volumes() {
        return kept.length;
    }

    /**
     * @param volume index from 0
     * @return whether it is kept
     */
    public boolean keeps(int volume) {
        return kept[volume];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SampleMask that && Arrays.equals(kept, that.kept);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(kept);
    }

    @Override
    public String toString() {
        int count = 0;
        for (boolean k : kept) {
            count += k ? 1 : 0;
        }
        return "SampleMask[keeps " + count + " of " + kept.length + "]";
    }
}
