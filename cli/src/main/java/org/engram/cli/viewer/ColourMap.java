package org.engram.cli.viewer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.engram.core.EngramException;

/**
 * How values become colours, the same in the interactive viewer and in static pictures. A map with a negative half
 * shows values below minus the threshold as well; the others leave negative values transparent.
 */
public enum ColourMap {
    /** Black to white, for anatomy. */
    GRAY("gray", "Grey", new int[] {0x000000, 0xffffff}, null),
    /** Red to yellow for positive, blue to ice for negative values: the custom for statistical maps. */
    WARM_COOL("warm-cool", "Warm and cool", new int[] {0xb2182b, 0xe8622c, 0xf9a825, 0xfff3b0},
            new int[] {0x2454b8, 0x2b8ed6, 0x35c3dc, 0xd8fbff}),
    /** Dark red to pale yellow, positive values alone: scores above chance. */
    HOT("hot-scores", "Hot", new int[] {0x8b0f1a, 0xd93a1c, 0xf58a1f, 0xffd34d, 0xfffbe0}, null),
    /** Dark violet to yellow, even steps to the eye, also without colour vision. */
    VIRIDIS("viridis-even", "Viridis", new int[] {0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725}, null),
    /** Black violet to cream, even steps to the eye. */
    MAGMA("magma-even", "Magma", new int[] {0x1c1044, 0x51127c, 0xb73779, 0xfc8961, 0xfcfdbf}, null),
    /** One red, for masks. */
    RED("red-mask", "Red", new int[] {0xe0443e, 0xe0443e}, null),
    /** One blue, for masks. */
    BLUE("blue-mask", "Blue", new int[] {0x3f8efc, 0x3f8efc}, null),
    /** One green, for masks. */
    GREEN("green-mask", "Green", new int[] {0x35b779, 0x35b779}, null);

    private final String key;
    private final String label;
    private final int[] positive;
    private final int[] negative;

    ColourMap(String key, String label, int[] positive, int[] negative) {
        this.key = key;
        this.label = label;
        this.positive = positive;
        this.negative = negative;
    }

    /** @return the names people type, such as {@code warm-cool} */
    public static List<String> names() {
        return Arrays.stream(values()).map(map -> map.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    /**
     * @param name one of {@link #names()}, in any case
     * @return that map; an unknown name fails with the list of those there are
     */
    public static ColourMap named(String name) {
        int at = names().indexOf(name.toLowerCase(Locale.ROOT).replace('_', '-'));
        if (at < 0) {
            throw new EngramException("there are no colours '" + name + "': choose one of "
                    + String.join(", ", names()));
        }
        return values()[at];
    }

    /** @return the name scripts and scene files know it by */
    String key() {
        return key;
    }

    /** @return the name people read */
    public String label() {
        return label;
    }

    /** @return whether negative values are shown too */
    public boolean hasNegative() {
        return negative != null;
    }

    /**
     * @param fraction 0 at the threshold, 1 at the upper end; clipped to that range
     * @param below true for the colour of a negative value of that size
     * @return red, green, blue as {@code 0xRRGGBB}
     */
    public int colour(double fraction, boolean below) {
        int[] stops = below && negative != null ? negative : positive;
        double at = Math.max(0, Math.min(1, fraction)) * (stops.length - 1);
        int left = Math.min((int) at, stops.length - 2);
        double weight = at - left;
        return mix(stops[left], stops[left + 1], weight);
    }

    int[] stops(boolean below) {
        return (below ? negative : positive).clone();
    }

    private static int mix(int from, int to, double weight) {
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = from >> shift & 0xff;
            int b = to >> shift & 0xff;
            colour |= (int) Math.round(a + (b - a) * weight) << shift;
        }
        return colour;
    }
}
