package org.engram.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.random.RandomStream;
import org.engram.core.ShapeException;

/** Whole groups in random order. */
final class GroupedSampler implements Sampler {
    private final List<int[]> members = new ArrayList<>();
    private final int size;

    GroupedSampler(List<String> groups) {
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            found.computeIfAbsent(groups.get(i), group -> new ArrayList<>()).add(i);
        }
        found.values().forEach(list -> members.add(list.stream().mapToInt(Integer::intValue).toArray()));
        size = groups.size();
    }

    @Override
    public int[] order(int samples, RandomStream random) {
        return shuffledGroups(samples, random).stream().flatMapToInt(Arrays::stream).toArray();
    }

    @Override
    public List<int[]> batches(int samples, int batchSize, RandomStream random) {
        List<int[]> batches = new ArrayList<>();
        List<int[]> open = new ArrayList<>();
        int filled = 0;
        for (int[] group : shuffledGroups(samples, random)) {
            if (filled > 0 && filled + group.length > batchSize) {
                batches.add(joined(open));
                open.clear();
                filled = 0;
            }
            open.add(group);
            filled += group.length;
        }
        if (filled > 0) {
            batches.add(joined(open));
        }
        return batches;
    }

    private List<int[]> shuffledGroups(int samples, RandomStream random) {
        if (samples != size) {
            throw new ShapeException("there are " + size + " group names but " + samples
                    + " samples: give the group of each sample");
        }
        List<int[]> shuffled = new ArrayList<>();
        for (int group : random.permutation(members.size())) {
            int[] order = members.get(group).clone();
            random.derive(group).shuffle(order);
            shuffled.add(order);
        }
        return shuffled;
    }

    private static int[] joined(List<int[]> groups) {
        return groups.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
