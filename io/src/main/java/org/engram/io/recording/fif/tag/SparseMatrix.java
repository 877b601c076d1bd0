package org.engram.io.recording.fif.tag;

import java.nio.ByteBuffer;

/** Compressed rows or columns: values, indices, begins of rows or columns, then count of values, rows, columns and 2. */
final class SparseMatrix {
    private SparseMatrix() {}

    static double[] expand(FifFile file, Tag tag, ByteBuffer content, int[] shape) {
        int each = Types.bytes(tag.type());
        boolean byRow = Types.storage(tag.type()) == Types.SPARSE_ROWS;
        int lines = byRow ? shape[0] : shape[1];
        int others = byRow ? shape[1] : shape[0];
        int stored = tag.size() < 16 ? -1 : content.getInt(tag.size() - 16);
        long begins = (long) stored * each + 4L * stored;
        if (stored < 0 || begins + 4L * (lines + 1) > tag.size() - 16) {
            throw file.damaged(tag, "a sparse matrix of " + stored + " values and " + lines
                    + " lines does not fit its tag of " + tag.size() + " bytes");
        }
        double[] values = new double[stored];
        Elements.decode(tag.type(), content, values, 0, stored);
        double[] dense = new double[shape[0] * shape[1]];
        for (int line = 0; line < lines; line++) {
            int from = content.getInt((int) begins + 4 * line);
            int to = content.getInt((int) begins + 4 * line + 4);
            if (from < 0 || to < from || to > stored) {
                throw file.damaged(tag,
                        "line " + line + " of a sparse matrix has values " + from + " to " + to
                                + " of " + stored);
            }
            for (int i = from; i < to; i++) {
                int index = content.getInt(stored * each + 4 * i);
                if (index < 0 || index >= others) {
                    throw file.damaged(tag, "a sparse matrix has an index " + index + " of " + others);
                }
                dense[byRow ? line * shape[1] + index : index * shape[1] + line] = values[i];
            }
        }
        return dense;
    }
}
