package org.engram.nn.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.io.table.JsonFile;

/**
 * A file on its way: {@code NAME.part}, locked against a second process, and {@code NAME.part.json} with what is needed to
 * go on with it later (address, validator of the server, whole size).
 */
final class PartialFile implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final Path notes;
    private final FileChannel channel;

    private PartialFile(Path target, Path part, Path notes, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.notes = notes;
        this.channel = channel;
    }

    static PartialFile open(Path target) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw busy(part);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw busy(part);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new PartialFile(target, part, target.resolveSibling(target.getFileName() + ".part.json"),
                channel);
    }

    private static EngramException busy(Path part) {
        return new EngramException(part + ": another process is fetching this file; wait until it is done");
    }

    Path path() {
        return part;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** What was known of the server's file when this part was begun. */
    record Origin(String address, Optional<String> validator, OptionalLong whole) {}

    Optional<Origin> origin() throws IOException {
        if (!Files.exists(notes)) {
            return Optional.empty();
        }
        try {
            Map<String, Object> fields = JsonFile.read(notes);
            return fields.get("url") instanceof String address
                    ? Optional.of(new Origin(address,
                            Optional.ofNullable(
                                    fields.get("validator") instanceof String text ? text : null),
                            fields.get("bytes") instanceof Number whole
                                    ? OptionalLong.of(whole.longValue())
                                    : OptionalLong.empty()))
                    : Optional.empty();
        } catch (FormatException e) {
            // Written by nobody we know: begin again.
            return Optional.empty();
        }
    }

    /** Empties the part and notes where the new content comes from. */
    void restart(Origin origin) throws IOException {
        channel.truncate(0);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("url", origin.address());
        origin.validator().ifPresent(text -> fields.put("validator", text));
        origin.whole().ifPresent(whole -> fields.put("bytes", whole));
        JsonFile.write(notes, fields);
    }

    void append(byte[] block, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(block, 0, count);
        long position = channel.size();
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
    }

    /** Moves the whole, checked file to its final name. */
    void moveIntoPlace() throws IOException {
        channel.force(true);
        channel.close();
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(notes);
    }

    /** Removes what was fetched: it is not what was asked for. */
    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
        Files.deleteIfExists(notes);
    }

    /** Leaves the part for a later attempt, unless it is empty. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            boolean empty = channel.size() == 0;
            channel.close();
            if (empty) {
                Files.deleteIfExists(part);
                Files.deleteIfExists(notes);
            }
        }
    }
}
