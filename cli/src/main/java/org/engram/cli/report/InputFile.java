package org.engram.cli.report;

/**
 * A file that went into the result.
 *
 * @param path as the user gave it
 * @param bytes its size
 * @param sha256 its SHA-256, hexadecimal; empty when not computed
 */
public record InputFile(String path, long bytes, String sha256) {}
