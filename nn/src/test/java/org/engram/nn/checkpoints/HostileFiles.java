package org.engram.nn.checkpoints;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Puts files together that someone with bad intentions could. */
final class HostileFiles {
    private HostileFiles() {}

    /** Latin-1 text as the bytes of a pickle. */
    static byte[] pickle(String... parts) {
        return String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The archive of torch.save around a pickle. */
    static Path archive(Path file, byte[] pickle, Map<String, byte[]> others) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "archive/data.pkl", pickle);
            for (Map.Entry<String, byte[]> other : others.entrySet()) {
                put(zip, other.getKey(), other.getValue());
            }
        }
        return Files.write(file, bytes.toByteArray());
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Instructions that make a float32 tensor: "key" with {@code numel} elements, seen with shape and stride. */
    static String tensor(String key, int numel, int offset, int shape, int stride) {
        return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n"
                + text(key)
                + text("cpu") + number(numel) + "tQ" + number(offset) + "(" + number(shape) + "t("
                + number(stride)
                + "t\u0089ccollections\nOrderedDict\n)RtR";
    }

    static String text(String value) {
        return "X" + word(value.length()) + value;
    }

    static String number(int value) {
        return "J" + word(value);
    }

    private static String word(int value) {
        return "" + (char) (value & 0xFF) + (char) (value >> 8 & 0xFF) + (char) (value >> 16 & 0xFF)
                + (char) (value >>> 24);
    }
}
