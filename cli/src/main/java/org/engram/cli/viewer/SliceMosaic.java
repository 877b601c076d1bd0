package org.engram.cli.viewer;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.engram.io.volume.Volume;

/**
 * A static picture: rows of slices through a volume with a thresholded overlay, drawn without a screen. Slices are
 * cut in world coordinates, so base and overlay may lie on different, also oblique, grids. The left of the head is on
 * the left, the nose of sagittal slices points right. Of a series the first volume is drawn.
 *
 * <p>The base is drawn between its voxels (trilinear), the overlay voxel by voxel (nearest), so that no colour stands
 * where the map has no value above threshold. Immutable once built.
 */
public final class SliceMosaic {
    /** Background around and between slices. */
    private static final int BACKGROUND = 0x0b0d10;

    private final BufferedImage image;
    private final List<Tile> tiles;
    private final String title;
    private final Overlay overlay;

    private SliceMosaic(BufferedImage image, List<Tile> tiles, String title, Overlay overlay) {
        this.image = image;
        this.tiles = List.copyOf(tiles);
        this.title = title;
        this.overlay = overlay;
    }

    /** Which way slices are cut. */
    public enum Plane {
        /** Seen from the side; coordinate x. */
        SAGITTAL(0, 1, 2, 'x'),
        /** Seen from the front; coordinate y. */
        CORONAL(1, 0, 2, 'y'),
        /** Seen from above; coordinate z. */
        AXIAL(2, 0, 1, 'z');

        private final int normal;
        private final int across;
        private final int up;
        private final char axis;

        Plane(int normal, int across, int up, char axis) {
            this.normal = normal;
            this.across = across;
            this.up = up;
            this.axis = axis;
        }
    }

    /**
     * One slice of the picture.
     *
     * @param plane which way it is cut
     * @param worldMillimetres where, along the axis the plane is named for
     * @param left its left edge in the picture, pixels
     * @param top its upper edge in the picture, pixels
     * @param width pixels
     * @param height pixels
     */
    public record Tile(Plane plane, double worldMillimetres, int left, int top, int width, int height) {}

    private record Overlay(Volume volume, ColourMap colours, double threshold, double maximum,
            double opacity) {}

    /**
     * @param base the anatomy
     * @return a builder for its picture
     */
    public static Builder builder(Volume base) {
        return new Builder(base);
    }

    /** @return the slices, row by row */
    public List<Tile> tiles() {
        return tiles;
    }

