package org.engram.nn.explanation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.engram.core.ShapeException;

/**
 * One row of a regional table of an attribution.
 *
 * @param label of the region in the atlas
 * @param values how many values of the sample lie in it
 * @param mean of the attributed values, with their sign
 * @param sum of the attributed values, with their sign
 * @param share of all labelled magnitude, 0 to 1
 * @param rank 1 for the largest share
 */
public record RegionSummary(int label, int values, double mean, double sum, double share, int rank) {
    /**
     * @param map to summarize
     * @param atlas the region of each value, 0 for none: one number per value, or one per place for all channels
     * @return one row per region, by rank
     */
    public static List<RegionSummary> of(Attribution map, int... atlas) {
        if (atlas.length == 0 || map.values().length % atlas.length != 0) {
            throw new ShapeException("the atlas has " + atlas.length + " labels, but the map has "
                    + map.values().length + " values: resample the atlas to the map");
        }
        TreeMap<Integer, double[]> tallies = new TreeMap<>();
        double all = 0;
        for (int i = 0; i < map.values().length; i++) {
            int label = atlas[i % atlas.length];
            if (label != 0) {
                double[] tally = tallies.computeIfAbsent(label, key -> new double[3]);
                tally[0]++;
                tally[1] += map.values()[i];
                tally[2] += Math.abs(map.values()[i]);
                all += Math.abs(map.values()[i]);
            }
        }
        List<RegionSummary> rows = new ArrayList<>();
        double total = all;
        tallies.forEach(
                (label, tally) -> rows.add(new RegionSummary(label, (int) tally[0], tally[1] / tally[0],
                        tally[1], total == 0 ? 0 : tally[2] / total, 0)));
        rows.sort(Comparator.comparingDouble(RegionSummary::share).reversed());
        for (int i = 0; i < rows.size(); i++) {
            RegionSummary row = rows.get(i);
            rows.set(i, new RegionSummary(row.label, row.values, row.mean, row.sum, row.share, i + 1));
        }
        return List.copyOf(rows);
    }
}
