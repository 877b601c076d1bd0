package org.engram.cli.report;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.cli.viewer.Html;
import org.engram.core.Notice;
import org.engram.io.provenance.InputFile;
import org.engram.io.provenance.Provenance;

/** The parts every report has: head, methods, notices, provenance, what to cite. */
final class ReportSections {
    private static final DateTimeFormatter DATE = DateTimeFormatter
            .ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private ReportSections() {}

    static String head(String kind, String title, String subtitle, Provenance provenance) {
        StringBuilder out = new StringBuilder("<header class=\"head\">\n<p class=\"kind\">").append(kind)
                .append("</p>\n<h1>").append(Html.escape(title)).append("</h1>\n");
        if (!subtitle.isEmpty()) {
            out.append("<p class=\"subtitle\">").append(Html.escape(subtitle)).append("</p>\n");
        }
        if (provenance != null) {
            out.append("<p class=\"made\">").append(Html.escape(DATE.format(provenance.started())))
                    .append("</p>\n");
        }
        return out.append("</header>\n").toString();
    }

    /** A part with a heading; nothing when there is no content. */
    static String section(String id, String heading, String content) {
        return content.isEmpty()
                ? ""
                : "<section class=\"part\" id=\"" + id + "\">\n<h2>" + Html.escape(heading) + "</h2>\n"
                        + content
                        + "</section>\n";
    }

    /** A chart with words under it. */
    static String figure(String chart, String caption) {
        return "<figure>\n" + chart + "<figcaption>" + Html.escape(caption) + "</figcaption>\n</figure>\n";
    }

    /** A number that matters and what it is. */
    static String fact(String value, String name) {
        return "<div class=\"fact\"><dd>" + Html.escape(value) + "</dd><dt>" + Html.escape(name)
                + "</dt></div>\n";
    }

    /** A table of texts. */
    static String table(List<String> head, List<List<String>> rows) {
        StringBuilder out = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr>");
        head.forEach(name -> out.append("<th scope=\"col\">").append(Html.escape(name)).append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            out.append("<tr>");
            row.forEach(cell -> out.append("<td>").append(Html.escape(cell)).append("</td>"));
            out.append("</tr>\n");
        }
        return out.append("</tbody>\n</table></div>\n").toString();
    }

    /** A table of cells that may be links and have a tone. */
    static String cells(List<String> head, List<List<Cell>> rows) {
        StringBuilder out = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr>");
        head.forEach(name -> out.append("<th scope=\"col\">").append(Html.escape(name)).append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        for (List<Cell> row : rows) {
            out.append("<tr>");
            row.forEach(cell -> out.append("<td class=\"tone-")
                    .append(cell.tone().name().toLowerCase(Locale.ROOT))
                    .append("\">").append(text(cell)).append("</td>"));
            out.append("</tr>\n");
        }
        return out.append("</tbody>\n</table></div>\n").toString();
    }

    private static String text(Cell cell) {
        return cell.link().isEmpty()
                ? Html.escape(cell.text())
                : "<a href=\"" + Html.escape(cell.link()) + "\">" + Html.escape(cell.text()) + "</a>";
    }

    static String paragraphs(List<String> paragraphs) {
        StringBuilder out = new StringBuilder();
        for (String paragraph : paragraphs) {
            out.append("<p>").append(Html.escape(paragraph)).append("</p>\n");
        }
        return out.toString();
    }

    static String notices(List<Notice> notices) {
        if (notices.isEmpty()) {
            return "<p class=\"quiet\">Nothing unusual was found in the data.</p>\n";
        }
        StringBuilder out = new StringBuilder("<ul class=\"notices\">\n");
        for (Notice notice : notices) {
            out.append("<li>").append(Html.escape(notice.text())).append(" <code>")
                    .append(Html.escape(notice.code()))
                    .append("</code></li>\n");
        }
        return out.append("</ul>\n").toString();
    }

    static String provenance(Provenance provenance) {
        if (provenance == null) {
            return "";
        }
        StringBuilder out = new StringBuilder("<table class=\"pairs\">\n<tbody>\n");
        pair(out, "Command", "<code>" + Html.escape("engram " + String.join(" ", provenance.commandLine()))
                + "</code>");
        pair(out, "Started", Html.escape(provenance.started().toString()));
        pair(out, "Took", Html
                .escape(Numbers.duration(Duration.ofMillis(Math.round(1000 * provenance.wallSeconds())))));
        provenance.seed().ifPresent(seed -> pair(out, "Seed", Long.toString(seed)));
        pair(out, provenance.toolName(), Html.escape(provenance.toolVersion()));
        for (Map.Entry<String, String> version : provenance.environment().entrySet()) {
            pair(out, version.getKey(), Html.escape(version.getValue()));
        }
        out.append("</tbody>\n</table>\n");
        if (!provenance.parameters().isEmpty()) {
            out.append("<details><summary>All ").append(provenance.parameters().size())
                    .append(" parameters</summary>\n<table class=\"pairs\">\n<tbody>\n");
            for (Map.Entry<String, Object> parameter : provenance.parameters().entrySet()) {
                pair(out, parameter.getKey(),
                        "<code>" + Html.escape(String.valueOf(parameter.getValue())) + "</code>");
            }
            out.append("</tbody>\n</table>\n</details>\n");
        }
        return out.append(inputs(provenance.inputs())).toString();
    }

    private static void pair(StringBuilder out, String name, String valueHtml) {
        out.append("<tr><th scope=\"row\">").append(Html.escape(name)).append("</th><td>").append(valueHtml)
                .append("</td></tr>\n");
    }

    private static String inputs(List<InputFile> inputs) {
        if (inputs.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<h3>Inputs</h3>\n<div class=\"scroll\"><table>\n<thead><tr>"
                + "<th scope=\"col\">File</th><th scope=\"col\" class=\"number\">Size</th>"
                + "<th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n");
        for (InputFile input : inputs) {
            out.append("<tr><td class=\"path\">").append(Html.escape(input.path().toString()))
                    .append("</td><td class=\"number\">").append(Numbers.bytes(input.sizeBytes()))
                    .append("</td><td><code class=\"hash\">").append(Html.escape(input.sha256()))
                    .append("</code></td></tr>\n");
        }
        return out.append("</tbody>\n</table></div>\n").toString();
    }

    static String references(List<Reference> references) {
        if (references.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<ol class=\"references\">\n");
        for (Reference reference : references) {
            out.append("<li>").append(Html.escape(reference.text()));
            if (!reference.doi().isEmpty()) {
                String doi = Html.escape(reference.doi());
                out.append(" <a href=\"https://doi.org/").append(doi).append("\">doi:").append(doi)
                        .append("</a>");
            }
            out.append("</li>\n");
        }
        return out.append("</ol>\n").toString();
    }
}
