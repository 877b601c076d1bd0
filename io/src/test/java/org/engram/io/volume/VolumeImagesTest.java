package org.engram.io.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.ComplexType;
import net.imglib2.type.numeric.complex.ComplexDoubleType;
import net.imglib2.type.numeric.complex.ComplexFloatType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import org.engram.io.volume.VoxelSource.Scaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeImagesTest {
    private static final long[] SHAPE = {3, 2, 2, 4};

    @TempDir
    Path folder;

    @Test
    void everyTypeIsShownAsItIsStored() throws IOException {
        Map<VoxelType, Class<?>> types = Map.ofEntries(Map.entry(VoxelType.UINT8, UnsignedByteType.class),
                Map.entry(VoxelType.INT8, ByteType.class),
                Map.entry(VoxelType.UINT16, UnsignedShortType.class),
                Map.entry(VoxelType.INT16, ShortType.class),
                Map.entry(VoxelType.UINT32, UnsignedIntType.class),
                Map.entry(VoxelType.INT32, IntType.class),
                Map.entry(VoxelType.UINT64, UnsignedLongType.class),
                Map.entry(VoxelType.INT64, LongType.class), Map.entry(VoxelType.FLOAT32, FloatType.class),
                Map.entry(VoxelType.FLOAT64, DoubleType.class),
                Map.entry(VoxelType.COMPLEX64, ComplexFloatType.class),
                Map.entry(VoxelType.COMPLEX128, ComplexDoubleType.class),
                Map.entry(VoxelType.RGB24, ARGBType.class), Map.entry(VoxelType.RGBA32, ARGBType.class));
        for (VoxelType type : VoxelType.values()) {
            Volume volume = volume(type, Scaling.NONE);
            RandomAccessibleInterval<?> image = VolumeImages.of(volume);
            assertArrayEquals(SHAPE, image.dimensionsAsLongArray());
            Object voxel = image.getAt(2, 1, 0, 3);
            assertEquals(types.get(type), voxel.getClass());
            if (type.isScalar()) {
                double[] expected = new double[1];
                volume.voxels().read(2 + 3 * (1 + 2 * (0 + 2 * 3)), 1, expected, 0);
                assertEquals(expected[0], ((ComplexType<?>) voxel).getRealDouble(), 0, type.toString());
            }
        }
    }

    @Test
    void complexPartsAndColoursAreInPlace() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(48 * 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(8 * 5, 1.5f).putFloat(8 * 5 + 4, -2.5f);
        ComplexFloatType voxel = (ComplexFloatType) VolumeImages.of(volume(VoxelType.COMPLEX64, Scaling.NONE,
                bytes.array())).getAt(2, 1, 0, 0);
        assertEquals(1.5f, voxel.getRealFloat(), 0);
        assertEquals(-2.5f, voxel.getImaginaryFloat(), 0);
        byte[] colours = new byte[48 * 3];
        colours[15] = (byte) 200;
        colours[16] = 100;
        colours[17] = 50;
        assertEquals(0xffc86432, ((ARGBType) VolumeImages.of(volume(VoxelType.RGB24, Scaling.NONE, colours))
                .getAt(2, 1, 0, 0)).get());
    }

    @Test
    void scaledIntegersAreShownAsRealValues() throws IOException {
        RandomAccessibleInterval<?> image = VolumeImages.of(volume(VoxelType.INT16, new Scaling(2, 1)));
        assertInstanceOf(FloatType.class, image.getAt(0, 0, 0, 0));
        assertInstanceOf(DoubleType.class,
                VolumeImages.of(volume(VoxelType.INT32, new Scaling(2, 1))).getAt(0, 0, 0, 0));
    }

    @Test
    void onlyTouchedVolumesAreLoadedAndOnlySomeAreKept() {
        List<Long> loads = new ArrayList<>();
        Volume volume = Volume.of(new CountingVoxels(loads), new long[] {2, 2, 2, 5}, Affine.identity());
        RandomAccessibleInterval<FloatType> image = VolumeImages.floats(volume, 2);
        assertEquals(8 * 3 + 1, image.getAt(1, 0, 0, 3).get(), 0);
        image.getAt(0, 1, 0, 3);
        assertEquals(List.of(24L), loads);
        image.getAt(0, 0, 0, 1);
        image.getAt(0, 0, 0, 3);
        assertEquals(List.of(24L, 8L), loads);
        image.getAt(0, 0, 0, 4); // drops volume 1, the one not used for longest
        image.getAt(0, 0, 0, 3);
        assertEquals(List.of(24L, 8L, 32L), loads);
        image.getAt(0, 0, 0, 1);
        assertEquals(List.of(24L, 8L, 32L, 8L), loads);
        assertThrows(IllegalArgumentException.class, () -> VolumeImages.floats(volume, 0));
    }

    private Volume volume(VoxelType type, Scaling scaling) throws IOException {
        byte[] bytes = new byte[48 * type.bytes()];
        for (int i = 0; i < bytes.length; i++) {
            // positive in every type, as a signed view of UINT64 asks for
            bytes[i] = (byte) (37 * i + 11 & 0x7f);
        }
        return volume(type, scaling, bytes);
    }

    private Volume volume(VoxelType type, Scaling scaling, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(type + ".raw"), bytes);
        return Volume.of(
                FileVoxels.open(file, new StoredLayout(0, type, ByteOrder.LITTLE_ENDIAN, scaling, 48)), SHAPE,
                Affine.identity());
    }

    /** Voxel i is i; remembers where reads begin. */
    private record CountingVoxels(List<Long> loads) implements VoxelSource {
        @Override
        public VoxelType type() {
            return VoxelType.FLOAT32;
        }

        @Override
        public long size() {
            return 40;
        }

        @Override
        public Scaling scaling() {
            return Scaling.NONE;
        }

        @Override
        public void read(long start, int count, float[] into, int offset) {
            loads.add(start);
            for (int i = 0; i < count; i++) {
                into[offset + i] = start + i;
            }
        }

        @Override
        public void read(long start, int count, double[] into, int offset) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public void readStored(long start, int count, ByteBuffer into) {
            throw new IllegalStateException("not asked for");
        }
    }
}
