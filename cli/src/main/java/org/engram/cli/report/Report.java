package org.engram.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.engram.cli.viewer.Html;
import org.engram.cli.viewer.HtmlPage;
import org.engram.cli.viewer.ViewerFragment;
import org.engram.cli.viewer.ViewerScene;

/** A finished page. Its text is whole in itself: no file beside it, no network. */
public final class Report {
    private final HtmlPage page;

    private Report(HtmlPage page) {
        this.page = page;
    }

    static Report of(String title, String body, ViewerScene scene) {
        String whole = "<main class=\"report\">\n" + body
                + "<footer class=\"foot\">Made with Engram.</footer>\n</main>";
        List<ViewerScene> scenes = scene == null ? List.of() : List.of(scene);
        return new Report(new HtmlPage(title, ReportStyle.TEXT, whole, scenes));
    }

    /** The viewer with its words, or nothing without a scene. */
    static String map(ViewerScene scene, String caption) {
        if (scene == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        if (!caption.isEmpty()) {
            out.append("<p class=\"lead\">").append(Html.escape(caption)).append("</p>\n");
        }
        return out.append(ViewerFragment.htmlWithPicture(scene, 0)).toString();
    }

    /**
     * Writes the page whole or not at all.
     *
     * @param target the HTML file
     * @throws IOException if writing fails
     */
    public void write(Path target) throws IOException {
        page.write(target);
    }

    /** @return the page as text */
    public String html() {
        StringBuilder out = new StringBuilder();
        try {
            page.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return out.toString();
    }
}
