package org.engram.preprocessing.electrophysiology.filtering;

/**
 * Continues a series past its ends by point reflection, 2 x[0] - x[k], up to a number of samples and as far as the series
 * reaches; beyond that it is zero. Parts of the continued series can be made from parts of the series.
 *
 * @param count samples of the series, at least 1
 * @param edge samples by which each end is continued
 */
public record OddReflection(long count, long edge) {
    /** Checks, and limits the edge to what can be reflected. */
    public OddReflection {
        if (count < 1 || edge < 0) {
            throw new IllegalArgumentException(
                    "a series of " + count + " samples cannot be continued by " + edge);
        }
        edge = Math.min(edge, count - 1);
    }

    /**
     * @param from first index wanted, possibly negative
     * @param to one past the last, possibly past the end
     * @return the first index of the series that {@link #fill} needs for it
     */
    public long firstNeeded(long from, long to) {
        long first = Math.max(0, Math.min(from, count - 1));
        if (from < 0) {
            first = 0;
        }
        return to > count ? Math.min(first, Math.max(0, count - 1 - Math.min(to - count, edge))) : first;
    }

    /**
     * @param from first index wanted
     * @param to one past the last
     * @return one past the last index of the series that {@link #fill} needs
     */
    public long endNeeded(long from, long to) {
        long end = Math.max(1, Math.min(to, count));
        if (to > count) {
            end = count;
        }
        return from < 0 ? Math.max(end, Math.min(-from, edge) + 1) : end;
    }

    /**
     * Makes a part of the continued series.
     *
     * @param part samples of the series
     * @param partFirst index in the series of {@code part[0]}
     * @param from first index wanted
     * @param length how many
     * @param into receives them from index {@code at} on
     * @param at first place to fill
     */
    public void fill(double[] part, long partFirst, long from, int length, double[] into, int at) {
        long inside = Math.max(from, 0);
        int before = (int) Math.min(length, inside - from);
        for (int i = 0; i < before; i++) {
            long back = -(from + i);
            into[at + i] = back > edge ? 0 : 2 * part[(int) -partFirst] - part[(int) (back - partFirst)];
        }
        int middle = (int) Math.max(0, Math.min(length - before, count - inside));
        if (middle > 0) {
            System.arraycopy(part, (int) (inside - partFirst), into, at + before, middle);
        }
        for (int i = before + middle; i < length; i++) {
            long past = from + i - count + 1;
            into[at + i] = past > edge
                    ? 0
                    : 2 * part[(int) (count - 1 - partFirst)] - part[(int) (count - 1 - past - partFirst)];
        }
    }
}
