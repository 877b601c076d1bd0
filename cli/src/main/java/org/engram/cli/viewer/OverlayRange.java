package org.engram.cli.viewer;

import java.util.Arrays;
import org.engram.io.volume.Volume;

/**
 * From which value on an overlay is shown when nobody says, and in which colours.
 *
 * <p>A mask (one value besides 0) and a map that is 0 in most of its grid, so thresholded already, are shown whole. Of
 * any other map the highest tenth is shown, by absolute value, so that the anatomy stays visible.
 *
 * @param threshold absolute values above it are shown, 0 or more
 * @param maximum the value of the last colour, above the threshold
 * @param colours red for masks, warm and cool for maps with negative values, else hot
 */
public record OverlayRange(double threshold, double maximum, ColourMap colours) {
    private static final double THRESHOLDED_SHARE = 0.15;
    private static final double HIDDEN_SHARE = 0.9;

    /**
     * @param map a volume; of a series the first
     * @return what suits it
     */
    public static OverlayRange of(Volume map) {
        float[] values = map.readVolume(0);
        double[] sizes = new double[values.length];
        int count = 0;
        boolean negative = false;
        for (float value : values) {
            if (value != 0 && Float.isFinite(value)) {
                sizes[count++] = Math.abs(value);
                negative |= value < 0;
            }
        }
        if (count == 0) {
            return new OverlayRange(0, 1, ColourMap.HOT);
        }
        Arrays.sort(sizes, 0, count);
        double largest = sizes[count - 1];
        if (sizes[0] == largest && !negative) {
            return new OverlayRange(0, largest, ColourMap.RED);
        }
        ColourMap colours = negative ? ColourMap.WARM_COOL : ColourMap.HOT;
        double threshold = count < THRESHOLDED_SHARE * values.length
                ? 0
                : sizes[(int) (HIDDEN_SHARE * (count - 1))];
        return new OverlayRange(threshold < largest ? threshold : 0, largest, colours);
    }

    /**
     * @param value absolute values above it are shown, 0 or more
     * @return a copy with that threshold, and a maximum above it
     */
    public OverlayRange withThreshold(double value) {
        return new OverlayRange(value, maximum > value ? maximum : value + Math.max(1e-3, 0.1 * value),
                colours);
    }

    /**
     * @param map the colours
     * @return a copy with those colours
     */
    public OverlayRange withColours(ColourMap map) {
        return new OverlayRange(threshold, maximum, map);
    }
}
