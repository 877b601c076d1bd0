package org.engram.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.ShapeException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
    private static DataSource numbered(int size) {
        float[] x = new float[size * 2];
        long[] label = new long[size];
        for (int i = 0; i < size; i++) {
            x[2 * i] = i;
            x[2 * i + 1] = -i;
            label[i] = i % 3;
        }
        return ArraySource.of(Map.of("x", NpyArray.of(x, size, 2), "label", NpyArray.of(label, size)));
    }

    private static DataSource noisy(int size) {
        return numbered(size).mapped((sample, random) -> {
            float[] row = ((float[]) sample.array("x").data()).clone();
            row[0] += (float) random.normal(0);
            return sample.with("x", NpyArray.of(row, 2));
        });
    }

    private static List<float[]> epoch(Loader loader, int epoch, int from) {
        List<float[]> all = new ArrayList<>();
        try (NDManager manager = Torch.newManager();
                BatchStream stream = loader.open(manager, 5, epoch, from)) {
            int managed = manager.getManagedArrays().size();
            while (stream.hasNext()) {
                try (Batch batch = stream.next()) {
                    all.add(batch.array("x").toFloatArray());
                }
            }
            assertEquals(managed, manager.getManagedArrays().size());
        }
        return all;
    }

    private static void assertSame(List<float[]> expected, List<float[]> found) {
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), found.get(i));
        }
    }

    @Test
    void batchesDoNotDependOnThreadsAndResumeAnywhere() {
        Loader one = Loader.builder(noisy(23)).batchSize(4).build();
        Loader many = Loader.builder(noisy(23)).batchSize(4).parallelism(Parallelism.of(5)).prefetch(3)
                .build();
        List<float[]> whole = epoch(one, 2, 0);
        assertEquals(6, whole.size());
        assertEquals(3 * 2, whole.get(5).length);
        assertSame(whole, epoch(many, 2, 0));
        assertSame(whole.subList(4, 6), epoch(many, 2, 4));
        assertFalse(Arrays.equals(whole.get(0), epoch(one, 3, 0).get(0)));
    }

    @Test
    void everySampleComesOnce() {
        Loader loader = Loader.builder(numbered(23)).batchSize(4).build();
        int[] seen = loader.batches(1, 0).stream().flatMapToInt(Arrays::stream).sorted().toArray();
        assertArrayEquals(java.util.stream.IntStream.range(0, 23).toArray(), seen);
        assertEquals(5,
                Loader.builder(numbered(23)).batchSize(4).dropLast(true).build().batches(1, 0).size());
        assertEquals(1, Loader.builder(numbered(3)).batchSize(4).dropLast(true).build().batches(1, 0).size());
    }

    @Test
    void typesAndShapesReachTheDevice() {
        try (NDManager manager = Torch.newManager();
                BatchStream stream = Loader.builder(numbered(5)).batchSize(5).sampler(Sampler.sequential())
                        .build()
                        .open(manager, 0, 0, 0);
                Batch batch = stream.next()) {
            assertEquals(new Shape(5, 2), batch.array("x").getShape());
            assertEquals(DataType.INT64, batch.array("label").getDataType());
            assertArrayEquals(new long[] {0, 1, 2, 0, 1}, batch.array("label").toLongArray());
            assertArrayEquals(new int[] {0, 1, 2, 3, 4}, batch.indices());
            assertTrue(assertThrows(EngramException.class, () -> batch.array("y")).getMessage()
                    .contains("label"));
        }
    }

    @Test
    void weightedSamplingDrawsInProportion() {
        int[] counts = new int[3];
        for (int i : Sampler.weighted(new double[] {1, 0, 3}, 8000).order(3, RandomStream.of(1, 0))) {
            counts[i]++;
        }
        assertEquals(0, counts[1]);
        // Binomial with p = 1/4 and n = 8000: one standard deviation is 39.
        assertEquals(2000, counts[0], 160);
        int[] classes = new int[100];
        classes[7] = 1;
        int rare = 0;
        for (int epoch = 0; epoch < 40; epoch++) {
            for (int i : Sampler.balanced(classes).order(100, RandomStream.of(2, epoch))) {
                rare += classes[i];
            }
        }
        assertEquals(2000, rare, 130);
        assertThrows(ShapeException.class, () -> Sampler.balanced(classes).order(99, RandomStream.of(1, 0)));
        assertThrows(IllegalArgumentException.class, () -> Sampler.weighted(new double[] {0, 0}, 5));
    }

    @Test
    void groupsStayTogether() {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            groups.add("subject " + i * i % 11);
        }
        List<int[]> batches = Sampler.grouped(groups).batches(40, 10, RandomStream.of(3, 1));
        Set<String> seen = new HashSet<>();
        int samples = 0;
        for (int[] batch : batches) {
            Set<String> here = new HashSet<>();
            Arrays.stream(batch).forEach(i -> here.add(groups.get(i)));
            for (String group : here) {
                assertTrue(seen.add(group), group + " is in two batches");
            }
            samples += batch.length;
        }
        assertEquals(40, samples);
        GroupSplit split = GroupSplit.of(groups, 4, 0.6, 0.2, 0.2);
        Set<String> taken = new HashSet<>();
        int total = 0;
        for (int[] part : split.parts()) {
            Set<String> here = new HashSet<>();
            Arrays.stream(part).forEach(i -> here.add(groups.get(i)));
            assertFalse(here.isEmpty());
            assertTrue(here.stream().allMatch(taken::add));
            total += part.length;
        }
        assertEquals(40, total);
        assertEquals(24, split.parts().get(0).length, 8);
        assertThrows(EngramException.class, () -> GroupSplit.of(List.of("a", "a"), 1, 0.5, 0.5));
    }

    @Test
    void differentLengthsAreFilledUpWithAMask() {
        DataSource ragged = new DataSource() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public Example sample(int index, RandomStream random) {
                float[] values = new float[(index + 1) * 2];
                Arrays.fill(values, index + 1);
                return Example.of("tokens", NpyArray.of(values, index + 1, 2));
            }
        };
        Loader loader = Loader.builder(ragged).batchSize(3).sampler(Sampler.sequential())
                .collation(Collation.padded(-1, "tokens")).build();
        try (NDManager manager = Torch.newManager();
                BatchStream stream = loader.open(manager, 0, 0, 0);
                Batch batch = stream.next()) {
            assertEquals(new Shape(3, 3, 2), batch.array("tokens").getShape());
            assertArrayEquals(new float[] {1, 1, -1, -1, -1, -1, 2, 2, 2, 2, -1, -1, 3, 3, 3, 3, 3, 3},
                    batch.array("tokens").toFloatArray());
            assertArrayEquals(new boolean[] {true, false, false, true, true, false, true, true, true},
                    batch.array("tokens.mask").toBooleanArray());
        }
        Loader stacked = Loader.builder(ragged).batchSize(3).sampler(Sampler.sequential()).build();
        try (NDManager manager = Torch.newManager(); BatchStream stream = stacked.open(manager, 0, 0, 0)) {
            String message = assertThrows(ShapeException.class, stream::next).getMessage();
            assertTrue(message.contains("[2, 2] in sample 1") && message.contains("[1, 2] in its first"),
                    message);
        }
    }

    @Test
    void aBrokenSampleIsNamedAndNoThreadStays() throws InterruptedException {
        DataSource broken = numbered(50).mapped((sample, random) -> {
            if (((float[]) sample.array("x").data())[0] == 17) {
                throw new IllegalStateException("the file is cut off");
            }
            return sample;
        });
        Loader loader = Loader.builder(broken).batchSize(2).parallelism(Parallelism.of(3)).build();
        try (NDManager manager = Torch.newManager(); BatchStream stream = loader.open(manager, 1, 0, 0)) {
            String message = assertThrows(EngramException.class, () -> {
                while (stream.hasNext()) {
                    stream.next().close();
                }
            }).getMessage();
            assertEquals("sample 17 of the data could not be had: the file is cut off", message);
        }
        try (NDManager manager = Torch.newManager()) {
            loader.open(manager, 1, 0, 0).close();
        }
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("engram-loader")));
    }

    @Test
    void npzFilesAreSources(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("data.npz");
        NpzFile.write(file, Map.of("x", NpyArray.of(new float[] {1, 2, 3, 4}, 2, 2), "other",
                NpyArray.of(new float[] {1}, 1)), true);
        assertArrayEquals(new float[] {3, 4},
                (float[]) ArraySource.read(file, "x").sample(1, RandomStream.of(0, 0)).array("x").data());
        assertTrue(assertThrows(ShapeException.class, () -> ArraySource.read(file)).getMessage()
                .contains("their first axes must agree"));
    }
}
