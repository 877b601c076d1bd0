package org.engram.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.cli.viewer.Html;
import org.engram.core.Notice;
import org.engram.io.provenance.Provenance;

/** The report of an explanation: what speaks against it first, then maps, tables and checks. */
public final class ExplanationReport {
    private final String title;
    private final String subtitle;
    private final List<String> alarms = new ArrayList<>();
    private final StringBuilder maps = new StringBuilder();
    private final StringBuilder tables = new StringBuilder();
    private final List<String> checks = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();

    /**
     * @param title what was explained
     * @param subtitle by what, of which data
     */
    public ExplanationReport(String title, String subtitle) {
        this.title = title;
        this.subtitle = subtitle;
    }

    /** @param sentence that tells a reader not to believe the maps; printed in red above them @return this */
    public ExplanationReport alarm(String sentence) {
        alarms.add(sentence);
        return this;
    }

    /** @param chart an SVG element that Engram drew @param caption what it shows @return this */
    public ExplanationReport map(String chart, String caption) {
        maps.append(ReportSections.figure(chart, caption));
        return this;
    }

    /** @param head of the columns @param rows of texts @return this */
    public ExplanationReport table(List<String> head, List<List<String>> rows) {
        tables.append(ReportSections.table(head, rows));
        return this;
    }

    /** @param sentence about how far the maps can be believed @return this */
    public ExplanationReport check(String sentence) {
        checks.add(sentence);
        return this;
    }

    /** @param sentence about what was done @return this */
    public ExplanationReport method(String sentence) {
        methods.add(sentence);
        return this;
    }

    /** @param found what a reader should know @return this */
    public ExplanationReport notices(List<Notice> found) {
        notices.addAll(found);
        return this;
    }

    /**
     * @param target the HTML file
     * @param provenance where it comes from
     * @throws IOException if writing fails
     */
    public void write(Path target, Provenance provenance) throws IOException {
        StringBuilder body = new StringBuilder(
                ReportSections.head("Explanation report", title, subtitle, provenance));
        alarms.forEach(alarm -> body.append("<p class=\"alarm\" role=\"alert\">").append(Html.escape(alarm))
                .append("</p>\n"));
        body.append(ReportSections.section("maps", "Maps", maps.toString()))
                .append(ReportSections.section("checks", "Can they be believed?",
                        ReportSections.paragraphs(checks)))
                .append(ReportSections.section("table", "Where", tables.toString()))
                .append(ReportSections.section("methods", "Methods", ReportSections.paragraphs(methods)))
                .append(ReportSections.section("notices", "Notices", ReportSections.notices(notices)))
                .append(ReportSections.section("provenance", "Provenance",
                        ReportSections.provenance(provenance)));
        Report.of(title, body.toString(), null).write(target);
    }
}
