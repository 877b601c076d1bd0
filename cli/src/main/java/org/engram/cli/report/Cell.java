package org.engram.cli.report;

import java.util.Objects;

/**
 * A cell of a table.
 *
 * @param text what stands there
 * @param link a page beside this one; empty for none
 * @param tone how it is meant
 */
public record Cell(String text, String link, Tone tone) {
    /** How a cell is meant. */
    public enum Tone {
        /** As any other. */
        PLAIN,
        /** Less important than others. */
        QUIET,
        /** As it should be. */
        GOOD,
        /** Not as it should be. */
        BAD
    }

    /** Checks that nothing is null. */
    public Cell {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(tone, "tone");
    }

    /** @param text what stands there @return a plain cell */
    public static Cell of(String text) {
        return new Cell(text, "", Tone.PLAIN);
    }

    /** @param page a page beside this one @return this cell with a link to it */
    public Cell to(String page) {
        return new Cell(text, page, tone);
    }

    /** @param value how it is meant @return this cell, so */
    public Cell as(Tone value) {
        return new Cell(text, link, value);
    }
}
