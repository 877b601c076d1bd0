package org.engram.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The style sheet of reports. */
final class ReportStyle {
    static final String TEXT = read();

    private ReportStyle() {}

    private static String read() {
        try (InputStream in = ReportStyle.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource report.css of this build", e);
        }
    }
}
