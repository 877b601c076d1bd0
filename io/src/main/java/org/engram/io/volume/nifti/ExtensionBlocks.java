package org.engram.io.volume.nifti;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Extensions between header and voxels. */
final class ExtensionBlocks {
    private static final int HEAD_BYTES = 8;

    private ExtensionBlocks() {}

    /**
     * @param in positioned after the four extension flag bytes
     * @param limit bytes until the voxels begin, or {@link Long#MAX_VALUE} when they lie elsewhere
     */
    static List<NiftiExtension> read(InputStream in, long limit, ByteOrder order, NiftiNotices notices)
            throws IOException {
        List<NiftiExtension> extensions = new ArrayList<>();
        long left = limit;
        while (left >= HEAD_BYTES) {
            byte[] head = in.readNBytes(HEAD_BYTES);
            ByteBuffer numbers = ByteBuffer.wrap(head).order(order);
            if (head.length < HEAD_BYTES || numbers.getLong(0) == 0) {
                break;
            }
            int size = numbers.getInt(0);
            int code = numbers.getInt(4);
            if (size < HEAD_BYTES || size > left) {
                notices.add("nifti-extension-size", "extension " + (extensions.size() + 1) + " claims " + size
                        + " bytes, expected 8 to " + left + "; it and what follows is ignored");
                break;
            }
            if (size % 16 != 0) {
                notices.add("nifti-extension-padding", "extension " + (extensions.size() + 1) + " has " + size
                        + " bytes, expected a multiple of 16; the size is believed");
            }
            // grows with what is there, not with what is claimed
            byte[] content = in.readNBytes(size - HEAD_BYTES);
            if (content.length < size - HEAD_BYTES) {
                notices.add("nifti-extension-size", "extension " + (extensions.size() + 1) + " claims " + size
                        + " bytes but the file ends before; it is ignored");
                break;
            }
            extensions.add(new NiftiExtension(code, content));
            left -= size;
        }
        return List.copyOf(extensions);
    }

    /** @return the flag bytes and all extensions, each padded to a multiple of 16 bytes */
    static byte[] encode(List<NiftiExtension> extensions, ByteOrder order) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) (extensions.isEmpty() ? 0 : 1), 0, 0, 0});
        for (NiftiExtension extension : extensions) {
            int size = (HEAD_BYTES + extension.length() + 15) / 16 * 16;
            ByteBuffer block = ByteBuffer.allocate(size).order(order);
            block.putInt(size).putInt(extension.code()).put(extension.content());
            out.writeBytes(block.array());
        }
        return out.toByteArray();
    }
}
