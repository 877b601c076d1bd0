package org.engram.decoders.foundation.meggpt;

import org.engram.core.ShapeException;

/**
 * What one decoder layer reads and writes: keys are patches of its input, queries its last samples.
 *
 * @param patches of the input
 * @param patchLength samples of an input patch
 * @param outputs samples the layer gives: the last ones
 * @param band how many patches before and after a query's own are seen, or {@link #UNBANDED}
 */
public record PatchStage(int patches, int patchLength, int outputs, int band) {
    /** All patches are seen that causality allows. */
    public static final int UNBANDED = Integer.MAX_VALUE;

    /** Checks the sizes. */
    public PatchStage {
        if (patches < 1 || patchLength < 1 || outputs < 1 || outputs > patches * patchLength || band < 0) {
            throw new ShapeException("a MEG-GPT layer of " + patches + " patches of " + patchLength
                    + " samples cannot give " + outputs + " samples with a band of " + band);
        }
    }

    /** @return samples of the input */
    public int inputs() {
        return patches * patchLength;
    }

    /**
     * @param query 0 to {@link #outputs}
     * @param patch 0 to {@link #patches}
     * @return whether the query may use the patch: all of it has passed by then, and it lies within the band
     */
    public boolean visible(int query, int patch) {
        int first = Math.max(0, (patch + 1 - patches) * patchLength + outputs - 1);
        return query >= first && Math.abs((long) patch - query / patchLength) <= band;
    }

    /** @return how many pairs of query and patch are visible */
    public int visiblePairs() {
        int pairs = 0;
        for (int query = 0; query < outputs; query++) {
            for (int patch = 0; patch < patches; patch++) {
                pairs += visible(query, patch) ? 1 : 0;
            }
        }
        return pairs;
    }
}
