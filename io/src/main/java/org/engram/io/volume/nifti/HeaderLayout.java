package org.engram.io.volume.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;

/**
 * Which version and byte order a header has: by its size field and, where that is wrong (old Analyze writers) or
 * contradicts, by the number of dimensions, which must be 1 to 7.
 *
 * @param version the layout
 * @param order the byte order
 */
record HeaderLayout(NiftiVersion version, ByteOrder order) {
    private static final int MAGIC_1 = 344;
    private static final int MAGIC_2 = 4;

    /**
     * @param bytes the first bytes of a file
     * @return its layout, or null when it is none of these formats; for recognising, tells nothing
     */
    static HeaderLayout recognise(byte[] bytes) {
        return bytes.length < 348 ? null : find(bytes, notice -> {});
    }

    /**
     * @param bytes the first 348 bytes, or fewer where the file ends
     * @throws FormatException if it is none of these formats
     */
    static HeaderLayout of(Path file, byte[] bytes, Consumer<Notice> notices) {
        if (bytes.length < 348) {
            throw new FormatException(file, bytes.length,
                    "the file ends inside the header, which has 348 bytes"
                            + " (NIfTI-1, Analyze) or 540 (NIfTI-2): copy or download it again");
        }
        HeaderLayout layout = find(bytes, notices);
        if (layout == null) {
            throw new FormatException(file, 0, "header size is "
                    + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0)
                    + ", expected 348 (NIfTI-1, Analyze 7.5) or 540 (NIfTI-2) in either byte order:"
                    + " this is another format or the file is damaged");
        }
        return layout;
    }

    private static HeaderLayout find(byte[] bytes, Consumer<Notice> notices) {
        for (ByteOrder order : orders()) {
            int size = ByteBuffer.wrap(bytes).order(order).getInt(0);
            if (size == 540 && bytes.length >= 24) {
                return new HeaderLayout(NiftiVersion.NIFTI_2, checkedOrder(bytes, 540, order, notices));
            }
            if (size == 348) {
                return new HeaderLayout(version1(bytes), checkedOrder(bytes, 348, order, notices));
            }
        }
        for (ByteOrder order : orders()) {
            if (hasDimensions(bytes, 540, order) && has(bytes, MAGIC_2, "2")) {
                return odd(new HeaderLayout(NiftiVersion.NIFTI_2, order), notices);
            }
            // Without size and magic, the data type must make sense as well, or any bytes would pass for
            // Analyze.
            int datatype = ByteBuffer.wrap(bytes).order(order).getShort(70);
            if (hasDimensions(bytes, 348, order) && NiftiDatatypes.type(datatype) != null) {
                return odd(new HeaderLayout(version1(bytes), order), notices);
            }
        }
        return null;
    }

    private static HeaderLayout odd(HeaderLayout layout, Consumer<Notice> notices) {
        notices.accept(new Notice("nifti-header-size", "header size is neither 348 nor 540; taken for "
                + layout.version.title() + ", " + layout.order + ", by its dimensions"));
        return layout;
    }

    private static ByteOrder checkedOrder(byte[] bytes, int size, ByteOrder order, Consumer<Notice> notices) {
        ByteOrder other = order == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        if (hasDimensions(bytes, size, order) || !hasDimensions(bytes, size, other)) {
            return order;
        }
        notices.accept(new Notice("nifti-byte-order", "header size says " + order + " but the dimensions say "
                + other + "; the dimensions are believed"));
        return other;
    }

    private static boolean hasDimensions(byte[] bytes, int size, ByteOrder order) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(order);
        long count = size == 540 ? in.getLong(16) : in.getShort(40);
        return count >= 1 && count <= 7;
    }

    private static NiftiVersion version1(byte[] bytes) {
        return has(bytes, MAGIC_1, "1") ? NiftiVersion.NIFTI_1 : NiftiVersion.ANALYZE;
    }

    private static boolean has(byte[] bytes, int at, String digit) {
        return bytes[at] == 'n' && (bytes[at + 1] == '+' || bytes[at + 1] == 'i')
                && bytes[at + 2] == digit.charAt(0)
                && bytes[at + 3] == 0;
    }

    private static ByteOrder[] orders() {
        return new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN};
    }
}
