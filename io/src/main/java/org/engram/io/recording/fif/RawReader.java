package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.fif.tag.FifFile;

/** Reads a recording of one or several files. */
final class RawReader {
    private static final int MOST_PARTS = 1000;
    private static final double LONGEST_SECONDS = 1e10;

    private RawReader() {}

    static Recording read(Path path, ReadOptions options, Consumer<Notice> notices) throws IOException {
        return read(FifFile.open(path, options.lenient(), notices), options, notices);
    }

    static Recording read(FifFile first, ReadOptions options, Consumer<Notice> notices) throws IOException {
        List<RawPart> parts = parts(first, options, notices);
        MeasurementInfo info = parts.get(0).info();
        double rate = info.samplingRateHz();
        long firstSample = parts.get(0).firstSample();
        double[][] scales = new double[parts.size()][];
        Set<Annotation> annotations = new LinkedHashSet<>();
        long begin = 0;
        for (int i = 0; i < scales.length; i++) {
            scales[i] = parts.get(i).info().table().rawScales(options);
            annotations.addAll(AnnotationBlock.read(parts.get(i).file(), info.date(), firstSample / rate));
            begin = addGaps(parts.get(i), begin, rate, annotations);
        }
        Recording.Builder recording = Recording
                .builder(info.channels(), rate, begin, new RawSamples(parts, scales))
                .firstSample(firstSample).startTime(start(info, firstSample))
                .annotations(List.copyOf(annotations))
                .digitization(info.digitization()).deviceToHead(info.deviceToHead().orElse(null))
                .projectors(info.projectors()).compensations(info.compensations()).band(info.band())
                .facts(info.facts());
        info.lineFrequencyHz().ifPresent(recording::lineFrequency);
        return recording.build();
    }

    private static Instant start(MeasurementInfo info, long firstSample) {
        return Math.abs(firstSample / info.samplingRateHz()) > LONGEST_SECONDS
                ? null
                : info.date().map(date -> date.plus(offset(firstSample, info.samplingRateHz()))).orElse(null);
    }

    /** Time of a sample after that of number 0, in whole microseconds as dates of files have. */
    static Duration offset(long sample, double rate) {
        long seconds = (long) (sample / rate);
        return Duration.ofSeconds(seconds)
                .plusNanos(1000 * Math.round((sample / rate - seconds) * 1e6));
    }

    private static List<RawPart> parts(FifFile first, ReadOptions options, Consumer<Notice> notices)
            throws IOException {
        List<RawPart> parts = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        FifFile file = first;
        while (true) {
            RawPart part = RawPart.read(file, options, notices);
            parts.add(part);
            if (parts.size() > 1) {
                checkFits(parts.get(0), part);
                checkContinues(parts, notices);
            }
            if (!seen.add(file.path().toRealPath()) || parts.size() > MOST_PARTS) {
                throw new FormatException(file.path(),
                        "is named as the part after itself: the files are damaged");
            }
            Optional<Path> next = NextFile.after(file, options.lenient(), notices);
            if (next.isEmpty()) {
                return parts;
            }
            file = FifFile.open(next.get(), options.lenient(), notices);
        }
    }

    private static void checkFits(RawPart first, RawPart part) {
        List<String> names = first.info().table().all().stream().map(FifChannel::name).toList();
        List<String> others = part.info().table().all().stream().map(FifChannel::name).toList();
        if (!names.equals(others) || first.info().samplingRateHz() != part.info().samplingRateHz()) {
            throw new FormatException(part.file().path(), "has other channels or another sampling rate than "
                    + first.file().path().getFileName() + ", which says it goes on there");
        }
    }

    private static void checkContinues(List<RawPart> parts, Consumer<Notice> notices) {
        RawPart last = parts.get(parts.size() - 1);
        RawPart before = parts.get(parts.size() - 2);
        long expected = before.firstSample() + before.sampleCount();
        if (last.firstSample() != expected) {
            notices.accept(new Notice("fif-part-not-continuous", last.file().path() + ": begins at sample "
                    + last.firstSample() + ", but the part before ends before sample " + expected
                    + "; the parts are put together nevertheless"));
        }
    }

    private static long addGaps(RawPart part, long begin, double rate, Set<Annotation> annotations) {
        long at = begin;
        for (RawPart.RawBuffer buffer : part.buffers()) {
            double onset = at / rate;
            if (buffer.isGap() && annotations.stream().noneMatch(known -> isGapAt(known, onset, rate))) {
                annotations.add(Annotation.of(onset, buffer.count() / rate, Annotation.ACQUISITION_GAP));
            }
            at += buffer.count();
        }
        return at;
    }

    private static boolean isGapAt(Annotation known, double onset, double rate) {
        return known.text().equalsIgnoreCase(Annotation.ACQUISITION_GAP)
                && Math.abs(known.onsetSeconds() - onset) < 0.5 / rate;
    }
}
