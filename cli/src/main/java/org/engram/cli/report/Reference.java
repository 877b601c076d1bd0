package org.engram.cli.report;

/**
 * Something to cite.
 *
 * @param text author, year, title, journal
 * @param doi the DOI without address, such as {@code 10.1126/science.1063736}; empty when there is none
 */
public record Reference(String text, String doi) {}
