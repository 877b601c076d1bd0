package org.engram.cli.viewer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A page with one viewer that fills the window: what {@code engram view} opens. */
public final class ViewerPage {
    private ViewerPage() {}

    /**
     * Writes the page whole or not at all.
     *
     * @param scene what to show
     * @param target the HTML file
     * @throws IOException if writing fails
     */
    public static void write(ViewerScene scene, Path target) throws IOException {
        page(scene).write(target);
    }

    /**
     * @param scene what to show
     * @return the page as text; large images make large texts, {@link #write} does not build one
     */
    public static String html(ViewerScene scene) {
        StringBuilder out = new StringBuilder();
        try {
            page(scene).writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return out.toString();
    }

    private static HtmlPage page(ViewerScene scene) {
        String body = "<main class=\"viewer-page\">\n<header><h1>" + Html.escape(scene.title())
                + "</h1></header>\n" + ViewerFragment.html(scene, 0) + "</main>";
        return new HtmlPage(scene.title() + " \u2013 Engram", "", body, List.of(scene));
    }
}