    /** @return a fresh copy of the picture without labels, red-green-blue */
    public BufferedImage toImage() {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), image.getType());
        copy.setData(image.getData());
        return copy;
    }

    /** @return the picture without labels as a PNG file; room for the labels is left under each row */
    public byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new IllegalStateException("writing a PNG to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /** @return {@link #png()} as an address that can stand in a page: {@code data:image/png;base64,...} */
    public String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png());
    }

    /** @return the picture with coordinates, sides and colour scale, as an SVG element for the body of a page */
    public String svg() {
        return MosaicLabels.svg(this, title,
                overlay == null
                        ? null
                        : new MosaicLabels.Scale(overlay.colours, overlay.threshold, overlay.maximum));
    }

    /** Chooses slices and draws them. */
    public static final class Builder {
        private static final int DEFAULT_SLICES = 7;
        private static final double MARGIN_MILLIMETRES = 4;
        private static final int TARGET_TILE_PIXELS = 190;
        private static final double SMALLEST_PIXEL_MILLIMETRES = 0.05;
        private static final int GAP = 6;
        private static final int LABEL_HEIGHT = 16;
        private static final int LARGEST_SIDE_PIXELS = 20_000;

        private final Volume base;
        private final Map<Plane, double[]> positions = new EnumMap<>(Plane.class);
        private final Map<Plane, Integer> counts = new EnumMap<>(Plane.class);
        private String title = "Slices";
        private Overlay overlay;

        private Builder(Volume base) {
            this.base = Objects.requireNonNull(base, "base");
        }

        /**
         * @param text what the picture shows, for readers who cannot see it; default "Slices"
         * @return this
         */
        public Builder title(String text) {
            title = text;
            return this;
        }

        /**
         * @param volume the map to lay over the base
         * @param colours its colours
         * @param threshold 0 or more: values whose size does not exceed it are transparent, as are NaN
         * @param maximum the value of the last colour, above the threshold
         * @param opacity 0 to 1
         * @return this
         */
        public Builder overlay(Volume volume, ColourMap colours, double threshold, double maximum,
                double opacity) {
            if (!(threshold >= 0) || !(maximum > threshold)) {
                throw new IllegalArgumentException("overlay range " + threshold + " to " + maximum
                        + ": the threshold must be 0 or more and the maximum above it");
            }
            if (!(opacity >= 0 && opacity <= 1)) {
                throw new IllegalArgumentException("opacity is " + opacity + ": give 0 to 1");
            }
            overlay = new Overlay(volume, colours, threshold, maximum, opacity);
            return this;
        }

        /**
         * Asks for slices at even distances through what the overlay shows, or through the head when there is no
         * overlay. Without any call of this or {@link #at}, seven of each plane.
         *
         * @param plane which way to cut
         * @param count how many, 1 or more
         * @return this
         */
        public Builder slices(Plane plane, int count) {
            if (count < 1) {
                throw new IllegalArgumentException("number of slices is " + count + ": give 1 or more");
            }
            counts.put(plane, count);
            positions.remove(plane);
            return this;
        }

        /**
         * @param plane which way to cut
         * @param worldMillimetres where, along the axis the plane is named for
         * @return this
         */
        public Builder at(Plane plane, double... worldMillimetres) {
            positions.put(plane, worldMillimetres.clone());
            counts.put(plane, worldMillimetres.length);
            return this;
        }

        /** @return the picture */
        public SliceMosaic build() {
            SamplingGrid head = new SamplingGrid(base);
            SamplingGrid map = overlay == null ? null : new SamplingGrid(overlay.volume);
            double[] window = window(head.values());
            double[][] box = grow(contentBox(head, window));
            double[][] shown = map == null ? null : map.boxAbove(overlay.threshold);
            List<Plane> rows = rows();
            double extent = 0;
            for (Plane plane : rows) {
                extent = Math.max(extent, box[1][plane.across] - box[0][plane.across]);
            }
            double pixel = Math.max(SMALLEST_PIXEL_MILLIMETRES, extent / TARGET_TILE_PIXELS);
            List<Tile> tiles = new ArrayList<>();
            int[] size = layOut(rows, box, shown, pixel, tiles);
            BufferedImage image = new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
            int[] pixels = new int[size[0] * size[1]];
            Arrays.fill(pixels, BACKGROUND);
            for (Tile tile : tiles) {
                draw(tile, box, pixel, head, window, map, pixels, size[0]);
            }
            image.setRGB(0, 0, size[0], size[1], pixels, 0, size[0]);
            return new SliceMosaic(image, tiles, title, overlay);
        }

        private List<Plane> rows() {
            List<Plane> rows = new ArrayList<>();
            for (Plane plane : new Plane[] {Plane.AXIAL, Plane.CORONAL, Plane.SAGITTAL}) {
                if (counts.isEmpty() || counts.containsKey(plane)) {
                    rows.add(plane);
                }
            }
            return rows;
        }

        private int[] layOut(List<Plane> rows, double[][] box, double[][] shown, double pixel,
                List<Tile> tiles) {
            int widest = 0;
            for (Plane plane : rows) {
                widest = Math.max(widest, rowWidth(plane, box, pixel));
            }
            int top = GAP;
            for (Plane plane : rows) {
                int width = pixels(box, plane.across, pixel);
                int height = pixels(box, plane.up, pixel);
                double[] places = places(plane, box, shown);
                // Narrow rows spread their slices over the width of the widest row.
                double step = (widest - 2.0 * GAP + GAP) / Math.max(1, places.length);
                for (int s = 0; s < places.length; s++) {
                    int left = GAP + (int) Math.round(s * step + (step - GAP - width) / 2);
                    tiles.add(new Tile(plane, places[s], left, top, width, height));
                }
                top += height + LABEL_HEIGHT + GAP;
            }
            if (widest > LARGEST_SIDE_PIXELS || top > LARGEST_SIDE_PIXELS) {
                throw new IllegalArgumentException("the picture would be " + widest + " by " + top
                        + " pixels: ask for fewer slices");
            }
            return new int[] {widest, top};
        }

        private int rowWidth(Plane plane, double[][] box, double pixel) {
            int count = counts.isEmpty() ? DEFAULT_SLICES : counts.get(plane);
            return GAP + count * (pixels(box, plane.across, pixel) + GAP);
        }

        private static int pixels(double[][] box, int axis, double pixel) {
            return Math.max(1, (int) Math.round((box[1][axis] - box[0][axis]) / pixel));
        }

        private double[] places(Plane plane, double[][] box, double[][] shown) {
            if (positions.containsKey(plane)) {
                return positions.get(plane);
            }
            int count = counts.isEmpty() ? DEFAULT_SLICES : counts.get(plane);
            double[][] range = shown == null ? box : shown;
            double low = range[0][plane.normal];
            double length = range[1][plane.normal] - low;
            double[] places = new double[count];
            for (int s = 0; s < count; s++) {
                // The middles of equal parts: the ends of a head show next to nothing.
                double at = low + length * (s + 0.5) / count;
                places[s] = length > 2 * count ? Math.rint(at) : Math.rint(at * 10) / 10;
            }
            return places;
        }

        private void draw(Tile tile, double[][] box, double pixel, SamplingGrid head, double[] window,
                SamplingGrid map, int[] pixels, int stride) {
            Plane plane = tile.plane;
            double[] at = new double[3];
            at[plane.normal] = tile.worldMillimetres;
            for (int v = 0; v < tile.height; v++) {
                at[plane.up] = box[1][plane.up] - (v + 0.5) * pixel;
                for (int u = 0; u < tile.width; u++) {
                    at[plane.across] = box[0][plane.across] + (u + 0.5) * pixel;
                    int colour = grey(head.linear(at[0], at[1], at[2]), window);
                    if (map != null) {
                        colour = blend(colour, map.nearest(at[0], at[1], at[2]));
                    }
                    pixels[(tile.top + v) * stride + tile.left + u] = colour;
                }
            }
        }

        private int blend(int under, double value) {
            double size = Math.abs(value);
            if (!(size > overlay.threshold) || value < 0 && !overlay.colours.hasNegative()) {
                return under;
            }
            double fraction = (size - overlay.threshold) / (overlay.maximum - overlay.threshold);
            int over = overlay.colours.colour(fraction, value < 0);
            int colour = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                double mixed = (over >> shift & 0xff) * overlay.opacity
                        + (under >> shift & 0xff) * (1 - overlay.opacity);
                colour |= (int) Math.round(mixed) << shift;
            }
            return colour;
        }

        private static int grey(double value, double[] window) {
            if (Double.isNaN(value) || value <= window[0]) {
                return BACKGROUND;
            }
            int level = (int) Math.round(255 * Math.min(1, (value - window[0]) / (window[1] - window[0])));
            // Never darker than the background, so that the outline of the head has no halo.
            int red = Math.max(level, BACKGROUND >> 16);
            int green = Math.max(level, BACKGROUND >> 8 & 0xff);
            int blue = Math.max(level, BACKGROUND & 0xff);
            return red << 16 | green << 8 | blue;
        }

        /** Black and white points: 2 and 99.8 percent of the values that are not zero lie below. */
        private static double[] window(float[] values) {
            int step = Math.max(1, values.length / 400_000);
            double[] sample = new double[values.length / step + 1];
            int count = 0;
            for (int v = 0; v < values.length; v += step) {
                if (values[v] != 0 && Float.isFinite(values[v])) {
                    sample[count++] = values[v];
                }
            }
            if (count == 0) {
                return new double[] {0, 1};
            }
            Arrays.sort(sample, 0, count);
            double low = sample[(int) (0.02 * (count - 1))];
            double high = sample[(int) (0.998 * (count - 1))];
            low = low > 0 && low < 0.5 * high ? 0 : low;
            if (high > low) {
                return new double[] {low, high};
            }
            // One value everywhere it is not zero: a mask, drawn at two thirds of full white.
            return low > 0 ? new double[] {0, 1.5 * low} : new double[] {low - 1, low + 0.5};
        }

        private static double[][] contentBox(SamplingGrid head, double[] window) {
            double[][] box = head.boxAbove(window[0] + 0.15 * (window[1] - window[0]));
            return box != null ? box : head.boxAbove(-1);
        }

        private static double[][] grow(double[][] box) {
            if (box == null) { // nothing but NaN
                return new double[][] {{-1, -1, -1}, {1, 1, 1}};
            }
            for (int d = 0; d < 3; d++) {
                box[0][d] -= MARGIN_MILLIMETRES;
                box[1][d] += MARGIN_MILLIMETRES;
            }
            return box;
        }
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "SliceMosaic[%d slices, %d x %d pixels]", tiles.size(), width(),
                height());
    }

    static String coordinate(Tile tile) {
        double mm = tile.worldMillimetres();
        String text = mm == Math.rint(mm)
                ? String.format(Locale.ROOT, "%d", (long) mm)
                : String.format(Locale.ROOT, "%.1f", mm);
        return tile.plane().axis + " = " + text.replace('-', '\u2212');
    }
}
