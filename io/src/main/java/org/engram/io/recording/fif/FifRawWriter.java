package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.recording.Recording;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/**
 * Writes recordings. One that does not fit a file goes on in {@code name-1.fif}, or in {@code split-02} when its name has
 * {@code split-01}; where each file ends is computed from the exact size of what goes into it before anything is
 * written. The last file is complete before the one before it is moved into place.
 */
public final class FifRawWriter {
    private static final int LARGEST_BUFFER_BYTES = 64 << 20;

    private final Recording recording;
    private final FifWriteOptions options;
    private final Progress progress;
    private final InfoWriter info;
    private final float[] calibrations;
    private final int bufferSamples;
    private final List<Part> parts = new ArrayList<>();

    /** Which samples go into which file. */
    private record Part(Path file, long first, long count) {}

    private FifRawWriter(Recording recording, FifWriteOptions options, Progress progress) throws IOException {
        this.recording = recording;
        this.options = options;
        this.progress = progress;
        calibrations = Calibrations.of(recording, options.samples(), progress);
        info = InfoWriter.of(recording).samples(options.samples().type(), calibrations);
        int row = recording.channelCount() * options.samples().bytes();
        long wanted = Math.max(1, Math.round(options.bufferSeconds() * recording.samplingRateHz()));
        bufferSamples = (int) Math.max(1, Math.min(wanted, LARGEST_BUFFER_BYTES / row));
    }

    /**
     * @param recording what to write
     * @param file the file to make or replace; its name should end in {@code _raw.fif}, {@code _meg.fif},
     *     {@code _eeg.fif} or {@code _ieeg.fif}
     * @param options how
     * @param notices told what the format could not keep
     * @param progress told how far it is
     * @throws IOException if reading or writing fails; no partial file is left
     */
    public static void write(Recording recording, Path file, FifWriteOptions options,
            Consumer<Notice> notices, Progress progress) throws IOException {
        if (recording.channelCount() == 0 || recording.sampleCount() == 0) {
            throw new EngramException(file + ": a recording of " + recording.channelCount() + " channels and "
                    + recording.sampleCount() + " samples cannot be written as FIFF: nothing would be in it");
        }
        if (Math.abs(recording.firstSample()) + recording.sampleCount() > Integer.MAX_VALUE) {
            throw new EngramException(file + ": samples " + recording.firstSample() + " and further "
                    + recording.sampleCount() + " do not fit the 32-bit numbers of FIFF: write pieces");
        }
        WrittenLosses.tell(recording, notices);
        FifRawWriter writer = new FifRawWriter(recording, options, progress);
        writer.plan(file);
        try (Progress.Task task = progress.begin("writing " + file.getFileName(), recording.sampleCount())) {
            writer.write(0, task);
        }
    }

    private void plan(Path file) throws IOException {
        long bufferBytes = Tag.HEADER_BYTES + (long) bufferSamples * row();
        Path name = file;
        long first = 0;
        while (first < recording.sampleCount()) {
            int index = parts.size();
            Path next = name.resolveSibling(NextFile.following(name.getFileName().toString()));
            long left = recording.sampleCount() - first;
            parts.add(new Part(name, first, left));
            long rest = left % bufferSamples;
            long all = left / bufferSamples * bufferBytes + (rest == 0 ? 0 : Tag.HEADER_BYTES + rest * row());
            if (around(index, null) + all <= options.largestFileBytes()) {
                return;
            }
            long buffers = (options.largestFileBytes() - around(index, next)) / bufferBytes;
            if (buffers < 1) {
                throw new EngramException(
                        file + ": not one buffer of " + bufferBytes + " bytes fits a file of "
                                + options.largestFileBytes()
                                + " bytes beside its info: allow larger files or shorter buffers");
            }
            parts.set(index, new Part(name, first, buffers * bufferSamples));
            first += buffers * bufferSamples;
            name = next;
        }
    }

    /** Bytes of a file without its buffers. */
    private long around(int index, Path next) throws IOException {
        return FifOutput.measure(out -> {
            before(out, index);
            after(out, next, index);
        });
    }

    private int row() {
        return recording.channelCount() * options.samples().bytes();
    }

    private void write(int index, Progress.Task task) throws IOException {
        Part part = parts.get(index);
        FifOutput.write(part.file(), out -> {
            before(out, index);
            samples(out, part, task);
            boolean more = index + 1 < parts.size();
            if (more) {
                write(index + 1, task);
            }
            after(out, more ? parts.get(index + 1).file() : null, index);
        });
    }

    private void before(FifOutput out, int index) throws IOException {
        out.begin(Blocks.MEASUREMENT);
        info.write(out);
        Optional<Instant> date = InfoWriter.date(recording);
        AnnotationBlock.write(out, recording.annotations(), date,
                recording.firstSample() / recording.samplingRateHz());
        out.begin(Blocks.RAW_DATA);
        long first = recording.firstSample() + parts.get(index).first();
        out.integers(Kinds.FIRST_SAMPLE, (int) first);
        if (index > 0) {
            reference(out, NextFile.PREVIOUS, parts.get(index - 1).file(), index - 1);
        }
    }

    private void after(FifOutput out, Path next, int index) throws IOException {
        if (next != null) {
            reference(out, NextFile.NEXT, next, index + 1);
        }
        out.end(Blocks.RAW_DATA);
        out.end(Blocks.MEASUREMENT);
    }

    static void reference(FifOutput out, int role, Path file, int number) throws IOException {
        out.begin(Blocks.REFERENCE);
        out.integers(Kinds.REFERENCE_ROLE, role);
        out.text(Kinds.REFERENCE_NAME, file.getFileName().toString());
        out.integers(Kinds.REFERENCE_NUMBER, number);
        out.end(Blocks.REFERENCE);
    }

    private void samples(FifOutput out, Part part, Progress.Task task) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(bufferSamples * row());
        for (long done = 0; done < part.count(); done += bufferSamples) {
            if (progress.isCancelled()) {
                throw new CancelledException("writing " + part.file().getFileName());
            }
            int count = (int) Math.min(bufferSamples, part.count() - done);
            double[][] block = recording.read(part.first() + done, count);
            bytes.clear();
            for (int i = 0; i < count; i++) {
                for (int channel = 0; channel < block.length; channel++) {
                    put(bytes, block[channel][i] / calibrations[channel]);
                }
            }
            out.header(Kinds.DATA_BUFFER, options.samples().type(), bytes.position());
            out.append(bytes.array(), bytes.position());
            task.advance(count);
        }
    }

    private void put(ByteBuffer bytes, double value) {
        switch (options.samples()) {
            // the calibration is rounded to 32 bits, so that the largest value may come out one too large
            case INT16 -> bytes.putShort((short) Math.max(-32768, Math.min(32767, Math.rint(value))));
            case FLOAT32 -> bytes.putFloat((float) value);
            case FLOAT64 -> bytes.putDouble(value);
        }
    }
}
