package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.table.JsonFile;

/**
 * Remembers in the folder for results which steps are done, and from what. A step is written down after its files are
 * complete, so one that was killed half-way is not done. The folder belongs to one run at a time.
 */
final class StepStore implements AutoCloseable {
    static final String FOLDER = ".engram-pipeline";

    private final Path derivatives;
    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private StepStore(Path derivatives, Path folder, FileChannel channel, FileLock lock) {
        this.derivatives = derivatives;
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the folder for this run; fails while another one works there. */
    static StepStore open(Path derivatives) throws IOException {
        Path folder = derivatives.resolve(FOLDER);
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StepStore(derivatives, folder, channel, lock);
            }
        } catch (OverlappingFileLockException e) {
            // told below, as when another process has it
        }
        channel.close();
        throw new EngramException(derivatives
                + ": another run of a pipeline works in this folder: wait for it, or name another one");
    }

    /** Looks without taking the folder; nothing is made. */
    static StepStore look(Path derivatives) {
        return new StepStore(derivatives, derivatives.resolve(FOLDER), null, null);
    }

    private Path file(String unit, Step step) {
        return folder.resolve(unit + "_" + step.word() + ".json");
    }

    /** What the step left when it was done from just this, and its files are still there. */
    Optional<StepRecord> done(String unit, Step step, String fingerprint) throws IOException {
        Path file = file(unit, step);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        StepRecord record;
        try {
            record = StepRecord.of(file, JsonFile.read(file));
        } catch (FormatException e) {
            return Optional.empty(); // damaged: done again
        }
        boolean same = record.fingerprint().equals(fingerprint);
        for (Map.Entry<String, Object> output : record.outputs().entrySet()) {
            Path there = derivatives.resolve(output.getKey());
            same &= Files.isRegularFile(there)
                    && output.getValue() instanceof Number size && Files.size(there) == size.longValue();
        }
        return same ? Optional.of(record) : Optional.empty();
    }

    /** The step begins anew: what it left before may be replaced any moment. */
    void begin(String unit, Step step) throws IOException {
        Files.deleteIfExists(file(unit, step));
    }

    StepRecord finish(String unit, Step step, String fingerprint, List<Path> outputs,
            Map<String, Object> summary,
            List<Notice> notices) throws IOException {
        Map<String, Object> sizes = new LinkedHashMap<>();
        for (Path output : outputs) {
            sizes.put(derivatives.relativize(output).toString(), Files.size(output));
        }
        StepRecord record = new StepRecord(fingerprint, sizes, summary, notices);
        JsonFile.write(file(unit, step), record.fields());
        return record;
    }

    /** A short text that differs when anything in the fields does. */
    static String fingerprint(Map<String, ?> fields) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(JsonFile.formatCompact(fields).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            lock.release();
            channel.close();
        }
    }
}
