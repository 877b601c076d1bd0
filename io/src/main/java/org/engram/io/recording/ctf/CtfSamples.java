package org.engram.io.recording.ctf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.SampleSource;
import org.engram.io.recording.binary.InterleavedSamples;

/**
 * Samples of the {@code .meg4} files, stored trial after trial, in each trial channel after channel, read as one stretch.
 *
 * @param pieces the files in order
 * @param samplesPerTrial samples of each channel in a trial
 * @param gains what a stored number is multiplied by, one for each channel
 */
record CtfSamples(List<Piece> pieces, int samplesPerTrial, double[] gains) implements SampleSource {
    private static final int HEADER = 8;
    private static final int BYTES = 4;
    private static final int BLOCK = 1 << 16;
    private static final int MOST_FILES = 1000;

    /** One file and how many of its samples are valid. */
    record Piece(Path file, long first, long count) {}

    /** Looks which files there are and where they end; {@code clock} is the clock's channel, or -1. */
    static CtfSamples of(Path first, CtfHeader header, double[] gains, int clock, boolean lenient,
            Consumer<Notice> notices) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        String stem = first.getFileName().toString().replaceFirst("meg4$", "");
        long total = 0;
        for (int number = 0; number < MOST_FILES; number++) {
            Path file = number == 0 ? first : first.resolveSibling(stem + number + "_meg4");
            if (!Files.isRegularFile(file)) {
                break;
            }
            long count = samples(file, header, lenient, notices);
            long valid = clock < 0 ? count : untilClockStops(file, count, header, clock, notices);
            if (valid > 0) {
                pieces.add(new Piece(file, total, valid));
                total += valid;
            }
        }
        if (pieces.isEmpty()) {
            throw new FormatException(first, Files.exists(first)
                    ? "holds no whole trial"
                    : "is missing, or all of its content: it should hold the samples");
        }
        return new CtfSamples(pieces, header.samplesPerTrial(), gains);
    }

    private static long samples(Path file, CtfHeader header, boolean lenient, Consumer<Notice> notices)
            throws IOException {
        long bytes = Math.max(0, Files.size(file) - HEADER);
        long trial = (long) BYTES * header.samplesPerTrial() * header.sensors().size();
        if (bytes % trial != 0) {
            String what = "holds " + bytes + " bytes of samples, no multiple of the " + trial
                    + " of a trial: it was cut, or the header is of another recording";
            if (!lenient) {
                throw new FormatException(file, what + "; read it leniently to have the whole trials");
            }
            notices.accept(new Notice("samples-missing", file.getFileName() + ": " + what));
        }
        return bytes / trial * header.samplesPerTrial();
    }

    private static long untilClockStops(Path file, long count, CtfHeader header, int clock,
            Consumer<Notice> notices) throws IOException {
        double[][] row = new double[1][BLOCK];
        double[] ones = new double[header.sensors().size()];
        Arrays.fill(ones, 1);
        CtfSamples whole = new CtfSamples(List.of(new Piece(file, 0, count)), header.samplesPerTrial(), ones);
        for (long at = 0; at < count; at += BLOCK) {
            int length = (int) Math.min(BLOCK, count - at);
            whole.read(new int[] {clock}, at, length, row, 0);
            for (int i = 0; i < length; i++) {
                if (row[0][i] == 0) {
                    long valid = at + i;
                    notices.accept(new Notice("ctf-clock-stops", file.getFileName()
                            + ": the system clock is zero from sample " + valid + " of " + count
                            + " on: the run was aborted, and the rest is left out"));
                    return valid;
                }
            }
        }
        return count;
    }

    long sampleCount() {
        Piece last = pieces.get(pieces.size() - 1);
        return last.first() + last.count();
    }

    @Override
    public void read(int[] channels, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        ByteBuffer block = ByteBuffer.allocate(Math.min(count, Math.min(samplesPerTrial, BLOCK)) * BYTES)
                .order(ByteOrder.BIG_ENDIAN);
        long end = firstSample + count;
        for (Piece piece : pieces) {
            long from = Math.max(firstSample, piece.first());
            long to = Math.min(end, piece.first() + piece.count());
            if (from < to) {
                read(piece, channels, from - piece.first(), to - piece.first(), into,
                        offset + (int) (from - firstSample), block);
            }
        }
    }

    private void read(Piece piece, int[] channels, long from, long to, double[][] into, int offset,
            ByteBuffer block) throws IOException {
        try (FileChannel file = FileChannel.open(piece.file(), StandardOpenOption.READ)) {
            int length;
            for (long at = from; at < to; at += length) {
                long trial = at / samplesPerTrial;
                int within = (int) (at % samplesPerTrial);
                length = (int) Math.min(Math.min(to - at, samplesPerTrial - within),
                        block.capacity() / BYTES);
                for (int i = 0; i < channels.length; i++) {
                    long place = (trial * gains.length + channels[i]) * samplesPerTrial + within;
                    InterleavedSamples.fill(file, HEADER + place * BYTES, block, length * BYTES,
                            piece.file());
                    double gain = gains[channels[i]];
                    int target = offset + (int) (at - from);
                    for (int k = 0; k < length; k++) {
                        into[i][target + k] = block.getInt(BYTES * k) * gain;
                    }
                }
            }
        }
    }
}
