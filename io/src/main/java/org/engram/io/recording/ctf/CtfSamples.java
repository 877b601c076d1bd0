package org.engram.io.recording.ctf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.SampleSource;
import org.engram.io.recording.samples.NumberType;
import org.engram.io.recording.samples.RecordSamples;

/**
 * Samples of the {@code .meg4} files, stored trial after trial, in each trial channel after channel, read as one stretch.
 *
 * @param pieces the files in order
 */
record CtfSamples(List<Piece> pieces) implements SampleSource {
    private static final int HEADER = 8;
    private static final int BLOCK = 1 << 16;
    private static final int MOST_FILES = 1000;

    /** One file and how many of its samples are valid. */
    record Piece(SampleSource samples, long first, long count) {}

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
                pieces.add(new Piece(source(file, header, count, gains), total, valid));
                total += valid;
            }
        }
        if (pieces.isEmpty()) {
            throw new FormatException(first, Files.exists(first)
                    ? "holds no whole trial"
                    : "is missing, or all of its content: it should hold the samples");
        }
        return new CtfSamples(pieces);
    }

    private static SampleSource source(Path file, CtfHeader header, long count, double[] gains) {
        return RecordSamples.channelByChannel(file, HEADER, NumberType.INT32, true, header.samplesPerTrial(),
                count / header.samplesPerTrial(), gains);
    }

    private static long samples(Path file, CtfHeader header, boolean lenient, Consumer<Notice> notices)
            throws IOException {
        long bytes = Math.max(0, Files.size(file) - HEADER);
        long trial = (long) NumberType.INT32.bytes() * header.samplesPerTrial() * header.sensors().size();
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
        SampleSource whole = source(file, header, count, ones);
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
        long end = firstSample + count;
        for (Piece piece : pieces) {
            long from = Math.max(firstSample, piece.first());
            long to = Math.min(end, piece.first() + piece.count());
            if (from < to) {
                piece.samples().read(channels, from - piece.first(), (int) (to - from), into,
                        offset + (int) (from - firstSample));
            }
        }
    }
}
