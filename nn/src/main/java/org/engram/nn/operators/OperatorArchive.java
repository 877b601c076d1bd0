package org.engram.nn.operators;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The TorchScript archive of all operators, put together from the {@code *.torchscript} files beside this class.
 *
 * <p>Such an archive is a ZIP with stored entries: the class as source text, and two pickles that say the module has no
 * state. A function in a source file starts at the margin with {@code def name(x: Tensor, numbers: Tensor) -> Tensor:};
 * the {@code self} of a method and the indentation are added here.
 */
final class OperatorArchive {
    static final List<String> TOPICS = List.of("activations", "normalization", "attention", "convolution",
            "resampling", "algebra", "losses", "optimization", "graphs", "recurrence", "spiking", "signals",
            "products");

    private OperatorArchive() {}

    static byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            // A module object of class __torch__.Operators whose only attribute says that it is in training mode.
            put(zip, "operators/data.pkl",
                    "\u0080\u0002c__torch__\nOperators\n)\u0081}(X\u0008\0\0\0training\u0089ub.");
            put(zip, "operators/constants.pkl", "\u0080\u0002).");
            // The newest file format this libtorch reads: with an older one it would look for the operators of old.
            put(zip, "operators/version", "10\n");
            put(zip, "operators/code/__torch__.py", source());
        }
        return bytes.toByteArray();
    }

    static String source() {
        var source = new StringBuilder("""
                class Operators(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def forward(self: __torch__.Operators, x: Tensor) -> Tensor:
                    return x
                """);
        for (String topic : TOPICS) {
            method(source, read(topic));
        }
        return source.toString();
    }

    private static void method(StringBuilder source, String functions) {
        functions.lines().filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .forEach(line -> source
                        .append("  ").append(line.startsWith("def ")
                                ? line.replaceFirst("\\(", "(self: __torch__.Operators, ")
                                : line)
                        .append('\n'));
    }

    private static String read(String topic) {
        try (InputStream in = OperatorArchive.class.getResourceAsStream(topic + ".torchscript")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void put(ZipOutputStream zip, String name, String latin1) throws IOException {
        byte[] content = latin1.getBytes(StandardCharsets.ISO_8859_1);
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
