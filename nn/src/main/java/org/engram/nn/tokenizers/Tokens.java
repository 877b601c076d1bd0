package org.engram.nn.tokenizers;

import java.util.Arrays;
import java.util.Objects;

/**
 * One text as ids. Arrays are copied in and out.
 *
 * @param ids the ids with start, end and padding, as a network's embedding takes them (int64)
 * @param mask 1 where a token belongs to the text (its start and end count), 0 where it pads; as long as {@code ids}
 */
public record Tokens(long[] ids, long[] mask) {
    /** Checks that both have one length. */
    public Tokens {
        if (ids.length != mask.length) {
            throw new IllegalArgumentException(
                    "there are " + ids.length + " ids but " + mask.length + " mask values");
        }
        ids = ids.clone();
        mask = mask.clone();
    }

    @Override
    public long[] ids() {
        return ids.clone();
    }

    @Override
    public long[] mask() {
        return mask.clone();
    }

    /** @return how many ids there are, padding included */
    public int length() {
        return ids.length;
    }

    /** @return how many ids belong to the text, padding left out */
    public int textLength() {
        return (int) Arrays.stream(mask).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens that && Arrays.equals(ids, that.ids)
                && Arrays.equals(mask, that.mask);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(ids), Arrays.hashCode(mask));
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
