package org.engram.io.recording.brainvision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.format.FileStart;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;
import org.engram.io.recording.Segment;
import org.engram.io.recording.WritableRecordingFormat;
import org.engram.io.recording.header.CompanionFile;
import org.engram.io.recording.samples.RecordSamples;

/**
 * BrainVision as a registered format. Markers become annotations named "type/description", such as "Stimulus/S  1". The
 * file of samples or markers may be given in place of the header.
 */
public final class BrainVisionFormat implements WritableRecordingFormat {
    private static final int MOST_HEADERS = 1000;

    /** Made by the service loader. */
    public BrainVisionFormat() {}

    @Override
    public String name() {
        return "BrainVision";
    }

    @Override
    public List<String> extensions() {
        return List.of(".vhdr", ".vmrk", ".eeg");
    }

    @Override
    public Match recognise(FileStart start) {
        String name = start.lowerCaseName();
        if (name.endsWith(".vhdr") || name.endsWith(".vmrk")) {
            String text = new String(start.bytes(), StandardCharsets.ISO_8859_1).replace(" ", "")
                    .toLowerCase(Locale.ROOT);
            return text.contains("brainvision") ? Match.CONTENT : Match.NAME;
        }
        if (name.endsWith(".eeg")) {
            try {
                return header(start.file()).isPresent() ? Match.CONTENT : Match.NONE;
            } catch (IOException e) {
                return Match.NONE;
            }
        }
        return Match.NONE;
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        Path headerFile = header(file).orElseThrow(() -> new FormatException(file,
                "no header (.vhdr) beside it has its name or names it: copy the header there"));
        Header header = new Header(headerFile, options, notices);
        CompanionFile companion = new CompanionFile(headerFile);
        Path samples = companion.find(header.companion("DataFile"), List.of(".eeg", ".dat"), notices)
                .orElseThrow(() -> new FormatException(headerFile,
                        "its samples should be in a file beside it, but there is none of " + companion.tried()
                                + ": copy that file there"));
        double rate = header.samplingRateHz();
        Markers markers = markers(headerFile, header, rate, notices);
        SampleSource source;
        long count;
        if (header.isAscii()) {
            double[][] all = new AsciiSamples(samples, header.asciiForm(), header.factors()).read();
            source = SampleSource.of(all);
            count = all[0].length;
        } else {
            count = sampleCount(samples, header, notices);
            source = header.isVectorized()
                    ? RecordSamples.vectorized(samples, header.numberType(), count, header.factors())
                    : RecordSamples.interleaved(samples, 0, header.numberType(), false, count,
                            header.factors());
        }
        List<Segment> segments = markers.segments(count);
        return Recording.builder(header.channels(), rate, count, source)
                .startTime(markers.startTime().orElse(null))
                .annotations(markers.annotations(header.channels(), segments)).segments(segments).build();
    }

    private static Markers markers(Path headerFile, Header header, double rate, Consumer<Notice> notices)
            throws IOException {
        CompanionFile companion = new CompanionFile(headerFile);
        Optional<Path> file = companion.find(header.companion("MarkerFile"), List.of(".vmrk"), notices);
        if (file.isEmpty()) {
            notices.accept(new Notice("brainvision-no-markers", "there is no file of markers ("
                    + companion.tried() + ") beside " + headerFile.getFileName() + ": no events are read"));
            return new Markers(rate);
        }
        return new Markers(file.get(), rate, notices);
    }

    private static long sampleCount(Path samples, Header header, Consumer<Notice> notices)
            throws IOException {
        long frame = (long) header.channels().size() * header.numberType().bytes();
        long bytes = Files.size(samples);
        long count = bytes / frame;
        if (bytes % frame != 0) {
            notices.accept(new Notice("brainvision-cut-off", samples.getFileName() + " has " + bytes
                    + " bytes, no whole count of times of " + frame + " bytes: the last is left out"));
        }
        if (header.statedSamples() >= 0 && header.statedSamples() != count) {
            notices.accept(new Notice("brainvision-sample-count", samples.getFileName() + " holds " + count
                    + " samples of each channel where the header says " + header.statedSamples()));
        }
        return count;
    }

    /** The header a file belongs to: itself, that of the same name, or one in the folder that names it. */
    private static Optional<Path> header(Path file) throws IOException {
        String name = file.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.endsWith(".eeg") && !lower.endsWith(".vmrk")) {
            return Optional.of(file);
        }
        Path sibling = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".vhdr");
        if (Files.isRegularFile(sibling)) {
            return Optional.of(sibling);
        }
        int looked = 0;
        try (DirectoryStream<Path> headers = Files.newDirectoryStream(file.toAbsolutePath().getParent(),
                "*.vhdr")) {
            for (Path candidate : headers) {
                SectionedText text = SectionedText.read(candidate);
                if (text.value("Common Infos", "DataFile", "").equals(name)
                        || text.value("Common Infos", "MarkerFile", "").equals(name)) {
                    return Optional.of(candidate);
                }
                if (++looked >= MOST_HEADERS) {
                    break;
                }
            }
        }
        return Optional.empty();
    }

    /** {@inheritDoc} Samples are written in microvolts as single-precision numbers. */
    @Override
    public void write(Recording recording, Path file, Consumer<Notice> notices, Progress progress)
            throws IOException {
        write(recording, file, BrainVisionEncoding.FLOAT, notices, progress);
    }

    /**
     * Writes a recording as three files with the name of {@code file}.
     *
     * @param recording what to write
     * @param file the header to make or replace, ending in {@code .vhdr}
     * @param encoding how samples are stored
     * @param notices told what the format could not keep
     * @param progress told how far it is
     * @throws org.engram.core.EngramException if a sample does not fit the encoding; names it
     * @throws IOException if reading or writing fails
     */
    public void write(Recording recording, Path file, BrainVisionEncoding encoding, Consumer<Notice> notices,
            Progress progress) throws IOException {
        new BrainVisionWriter(recording, file, encoding, notices).write(progress);
    }
}
