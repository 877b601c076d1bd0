package org.engram.cli.viewer;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.engram.io.AtomicFile;

/**
 * One self-contained page: style, script and data inside, nothing loaded from anywhere. The page itself forbids
 * network requests (a content security policy), so not even a hostile label could make one.
 */
public final class HtmlPage {
    private static final String POLICY = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; "
            + "style-src 'unsafe-inline'; img-src data: blob:; connect-src data: blob:; font-src data:; "
            + "worker-src blob:; base-uri 'none'; form-action 'none'";
    private static final int BASE64_STEP = 3 << 16;

    private final String title;
    private final String styles;
    private final String body;
    private final List<ViewerScene> scenes;

    /**
     * @param title the title in the browser's tab, plain text
     * @param styles style sheet text that follows the shared one; trusted
     * @param body the content of the body, already escaped; holds the {@link ViewerFragment}s of {@code scenes}
     * @param scenes the scenes whose viewers stand in the body, in their order
     */
    public HtmlPage(String title, String styles, String body, List<ViewerScene> scenes) {
        this.title = title;
        this.styles = styles;
        this.body = body;
        this.scenes = List.copyOf(scenes);
    }

    /**
     * Writes the page whole or not at all.
     *
     * @param target the file
     * @throws IOException if writing fails
     */
    public void write(Path target) throws IOException {
        AtomicFile.write(target, path -> {
            try (Writer writer = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
                writeTo(writer);
            }
        });
    }

    /**
     * @param out receives the page
     * @throws IOException if writing fails
     */
    public void writeTo(Appendable out) throws IOException {
        Optional<String> script = scenes.isEmpty() ? Optional.empty() : ViewerBundle.script();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"").append(POLICY)
                .append("\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" ")
                .append("content=\"Engram\">\n<title>").append(Html.escape(title))
                .append("</title>\n<style>\n")
                .append(ViewerBundle.text("page.css")).append(ViewerBundle.text("viewer.css")).append(styles)
                .append("</style>\n</head>\n<body>\n").append(body).append('\n');
        if (script.isPresent()) {
            for (int i = 0; i < scenes.size(); i++) {
                appendFiles(out, i, scenes.get(i));
            }
            out.append("<script>\n").append(script.get()).append("\n</script>\n");
        }
        out.append("</body>\n</html>\n");
    }

    private static void appendFiles(Appendable out, int index, ViewerScene scene) throws IOException {
        List<ViewerImage> files = new ArrayList<>();
        scene.base().ifPresent(files::add);
        files.addAll(scene.overlays());
        for (ViewerSurface surface : scene.surfaces()) {
            files.add(surface.geometry());
            files.addAll(surface.layers());
        }
        for (int f = 0; f < files.size(); f++) {
            out.append("<script type=\"text/plain\" data-blob=\"").append(ViewerFragment.blobName(index, f))
                    .append("\">");
            appendBase64(out, files.get(f).bytes());
            out.append("</script>\n");
        }
    }

    /** @return the style every page shares: colours by day and by night, fonts, links */
    public static String sharedStyle() {
        return ViewerBundle.text("page.css");
    }

    /** Encodes in pieces of whole triples, so that no second copy of a large file is made. */
    private static void appendBase64(Appendable out, byte[] bytes) throws IOException {
        java.util.Base64.Encoder encoder = java.util.Base64.getEncoder();
        for (int start = 0; start < bytes.length; start += BASE64_STEP) {
            int end = Math.min(bytes.length, start + BASE64_STEP);
            byte[] piece = java.util.Arrays.copyOfRange(bytes, start, end);
            out.append(new String(encoder.encode(piece), StandardCharsets.ISO_8859_1));
        }
    }
}
