package org.engram.cli.viewer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file the viewer shows, as the bytes on disk, and how to show it. Volumes are NIfTI or MGH ({@code .nii},
 * {@code .nii.gz}, {@code .mgh}, {@code .mgz}); values on a surface are GIfTI or FreeSurfer files. Immutable; the
 * {@code with} methods return copies that share the bytes.
 */
public final class ViewerImage {
    private final String fileName;
    private final byte[] bytes;
    private final String label;
    private final ColourMap colourMap;
    private final double minimum;
    private final double maximum;
    private final double opacity;

    private ViewerImage(String fileName, byte[] bytes, String label, ColourMap colourMap, double minimum,
            double maximum, double opacity) {
        this.fileName = fileName;
        this.bytes = bytes;
        this.label = label;
        this.colourMap = colourMap;
        this.minimum = minimum;
        this.maximum = maximum;
        this.opacity = opacity;
    }

    /**
     * @param fileName the name with its ending, which says the format; a folder part is dropped
     * @param bytes the whole file; used as it is, not copied
     * @return that file, labelled with its name, grey, over its own range, opaque
     */
    public static ViewerImage of(String fileName, byte[] bytes) {
        String name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        if (name.isBlank()) {
            throw new IllegalArgumentException("an image for the viewer needs a file name with its ending");
        }
        return new ViewerImage(name, bytes, name, ColourMap.GRAY, Double.NaN, Double.NaN, 1);
    }

    /**
     * @param file a file in a format the viewer knows
     * @return that file, as {@link #of} would
     * @throws IOException if reading fails
     */
    public static ViewerImage ofFile(Path file) throws IOException {
        return of(file.getFileName().toString(), Files.readAllBytes(file));
    }

    /**
     * @param text the name people see beside values and in lists
     * @return a copy with that label
     */
    public ViewerImage withLabel(String text) {
        return new ViewerImage(fileName, bytes, text, colourMap, minimum, maximum, opacity);
    }

    /**
     * @param map the colours
     * @return a copy with those colours
     */
    public ViewerImage withColourMap(ColourMap map) {
        return new ViewerImage(fileName, bytes, label, map, minimum, maximum, opacity);
    }

    /**
     * @param from in the anatomy the value that is black, in an overlay the threshold (0 or more) below which, in
     *     absolute value, nothing shows; NaN lets the viewer choose
     * @param to the value that gets the last colour, above {@code from}; NaN lets the viewer choose
     * @return a copy with that range
     */
    public ViewerImage withRange(double from, double to) {
        if (to <= from) {
            throw new IllegalArgumentException("the range of \"" + label + "\" ends at " + to
                    + ", not above its start " + from);
        }
        return new ViewerImage(fileName, bytes, label, colourMap, from, to, opacity);
    }

    /**
     * @param fraction 0 (not seen) to 1 (hides what lies beneath)
     * @return a copy with that opacity
     */
    public ViewerImage withOpacity(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("opacity is " + fraction + ": give 0 to 1");
        }
        return new ViewerImage(fileName, bytes, label, colourMap, minimum, maximum, fraction);
    }

    /** @return the file name without folder */
    public String fileName() {
        return fileName;
    }

    /** @return the name people see */
    public String label() {
        return label;
    }

    /** @return the colours */
    public ColourMap colourMap() {
        return colourMap;
    }

    /** @return the start of the range, or NaN */
    public double minimum() {
        return minimum;
    }

    /** @return the end of the range, or NaN */
    public double maximum() {
        return maximum;
    }

    /** @return 0 to 1 */
    public double opacity() {
        return opacity;
    }

    /** @return the file's bytes, not copied */
    byte[] bytes() {
        return bytes;
    }
}
