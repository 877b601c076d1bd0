package org.engram.preprocessing.fmri.maskers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * A parcellation: every voxel carries the number of its region, 0 for none. Regions are ordered by number; a table of
 * names adds regions that have no voxel. Immutable.
 */
public final class LabelAtlas {
    private static final double ROUNDING = 1e-3;

    private final Grid grid;
    private final int[] labels;
    private final TreeMap<Integer, String> names;

    private LabelAtlas(Grid grid, int[] labels, TreeMap<Integer, String> names) {
        this.grid = grid;
        this.labels = labels;
        this.names = names;
    }

    /**
     * @param image a single volume of whole numbers
     * @return the atlas, regions named by their numbers
     */
    public static LabelAtlas of(Volume image) {
        return of(image, Map.of());
    }

    /**
     * @param image a single volume of whole numbers; anything else is an error
     * @param names names of regions by number; a number without voxels becomes an empty region, a region without name
     *     is named by its number, 0 is ignored
     * @return the atlas
     */
    public static LabelAtlas of(Volume image, Map<Integer, String> names) {
        return read(image, names, 0);
    }

    /**
     * As {@link #of(Volume, Map)}, for images whose numbers are off by rounding.
     *
     * @param image a single volume of numbers within a thousandth of whole ones, which are rounded
     * @param names names of regions by number
     * @return the atlas
     */
    public static LabelAtlas rounded(Volume image, Map<Integer, String> names) {
        return read(image, names, ROUNDING);
    }

    private static LabelAtlas read(Volume image, Map<Integer, String> names, double tolerance) {
        if (image.volumeCount() != 1) {
            throw new ShapeException(
                    "a label atlas is one volume, but " + image + " has " + image.volumeCount()
                            + ": use it as a probabilistic atlas, or choose one volume");
        }
        double[] values = new double[image.volumeSize()];
        image.readVolume(0, values);
        int[] labels = new int[values.length];
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            double whole = Math.rint(values[i]);
            double deviation = Math.abs(values[i] - whole);
            worst = deviation <= worst ? worst : deviation;
            if (Math.abs(whole) > Integer.MAX_VALUE) {
                throw new EngramException("label " + values[i] + " of " + image
                        + " is beyond 2^31 - 1: renumber the atlas");
            }
            labels[i] = (int) whole;
        }
        if (!(worst <= tolerance)) {
            throw new EngramException(
                    "labels of " + image + " are not whole numbers (largest deviation " + worst
                            + "): give a label image"
                            + (tolerance == 0 && worst < ROUNDING ? ", or let it be rounded" : ""));
        }
        TreeMap<Integer, String> all = new TreeMap<>(names);
        int last = 0;
        for (int label : labels) {
            if (label != last && label != 0) {
                all.putIfAbsent(label, Integer.toString(label));
            }
            last = label;
        }
        all.remove(0);
        if (all.isEmpty()) {
            throw new EngramException("the atlas " + image + " has no label besides 0: it has no region");
        }
        return new LabelAtlas(Grid.of(image), labels, all);
    }

    /** @return where the voxels lie */
    public Grid grid() {
        return grid;
    }

    /** @return numbers of the regions, rising */
    public List<Integer> labels() {
        return List.copyOf(names.keySet());
    }

    /** @return names of the regions, in the order of their numbers */
    public List<String> names() {
        return List.copyOf(names.values());
    }

    /**
     * @param target another grid
     * @return the atlas there, by nearest neighbour; regions that lose all voxels stay, empty
     */
    public LabelAtlas onGrid(Grid target) {
        if (grid.matches(target)) {
            return this;
        }
        int[] indices = grid.nearestVoxels(target);
        int[] moved = new int[indices.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = indices[i] < 0 ? 0 : labels[indices[i]];
        }
        return new LabelAtlas(target, moved, names);
    }

    /** The voxels of each region. */
    Regions regions() {
        int[] numbers = names.keySet().stream().mapToInt(Integer::intValue).toArray();
        int[] region = new int[labels.length];
        int[] sizes = new int[numbers.length];
        int last = 0;
        int lastRegion = -1;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != last) {
                last = labels[i];
                lastRegion = Math.max(-1, Arrays.binarySearch(numbers, last));
            }
            region[i] = last == 0 ? -1 : lastRegion;
            if (region[i] >= 0) {
                sizes[region[i]]++;
            }
        }
        int[][] voxels = new int[numbers.length][];
        for (int r = 0; r < voxels.length; r++) {
            voxels[r] = new int[sizes[r]];
        }
        int[] filled = new int[numbers.length];
        for (int i = 0; i < region.length; i++) {
            if (region[i] >= 0) {
                voxels[region[i]][filled[region[i]]++] = i;
            }
        }
        return new Regions(grid, new ArrayList<>(names.values()), voxels);
    }
}
