package org.engram.nn.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.io.table.JsonFile;

/**
 * One JSON object a line. Each line reaches the file whole before the next step, and a run that goes on after a stop first
 * cuts off what was logged after its checkpoint, so no step stands twice.
 */
final class MetricsLog implements AutoCloseable {
    private final FileChannel file;

    /** @param keptBytes what of an existing log stays */
    MetricsLog(Path path, long keptBytes) {
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            file.truncate(keptBytes);
            file.position(file.size());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Numbers that are not finite are written as null: JSON has no word for them. */
    void write(Map<String, Object> fields) {
        Map<String, Object> finite = new LinkedHashMap<>();
        fields.forEach((name, value) -> finite.put(name,
                value instanceof Double number && !Double.isFinite(number) ? null : value));
        ByteBuffer line = ByteBuffer
                .wrap((JsonFile.formatCompact(finite) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                file.write(line);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    long bytes() {
        try {
            return file.position();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
