package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.cli.signals.SignalBrowser;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.provenance.Provenance;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingMarks;
import org.engram.io.recording.Recordings;
import org.engram.preprocessing.electrophysiology.cleaning.BadChannelDetection;
import org.engram.preprocessing.electrophysiology.cleaning.RecordingCleaner;

/**
 * What cleaning a recording leaves: the recording, its sidecar, marks of what was found bad, a report and a page to scroll
 * through the signals, all named after the recording.
 */
public final class CleaningFiles {
    private final Path in;
    private final Path target;
    private final Pages pages;
    private final Progress progress;
    private final Map<String, Path> written = new LinkedHashMap<>();
    private RecordingCleaner.Cleaned cleaned;

    /** Makes a cleaned recording of another. */
    @FunctionalInterface
    public interface Cleaning {
        /**
         * @param recording what to clean
         * @param notices told what a person should know
         * @return the cleaned recording and what was done
         * @throws IOException if the file cannot be read
         */
        RecordingCleaner.Cleaned clean(Recording recording, Consumer<Notice> notices) throws IOException;
    }

    /**
     * Which pages are wanted.
     *
     * @param report of what was done
     * @param browser to scroll through the signals
     */
    public record Pages(boolean report, boolean browser) {}

    /**
     * @param in the recording that is cleaned
     * @param target the file to make or replace; its ending says the format
     * @param pages which pages are wanted
     * @param progress told how far the work is
     */
    public CleaningFiles(Path in, Path target, Pages pages, Progress progress) {
        this.in = in;
        this.target = target;
        this.pages = pages;
        this.progress = progress;
    }

    /**
     * Cleans and writes everything.
     *
     * @param recording what to clean, with its marks
     * @param cleaner how
     * @param record of this run
     * @param notices told what a person should know; those there are already go into the report as well
     * @return the result, for a program to read
     * @throws IOException if reading or writing fails
     */
    public Map<String, Object> write(Recording recording, Cleaning cleaner, RunRecord record,
            List<Notice> notices) throws IOException {
        cleaned = cleaner.clean(recording, notices::add);
        Recordings.write(cleaned.recording(), target, notices::add, progress);
        Recording stored = stored(cleaned.recording());
        writeMarks(recording);
        if (pages.browser() && stored.channelCount() > 0) {
            Path page = beside("_signals.html");
            new SignalBrowser(stored, target.getFileName().toString()).write(page, progress);
            written.put("signals", page);
        }
        SpectrumCharts.Measured before = null;
        SpectrumCharts.Measured after = null;
        if (pages.report()) {
            before = SpectrumCharts.measure(recording, progress);
            after = SpectrumCharts.measure(stored, progress);
        }
        Provenance provenance = record.finish(notices);
        if (pages.report()) {
            Path page = beside("_report.html");
            new CleaningPage(in, target, recording, cleaned, notices).write(page, before, after,
                    written.get("signals"), provenance);
            written.put("report", page);
        }
        Map<String, Object> fields = fields(recording);
        provenance.writeBeside(target, fields);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("out", target.toString());
        result.putAll(fields);
        written.forEach((what, file) -> result.put(what, file.toString()));
        return result;
    }

    /**
     * The cleaned recording with its samples from the file just written: reading them again costs less than computing them
     * again, and shows what others will read.
     */
    private Recording stored(Recording made) throws IOException {
        Recording read = Recordings.read(target);
        boolean same = read.channelNames().equals(made.channelNames())
                && read.sampleCount() >= made.sampleCount() && read.samplingRateHz() == made.samplingRateHz();
        return same ? made.toBuilder().source(read.source()).build() : made;
    }

    /** Marks fit the recording that was cleaned: with them it can be cleaned again in the same way. */
    private void writeMarks(Recording recording) throws IOException {
        if (cleaned.detected().isEmpty() && cleaned.segments().isEmpty()) {
            return;
        }
        Set<String> bad = new LinkedHashSet<>(recording.badChannels());
        cleaned.detected().forEach(found -> bad.add(found.name()));
        List<Annotation> annotations = new ArrayList<>(recording.annotations());
        annotations.addAll(cleaned.segments());
        Path file = beside("_marks.json");
        new RecordingMarks(List.copyOf(bad), annotations).write(file);
        written.put("marks", file);
    }

    private Path beside(String ending) {
        return beside(target, ending);
    }

    /** The file of the same name with another ending. */
    static Path beside(Path target, String ending) {
        String name = Provenance.sidecarOf(target).getFileName().toString();
        return target.resolveSibling(name.replaceFirst("(_provenance)?\\.json$", "") + ending);
    }

    private Map<String, Object> fields(Recording recording) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Description", String.join("; ", cleaned.steps()));
        fields.put("Steps", cleaned.steps());
        fields.put("SamplingFrequency", cleaned.recording().samplingRateHz());
        fields.put("Channels", cleaned.recording().channelCount());
        fields.put("DurationSeconds", cleaned.recording().durationSeconds());
        fields.put("GivenBadChannels", recording.badChannels());
        List<Object> detected = new ArrayList<>();
        for (BadChannelDetection.Found found : cleaned.detected()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", found.name());
            entry.put("reason", found.reason());
            detected.add(entry);
        }
        fields.put("DetectedBadChannels", detected);
        fields.put("InterpolatedChannels", cleaned.interpolated());
        fields.put("BadSegments", cleaned.segments().stream().map(CleaningFiles::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(Annotation annotation) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("onset", annotation.onsetSeconds());
        entry.put("duration", annotation.durationSeconds());
        entry.put("text", annotation.text());
        return entry;
    }

    /** @return the result in a few words */
    public String describe() {
        Recording made = cleaned.recording();
        return String.format(Locale.ROOT, "%d channels, %s at %s Hz, %d steps", made.channelCount(),
                SignalWords.seconds(made.durationSeconds()), SignalWords.number(made.samplingRateHz()),
                cleaned.steps().size()).replaceFirst("\\b1 steps$", "1 step");
    }

    /** @return further files written, by what they are */
    public Map<String, Path> written() {
        return written;
    }
}
