package org.engram.io.volume.nifti;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A block of other programs' data between header and voxels, kept byte for byte.
 *
 * @param code who it belongs to: 2 DICOM, 4 AFNI, 6 comment, 32 CIFTI, 44 MRS, others unknown to Engram
 * @param content its bytes, with the padding to a multiple of 16 that writing adds; copied in and out
 */
public record NiftiExtension(int code, byte[] content) {
    /** Code of a free comment. */
    public static final int COMMENT = 6;

    /** Copies the content. */
    public NiftiExtension {
        content = content.clone();
    }

    /**
     * @param text any text
     * @return a comment extension of it, UTF-8
     */
    public static NiftiExtension comment(String text) {
        return new NiftiExtension(COMMENT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] content() {
        return content.clone();
    }

    int length() {
        return content.length;
    }

    /** @return the content as UTF-8 text without trailing zeros */
    public String text() {
        int end = content.length;
        while (end > 0 && content[end - 1] == 0) {
            end--;
        }
        return new String(content, 0, end, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof NiftiExtension other && code == other.code
                && Arrays.equals(content, other.content);
    }

    @Override
    public int hashCode() {
        return 31 * code + Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "NiftiExtension[code=" + code + ", " + content.length + " bytes]";
    }
}
