package org.engram.cli.signals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.cli.viewer.Html;
import org.engram.cli.viewer.HtmlPage;
import org.engram.core.EngramException;
import org.engram.core.Progress;
import org.engram.io.AtomicFile;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingMarks;
import org.engram.io.table.JsonFile;

/**
 * A page to look at a recording in: scroll through time, scale, switch channel types, mark channels and stretches as bad,
 * and save the marks as a file that {@code engram clean --marks} and {@link RecordingMarks} read.
 *
 * <p>Samples stand in blocks beside the page ({@code NAME-data/0.js}, ...), each loaded when it is looked at, so the page
 * opens at once whatever the length. Recordings larger than {@link #LARGEST_BYTES} are shown as the lowest and highest
 * value of every few samples, so that nothing short is lost to the eye.
 */
public final class SignalBrowser {
    /** How much the blocks may take together, before samples are drawn together. */
    public static final long LARGEST_BYTES = 1L << 30;
    private static final int BLOCK_VALUES = 1 << 18;
    private static final String POLICY = "default-src 'none'; script-src 'unsafe-inline' 'self' file:; "
            + "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private final Recording recording;
    private final String title;
    private final long largestBytes;

    /**
     * @param recording what to look at
     * @param title what it is, for the head of the page
     */
    public SignalBrowser(Recording recording, String title) {
        this(recording, title, LARGEST_BYTES);
    }

    SignalBrowser(Recording recording, String title, long largestBytes) {
        if (recording.channelCount() == 0 || recording.sampleCount() == 0) {
            throw new EngramException(title + ": has no samples to look at");
        }
        this.recording = recording;
        this.title = title;
        this.largestBytes = largestBytes;
    }

    /**
     * Writes the page and its blocks. Reads the recording once from begin to end, a block at a time.
     *
     * @param page the HTML file; blocks go to the folder of the same name with {@code -data} in place of {@code .html}
     * @param progress told how far it is
     * @throws IOException if reading or writing fails; no page is left then
     */
    public void write(Path page, Progress progress) throws IOException {
        String name = page.getFileName().toString();
        String folderName = name.replaceFirst("\\.html?$", "") + "-data";
        Path folder = page.toAbsolutePath().resolveSibling(folderName);
        Files.createDirectories(folder);
        int stride = stride();
        int blockSamples = blockSamples(stride);
        SignalBlocks blocks = new SignalBlocks(recording, stride, blockSamples);
        long[] count = {0};
        try (Progress.Task task = progress.begin("writing the signal browser",
                (recording.sampleCount() + blockSamples - 1) / blockSamples)) {
            blocks.forEach((index, script) -> {
                AtomicFile.write(folder.resolve(index + ".js"),
                        path -> Files.writeString(path, script, StandardCharsets.ISO_8859_1));
                count[0]++;
                task.advance(1);
            });
        }
        removeStale(folder, count[0]);
        String html = html(folderName, stride, blockSamples, count[0], blocks.overview());
        AtomicFile.write(page, path -> Files.writeString(path, html));
    }

    /** Blocks of an earlier, longer recording would never be asked for, but take room. */
    private static void removeStale(Path folder, long count) throws IOException {
        for (long index = count; Files.deleteIfExists(folder.resolve(index + ".js"));) {
            index++;
        }
    }

    /** How many samples one stored pair of lowest and highest value stands for; 1 for the samples themselves. */
    private int stride() {
        // Two bytes a value, and a third more as text.
        double wanted = recording.sampleCount() * (double) recording.channelCount() * 8 / 3 / largestBytes;
        return wanted <= 1 ? 1 : (int) Math.ceil(2 * wanted);
    }

    private int blockSamples(int stride) {
        int each = Math.max(64, BLOCK_VALUES / recording.channelCount());
        return stride == 1 ? each : each / 2 * stride;
    }

    private String html(String folder, int stride, int blockSamples, long blockCount,
            Map<String, Object> overview) {
        Map<String, Object> scene = new LinkedHashMap<>();
        scene.put("title", title);
        scene.put("folder", folder);
        scene.put("samplingRate", recording.samplingRateHz());
        scene.put("sampleCount", recording.sampleCount());
        scene.put("stride", stride);
        scene.put("blockSamples", blockSamples);
        scene.put("blockCount", blockCount);
        scene.put("start", recording.startTime().map(Object::toString).orElse(""));
        List<Object> channels = new ArrayList<>();
        for (Channel channel : recording.channels()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", channel.name());
            entry.put("type", channel.type().name().toLowerCase(Locale.ROOT));
            entry.put("unit", channel.unit().symbol());
            channels.add(entry);
        }
        scene.put("channels", channels);
        scene.put("marks", RecordingMarks.of(recording).fields());
        scene.put("overview", overview);
        String json = Html.scriptSafe(JsonFile.formatCompact(scene));
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"Engram\">\n"
                + "<title>" + Html.escape(title) + "</title>\n<style>\n" + HtmlPage.sharedStyle()
                + text("signals.css")
                + "</style>\n</head>\n<body>\n" + text("signals.html")
                + "<script type=\"application/json\" id=\"scene\">" + json + "</script>\n<script>\n"
                + text("signals.js") + "</script>\n</body>\n</html>\n";
    }

    private static String text(String name) {
        try (var in = SignalBrowser.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name + " of this build", e);
        }
    }
}
