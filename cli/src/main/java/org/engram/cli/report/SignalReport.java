package org.engram.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.cli.viewer.Html;
import org.engram.core.Notice;
import org.engram.io.provenance.Provenance;

/**
 * The report of work on a recording: what it is, numbers that matter, then parts with charts, tables and words in the order
 * they are added, and at last methods, notices and provenance.
 */
public final class SignalReport {
    private final String kind;
    private final String title;
    private final String subtitle;
    private final StringBuilder facts = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private final List<String> methods = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private StringBuilder part;
    private String partHeading;
    private int partCount;

    /**
     * @param kind what kind of report, such as "Cleaning report"
     * @param title of what
     * @param subtitle in a few words more; may be empty
     */
    public SignalReport(String kind, String title, String subtitle) {
        this.kind = kind;
        this.title = title;
        this.subtitle = subtitle;
    }

    /** @param value a number that matters @param name what it is @return this */
    public SignalReport fact(String value, String name) {
        facts.append(ReportSections.fact(value, name));
        return this;
    }

    /** @param heading of the part that what follows belongs to @return this */
    public SignalReport part(String heading) {
        closePart();
        part = new StringBuilder();
        partHeading = heading;
        return this;
    }

    /** @param chart an SVG element that Engram drew @param caption what it shows @return this */
    public SignalReport figure(String chart, String caption) {
        part.append(ReportSections.figure(chart, caption));
        return this;
    }

    /** @param sentence some words @return this */
    public SignalReport words(String sentence) {
        part.append(ReportSections.paragraphs(List.of(sentence)));
        return this;
    }

    /** @param file a page beside this one @param words what it is @return this, with a link to it */
    public SignalReport link(String file, String words) {
        part.append("<p><a href=\"").append(Html.escape(file)).append("\">").append(Html.escape(words))
                .append("</a></p>\n");
        return this;
    }

    /** @param head of the columns @param rows of texts @return this */
    public SignalReport table(List<String> head, List<List<String>> rows) {
        part.append(ReportSections.table(head, rows));
        return this;
    }

    /** @param head of the columns @param rows of cells, which may be links @return this */
    public SignalReport cells(List<String> head, List<List<Cell>> rows) {
        part.append(ReportSections.cells(head, rows));
        return this;
    }

    /** @param sentence about what was done @return this */
    public SignalReport method(String sentence) {
        methods.add(sentence);
        return this;
    }

    /** @param text of the work to cite @param doi its identifier; may be empty @return this */
    public SignalReport reference(String text, String doi) {
        references.add(new Reference(text, doi));
        return this;
    }

    /** @param found what a reader should know @return this */
    public SignalReport notices(List<Notice> found) {
        notices.addAll(found);
        return this;
    }

    private void closePart() {
        if (part != null) {
            partCount++;
            body.append(ReportSections.section("part-" + partCount, partHeading, part.toString()));
            part = null;
        }
    }

    /**
     * @param target the HTML file
     * @param provenance where it comes from
     * @throws IOException if writing fails
     */
    public void write(Path target, Provenance provenance) throws IOException {
        closePart();
        StringBuilder page = new StringBuilder(ReportSections.head(kind, title, subtitle, provenance));
        if (facts.length() > 0) {
            page.append("<section class=\"summary\"><dl class=\"facts\">").append(facts)
                    .append("</dl></section>\n");
        }
        page.append(body)
                .append(ReportSections.section("methods", "Methods", ReportSections.paragraphs(methods)))
                .append(ReportSections.section("notices", "Notices", ReportSections.notices(notices)))
                .append(ReportSections.section("references", "To cite",
                        ReportSections.references(references)))
                .append(ReportSections.section("provenance", "Provenance",
                        ReportSections.provenance(provenance)));
        Report.of(title, page.toString(), null).write(target);
    }
}
