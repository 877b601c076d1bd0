package org.engram.io.volume.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.FileVoxels;
import org.engram.io.volume.Intent;
import org.engram.io.volume.StoredLayout;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VoxelSource;
import org.engram.io.volume.VoxelSource.Scaling;
import org.engram.io.volume.VoxelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NiftiRoundTripTest {
    private static final Affine OBLIQUE = Affine.of(new double[] {1.48, -1.55, -1.72, 10},
            new double[] {1.19, 2.4, 0.26, -20}, new double[] {-0.62, 0.92, -3.6, 30.5});

    @TempDir
    Path folder;

    @Test
    void everyTypeVersionByteOrderRankAndLayoutComesBackBitForBit() throws IOException {
        Random random = new Random(11);
        long[][] shapes = {{5, 1, 1}, {5, 4, 1}, {5, 4, 3}, {5, 4, 3, 2}, {5, 4, 3, 1, 2}, {3, 2, 2, 2, 1, 2},
                {3, 2, 2, 2, 1, 2, 2}};
        String[] names = {"a.nii", "a.nii.gz", "a.hdr", "a.img.gz"};
        int files = 0;
        for (VoxelType type : VoxelType.values()) {
            for (NiftiVersion version : List.of(NiftiVersion.NIFTI_1, NiftiVersion.NIFTI_2)) {
                for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                    for (long[] shape : shapes) {
                        Path file = folder.resolve(files + names[files % names.length]);
                        roundTrip(type, version, order, shape, file, random);
                        files++;
                    }
                }
            }
        }
        // 392 is a multiple of 4, and 7 and 4 share no factor: all pairs occur
        assertEquals(14 * 2 * 2 * 7, files);
    }

    private void roundTrip(VoxelType type, NiftiVersion version, ByteOrder order, long[] shape, Path file,
            Random random) throws IOException {
        byte[] stored = new byte[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b) * type.bytes()];
        random.nextBytes(stored);
        Volume volume = stored(type, shape, stored).withRepetitionTime(0.72)
                .withIntent(new Intent(3, List.of(17.0, 0.0, 0.0), "t map"));
        NiftiWriter.builder().voxelType(type).version(version).byteOrder(order).build().write(volume, file);
        try (NiftiImage image = NiftiReader.builder().tolerance(NiftiReader.Tolerance.STRICT).build()
                .read(file)) {
            assertArrayEquals(shape, image.volume().shape(), file.toString());
            assertEquals(version, image.header().version());
            assertEquals(order, image.header().byteOrder());
            byte[] back = new byte[stored.length];
            image.volume().voxels().readStored(0, back.length / type.bytes(), ByteBuffer.wrap(back));
            assertArrayEquals(stored, back, file.toString());
            // NIfTI-1 keeps the matrix in single precision, NIfTI-2 in double.
            double tolerance = version == NiftiVersion.NIFTI_1 ? 1e-5 : 0;
            assertTrue(OBLIQUE.cornerDisplacement(image.volume().affine(), 2, 2, 2) <= tolerance);
            assertEquals(shape.length > 3 ? 0.72 : Double.NaN, image.volume().repetitionTimeSeconds(), 1e-7);
            assertEquals(volume.intent(), image.volume().intent());
        }
    }

    @Test
    void theQuaternionSaysTheSameAsTheMatrix() throws IOException {
        for (double hand : new double[] {1, -1}) {
            double[][] r = Quaternions.toMatrix(0.8, 0.1, -0.3, 0.5);
            double[][] rows = new double[3][4];
            for (int i = 0; i < 3; i++) {
                rows[i] = new double[] {2 * r[i][0], 3 * r[i][1], hand * 4 * r[i][2], 5 * i};
            }
            Path file = folder.resolve("rotated.nii");
            NiftiWriter.builder().spaceCode(4).build()
                    .write(Volume.of(new float[60], new long[] {3, 4, 5}, Affine.of(rows)), file);
            NiftiReader strict = NiftiReader.builder().tolerance(NiftiReader.Tolerance.STRICT)
                    .preferQform(true).build();
            NiftiImage image = strict.read(file);
            assertEquals(4, image.header().orientation().qformCode());
            assertEquals(hand, image.header().grid().pixdim().get(0), 0);
            for (int i = 0; i < 12; i++) {
                // Single-precision quaternion and offsets.
                assertEquals(rows[i / 4][i % 4], image.volume().affine().get(i / 4, i % 4), 2e-6);
            }
        }
    }

    @Test
    void aShearedGridHasNoQform() throws IOException {
        Affine sheared = Affine.of(new double[] {2, 0.3, 0, 0}, new double[] {0, 2, 0, 0},
                new double[] {0, 0, 2, 0});
        Path file = folder.resolve("sheared.nii");
        NiftiWriter.defaults().write(Volume.of(new float[8], new long[] {2, 2, 2}, sheared), file);
        NiftiHeader header = NiftiReader.defaults().readHeader(file);
        assertEquals(0, header.orientation().qformCode());
        assertEquals(2, header.orientation().sformCode());
    }

    @Test
    void unknownExtensionsAreKeptByteForByte() throws IOException {
        Random random = new Random(3);
        List<NiftiExtension> extensions = new ArrayList<>();
        for (int code : new int[] {2, 4, 6, 32, 44, 12345}) {
            byte[] content = new byte[16 * (1 + random.nextInt(20)) - 8];
            random.nextBytes(content);
            extensions.add(new NiftiExtension(code, content));
        }
        for (String name : List.of("e.nii", "e.nii.gz", "e.hdr")) {
            for (NiftiVersion version : List.of(NiftiVersion.NIFTI_1, NiftiVersion.NIFTI_2)) {
                Path file = folder.resolve(name);
                NiftiWriter.builder().extensions(extensions).version(version).byteOrder(ByteOrder.BIG_ENDIAN)
                        .build()
                        .write(Volume.of(new float[] {1, 2, 3}, new long[] {3, 1, 1}, OBLIQUE), file);
                NiftiImage image = NiftiReader.defaults().read(file);
                assertEquals(extensions, image.extensions());
                assertEquals(0, image.header().storage().dataOffset() % 16);
                assertArrayEquals(new float[] {1, 2, 3}, image.volume().readVolume(0), 0);
            }
        }
        NiftiExtension comment = NiftiExtension.comment("twelve µm");
        NiftiWriter.builder().extensions(List.of(comment)).build()
                .write(Volume.of(new float[1], new long[] {1, 1, 1},
                        OBLIQUE), folder.resolve("c.nii"));
        assertEquals("twelve µm",
                NiftiReader.defaults().read(folder.resolve("c.nii")).extensions().get(0).text());
    }

    @Test
    void floatsSpreadOverAnIntegerTypeComeBackWithinHalfAStep() throws IOException {
        Random random = new Random(5);
        for (VoxelType type : List.of(VoxelType.UINT8, VoxelType.INT8, VoxelType.UINT16, VoxelType.INT16,
                VoxelType.INT32, VoxelType.UINT32)) {
            for (double shift : new double[] {0, 1e4, -3, 1e-3}) {
                float[] values = new float[1000];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (shift + random.nextGaussian());
                }
                Path file = folder.resolve("q.nii");
                NiftiWriter.builder().voxelType(type).build().write(
                        Volume.of(values, new long[] {10, 10, 10}, OBLIQUE),
                        file);
                Volume back = NiftiReader.defaults().read(file).volume();
                assertEquals(type, back.voxels().type());
                double[] real = new double[1000];
                back.readVolume(0, real);
                Scaling scaling = back.voxels().scaling();
                assertFalse(scaling.isNone());
                for (int i = 0; i < values.length; i++) {
                    assertEquals(values[i], real[i], scaling.slope() * 0.5000001, type + " voxel " + i);
                }
                // No more than about six standard deviations are spread over the codes of the type.
                assertTrue(
                        scaling.slope() < 8.5 / Math.pow(2, 8 * type.bytes()) + 1e-3 * Math.ulp((float) shift)
                                + 4e-7,
                        type + " step " + scaling.slope());
            }
        }
    }

    @Test
    void wholeNumbersThatFitAreStoredAsTheyAre() throws IOException {
        Path file = folder.resolve("labels.nii.gz");
        float[] labels = {0, 1, 2, 255, 7, 7, 0, 41};
        NiftiWriter.builder().voxelType(VoxelType.UINT8).build().write(
                Volume.of(labels, new long[] {2, 2, 2}, OBLIQUE),
                file);
        Volume back = NiftiReader.defaults().read(file).volume();
        assertTrue(back.voxels().scaling().isNone());
        assertArrayEquals(labels, back.readVolume(0), 0);
    }

    @Test
    void notANumberAndInfinityInIntegersAreTold() throws IOException {
        List<Notice> notices = new ArrayList<>();
        float[] values = {-1.5f, Float.NaN, 3, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 2, 0.25f, 1};
        Path file = folder.resolve("nan.nii");
        NiftiWriter.builder().voxelType(VoxelType.INT16).build().write(
                Volume.of(values, new long[] {2, 2, 2}, OBLIQUE),
                file, notices::add);
        assertEquals(List.of("voxels-nan-zeroed", "voxels-infinite-clipped"),
                notices.stream().map(Notice::code).toList());
        float[] back = NiftiReader.defaults().read(file).volume().readVolume(0);
        double step = 4.5 / 65535;
        assertArrayEquals(new float[] {-1.5f, 0, 3, 3, -1.5f, 2, 0.25f, 1}, back, (float) step);
    }

    @Test
    void scalingIsNeverTakenOverFromTheSource() throws IOException {
        Path scaled = folder.resolve("scaled.nii");
        NiftiWriter.builder().voxelType(VoxelType.INT16).build()
                .write(Volume.of(new float[] {0.5f, 1, 2, 3, 4, 5, 6, 7}, new long[] {2, 2, 2}, OBLIQUE),
                        scaled);
        Volume volume = NiftiReader.defaults().read(scaled).volume();
        Path copy = folder.resolve("copy.nii");
        NiftiWriter.defaults().write(volume, copy);
        NiftiHeader header = NiftiReader.defaults().readHeader(copy);
        assertEquals(1, header.storage().slope(), 0);
        assertEquals(0, header.storage().intercept(), 0);
        assertEquals(16, header.storage().datatype());
        assertArrayEquals(volume.readVolume(0), NiftiReader.defaults().read(copy).volume().readVolume(0), 0);
    }

    @Test
    void sixtyFourBitIntegersAreWrittenOnRequestOnly() throws IOException {
        byte[] small = new byte[64];
        small[8] = 5;
        Volume fits = stored(VoxelType.INT64, new long[] {2, 2, 2}, small);
        List<Notice> notices = new ArrayList<>();
        NiftiWriter.defaults().write(fits, folder.resolve("small.nii"), notices::add);
        assertEquals("voxels-narrowed", notices.get(0).code());
        assertEquals(8, NiftiReader.defaults().readHeader(folder.resolve("small.nii")).storage().datatype());
        byte[] large = new byte[64];
        large[7] = 5;
        Volume beyond = stored(VoxelType.INT64, new long[] {2, 2, 2}, large);
        assertThrows(UnsupportedFeatureException.class,
                () -> NiftiWriter.defaults().write(beyond, folder.resolve("large.nii")));
        assertFalse(Files.exists(folder.resolve("large.nii")));
    }

    @Test
    void sliceOrderAndTextsComeFromTheTemplateButNotTheDisplayRange() throws IOException {
        NiftiHeader source = new NiftiHeader(NiftiVersion.NIFTI_1, ByteOrder.BIG_ENDIAN, true,
                new NiftiHeader.Grid(List.of(3L, 2L, 2L, 2L, 1L, 1L, 1L, 1L),
                        java.util.Collections.nCopies(8, 1.0), 18),
                new NiftiHeader.Storage(4, 16, 352, 3, 4),
                new NiftiHeader.Orientation(1, 4, List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0),
                        java.util.Collections.nCopies(12, 0.0)),
                new NiftiHeader.Acquisition(0x39, 0, 1, 3, 50, 0), Intent.NONE,
                new NiftiHeader.Display(-1, 1, "described", "beside.txt", 0, 0));
        Path file = folder.resolve("like.nii");
        NiftiWriter.builder().template(source).build().write(
                Volume.of(new float[8], new long[] {2, 2, 2}, OBLIQUE),
                file);
        NiftiHeader written = NiftiReader.defaults().readHeader(file);
        assertEquals(0x39, written.acquisition().dimInfo());
        assertEquals(0.05, written.acquisition().sliceDuration(), 1e-8); // ms of the template become s
        assertEquals("described", written.display().description());
        assertEquals("beside.txt", written.display().auxiliaryFile());
        assertEquals(4, written.orientation().sformCode());
        assertEquals(0, written.display().maximum(), 0);
        NiftiWriter.builder().description("x".repeat(100)).displayRange(-2, 2).build()
                .write(Volume.of(new float[8], new long[] {2, 2, 2}, OBLIQUE), file);
        written = NiftiReader.defaults().readHeader(file);
        assertEquals(79, written.display().description().length());
        assertEquals(2, written.display().maximum(), 0);
    }

    @Test
    void theSameBytesWhateverTheNumberOfThreads() throws IOException {
        float[] values = new float[60 * 60 * 90];
        Random random = new Random(9);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(100);
        }
        Volume volume = Volume.of(values, new long[] {60, 60, 90}, OBLIQUE);
        byte[] first = null;
        for (int threads : new int[] {1, 2, 5}) {
            Path file = folder.resolve("t" + threads + ".nii.gz");
            NiftiWriter.builder().parallelism(Parallelism.of(threads)).build().write(volume, file);
            byte[] bytes = Files.readAllBytes(file);
            first = first == null ? bytes : first;
            assertArrayEquals(first, bytes, threads + " threads");
        }
        assertArrayEquals(values,
                NiftiReader.defaults().read(folder.resolve("t5.nii.gz")).volume().readVolume(0), 0);
    }

    @Test
    void aFailedWriteLeavesNothing() throws IOException {
        VoxelSource failing = new FailingVoxels();
        Volume volume = Volume.of(failing, new long[] {2, 2, 2}, OBLIQUE);
        for (String name : List.of("f.nii", "f.nii.gz", "f.hdr")) {
            assertThrows(IllegalStateException.class,
                    () -> NiftiWriter.defaults().write(volume, folder.resolve(name)));
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void extentsBeyondSixteenBitsNeedTheSecondVersion() throws IOException {
        Volume row = Volume.of(new float[40000], new long[] {40000, 1, 1}, OBLIQUE);
        NiftiWriter.defaults().write(row, folder.resolve("row.nii"));
        assertEquals(NiftiVersion.NIFTI_2,
                NiftiReader.defaults().readHeader(folder.resolve("row.nii")).version());
        assertThrows(UnsupportedFeatureException.class,
                () -> NiftiWriter.builder().version(NiftiVersion.NIFTI_1)
                        .build().write(row, folder.resolve("row1.nii")));
    }

    private Volume stored(VoxelType type, long[] shape, byte[] littleEndian) throws IOException {
        Path raw = Files.createTempFile(folder.getParent(), "raw", ".bin");
        raw.toFile().deleteOnExit();
        Files.write(raw, littleEndian);
        VoxelSource voxels = FileVoxels.open(raw,
                new StoredLayout(0, type, ByteOrder.LITTLE_ENDIAN, Scaling.NONE,
                        littleEndian.length / type.bytes()));
        return Volume.of(voxels, shape, OBLIQUE);
    }

    private static final class FailingVoxels implements VoxelSource {
        @Override
        public VoxelType type() {
            return VoxelType.FLOAT32;
        }

        @Override
        public long size() {
            return 8;
        }

        @Override
        public Scaling scaling() {
            return Scaling.NONE;
        }

        @Override
        public void read(long start, int count, float[] into, int offset) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void read(long start, int count, double[] into, int offset) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void readStored(long start, int count, ByteBuffer into) {
            throw new IllegalStateException("on purpose");
        }
    }
}
