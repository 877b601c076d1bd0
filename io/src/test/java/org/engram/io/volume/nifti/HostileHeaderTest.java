package org.engram.io.volume.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.volume.VoxelSource.Scaling;
import org.engram.io.volume.VoxelType;
import org.engram.io.volume.nifti.NiftiReader.Tolerance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One damaged or odd header each, made from a good file of nibabel's by changing bytes at the standard's
 * offsets.
 */
class HostileHeaderTest {
    @TempDir
    Path folder;

    private byte[] good; // NIfTI-1, little-endian, int16, 3 x 4 x 5

    @BeforeEach
    void readGoodFile() throws IOException {
        good = made("n1_le_i2.nii");
    }

    @Test
    void theGoodFileGivesNoNotice() throws IOException {
        assertEquals(List.of(), read(bytes -> {}, Tolerance.STRICT).notices());
    }

    @Test
    void wrongSizeFieldFallsBackOnDimensions() throws IOException {
        assertNotice("nifti-header-size", bytes -> bytes.putInt(0, 0x4d4d));
        assertRefused(FormatException.class, "header size is 0",
                bytes -> bytes.putInt(0, 0).putShort(40, (short) 9));
    }

    @Test
    void dimensionsWinOverTheSizeFieldAboutByteOrder() throws IOException {
        byte[] big = made("n1_be_i2.nii");
        ByteBuffer.wrap(big).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 348);
        NiftiImage image = NiftiReader.defaults().read(save("x.nii", big));
        assertEquals("nifti-byte-order", image.notices().get(0).code());
        assertArrayEquals(new long[] {3, 4, 5}, image.volume().shape());
    }

    @Test
    void dimensionCountAndExtentsAreChecked() {
        for (int count : new int[] {0, 8, -1, 300}) {
            assertRefused(FormatException.class, "dim[0] is", bytes -> bytes.putShort(40, (short) count));
        }
        assertRefused(FormatException.class, "dim[2] is 0", bytes -> bytes.putShort(44, (short) 0));
        assertRefused(FormatException.class, "dim[3] is -5", bytes -> bytes.putShort(46, (short) -5));
    }

    @Test
    void extentsBeyondTheCountAreIgnored() throws IOException {
        NiftiImage image = read(bytes -> bytes.putShort(48, (short) -7).putShort(50, (short) 1234),
                Tolerance.NORMAL);
        assertArrayEquals(new long[] {3, 4, 5}, image.volume().shape());
    }

    @Test
    void imagesOfOneAndTwoDimensionsGetTrailingOnes() throws IOException {
        assertArrayEquals(new long[] {3, 1, 1},
                read(bytes -> bytes.putShort(40, (short) 1), Tolerance.NORMAL).volume().shape());
        assertArrayEquals(new long[] {3, 4, 1},
                read(bytes -> bytes.putShort(40, (short) 2), Tolerance.NORMAL).volume().shape());
    }

    @Test
    void freeSurferLengthsAreUnderstood() throws IOException {
        Consumer<ByteBuffer> long60 = bytes -> bytes.putShort(42, (short) -1).putShort(44, (short) 1)
                .putShort(46, (short) 1).putInt(144, 60);
        assertArrayEquals(new long[] {60, 1, 1}, read(long60, Tolerance.NORMAL).volume().shape());
        assertNotice("nifti-freesurfer-length", long60);
        assertRefused(FormatException.class, "glmin is 0", bytes -> {
            long60.accept(bytes);
            bytes.putInt(144, 0);
        });
        // 27307 x 1 x 6 stands for 163842 vertices: the same number of voxels, laid out in a row.
        byte[] icosahedron = Arrays.copyOf(good, 352 + 2 * 163842);
        ByteBuffer.wrap(icosahedron).order(ByteOrder.LITTLE_ENDIAN).putShort(42, (short) 27307)
                .putShort(44, (short) 1)
                .putShort(46, (short) 6);
        assertArrayEquals(new long[] {163842, 1, 1},
                NiftiReader.defaults().read(save("x.nii", icosahedron)).volume().shape());
    }

    @Test
    void headersThatAskForMoreThanTheFileHoldsAreRefused() throws IOException {
        assertRefused(FormatException.class, "promises 65536000352 bytes",
                bytes -> bytes.putShort(42, (short) 32000).putShort(44, (short) 32000).putShort(46,
                        (short) 32));
        byte[] huge = made("n2_le_i2.nii");
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(24, 1L << 40).putLong(32, 1L << 10);
        FormatException e = assertThrows(FormatException.class,
                () -> NiftiReader.defaults().read(savePacked("x.nii.gz", huge)));
        assertTrue(e.getMessage().contains("bytes of gzip can hold at most"), e.getMessage());
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(24, Long.MAX_VALUE).putLong(32,
                Long.MAX_VALUE);
        e = assertThrows(FormatException.class, () -> NiftiReader.defaults().read(save("y.nii", huge)));
        assertTrue(e.getMessage().contains("more voxels than any file holds"), e.getMessage());
    }

    @Test
    void unsupportedTypesAreNamed() {
        assertRefused(UnsupportedFeatureException.class, "1 (binary", bytes -> bytes.putShort(70, (short) 1));
        assertRefused(UnsupportedFeatureException.class, "1536 (float128",
                bytes -> bytes.putShort(70, (short) 1536));
        assertRefused(UnsupportedFeatureException.class, "2048 (complex256",
                bytes -> bytes.putShort(70, (short) 2048));
        assertRefused(UnsupportedFeatureException.class, "77 (not a NIfTI type)",
                bytes -> bytes.putShort(70, (short) 77));
        assertRefused(UnsupportedFeatureException.class, "0 (unknown",
                bytes -> bytes.putShort(70, (short) 0));
    }

    @Test
    void theTypeIsBelievedOverItsBits() throws IOException {
        assertNotice("nifti-bitpix", bytes -> bytes.putShort(72, (short) 8));
    }

    @Test
    void scalingThatIsNoneLeavesIntegers() throws IOException {
        for (float slope : new float[] {0, Float.NaN, Float.POSITIVE_INFINITY}) {
            NiftiImage image = read(bytes -> bytes.putFloat(112, slope).putFloat(116, Float.NaN),
                    Tolerance.STRICT);
            assertTrue(image.volume().voxels().scaling().isNone());
            assertEquals(VoxelType.INT16, image.volume().voxels().type());
        }
    }

    @Test
    void anInterceptThatIsNoNumberIsTakenForZero() throws IOException {
        Consumer<ByteBuffer> odd = bytes -> bytes.putFloat(112, 2).putFloat(116, Float.NaN);
        assertEquals(new Scaling(2, 0), read(odd, Tolerance.NORMAL).volume().voxels().scaling());
        assertNotice("nifti-intercept", odd);
    }

    @Test
    void dataOffsets() throws IOException {
        assertNotice("nifti-data-offset", bytes -> bytes.putFloat(108, 0));
        Consumer<ByteBuffer> inside = bytes -> bytes.putFloat(108, 200);
        assertRefused(FormatException.class, "vox_offset is 200.0, expected 352", inside);
        assertEquals("nifti-data-offset", read(inside, Tolerance.LENIENT).notices().get(0).code());
        assertRefused(FormatException.class, "vox_offset is NaN", bytes -> bytes.putFloat(108, Float.NaN));
        assertRefused(FormatException.class, "vox_offset is -16.0", bytes -> bytes.putFloat(108, -16));
        assertRefused(FormatException.class, "vox_offset is Infinity",
                bytes -> bytes.putFloat(108, Float.POSITIVE_INFINITY));
        assertRefused(FormatException.class, "the file ends here", bytes -> bytes.putFloat(108, 1e12f));
    }

    @Test
    void magicAndLayout() throws IOException {
        assertRefused(FormatException.class, "magic is [98, 97, 100, 0], expected n+1",
                bytes -> bytes.put(344, (byte) 'b').put(345, (byte) 'a').put(346, (byte) 'd'));
        assertNotice("nifti-magic", bytes -> bytes.put(345, (byte) 'i'));
        byte[] lonely = good.clone();
        lonely[345] = 'i';
        assertThrows(NoSuchFileException.class,
                () -> NiftiReader.defaults().read(save("lonely.hdr", lonely)));
        assertThrows(NoSuchFileException.class,
                () -> NiftiReader.defaults().read(save("voxels.img", lonely)));
        assertThrows(NoSuchFileException.class,
                () -> NiftiReader.defaults().read(folder.resolve("absent.nii")));
    }

    @Test
    void extensionsThatCannotBeAreIgnored() throws IOException {
        byte[] extended = new byte[352 + 64 + 120];
        System.arraycopy(good, 0, extended, 0, 352);
        ByteBuffer bytes = ByteBuffer.wrap(extended).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(108, 416).put(348, (byte) 1);
        for (int size : new int[] {4, -1, 65, Integer.MAX_VALUE}) {
            bytes.putInt(352, size).putInt(356, 6);
            NiftiImage image = NiftiReader.defaults().read(save("x.nii", extended));
            assertEquals("nifti-extension-size", image.notices().get(0).code());
            assertEquals(List.of(), image.extensions());
        }
        bytes.putInt(352, 20).putInt(356, 6);
        NiftiImage image = NiftiReader.defaults().read(save("x.nii", extended));
        assertEquals("nifti-extension-padding", image.notices().get(0).code());
        assertEquals(12, image.extensions().get(0).content().length);
    }

    @Test
    void truncatedFilesSayWhatIsThereAndWhatWasPromised() throws IOException {
        byte[] series = series();
        byte[] cut = Arrays.copyOf(series, 352 + 2 * 24 + 2 * 24 + 10); // two volumes and a bit of six
        FormatException plain = assertThrows(FormatException.class,
                () -> NiftiReader.defaults().read(save("cut.nii", cut)));
        assertTrue(
                plain.getMessage().contains("(byte 458)")
                        && plain.getMessage().contains("promises 640 bytes"),
                plain.getMessage());
        byte[] whole = Files.readAllBytes(savePacked("x", series));
        Path packed = save("cut.nii.gz", Arrays.copyOf(whole, whole.length - 30));
        try (NiftiImage image = NiftiReader.defaults().read(packed)) {
            FormatException late = assertThrows(FormatException.class, () -> {
                for (int t = 0; t < 6; t++) {
                    image.volume().readVolume(t);
                }
            });
            assertTrue(late.getMessage().contains("promises 640 bytes"), late.getMessage());
        }
        NiftiReader tolerant = NiftiReader.builder().allowTruncated(true).build();
        for (Path file : List.of(save("cut2.nii", cut), savePacked("cut2.nii.gz", cut))) {
            try (NiftiImage image = tolerant.read(file)) {
                assertEquals("volume-truncated", image.notices().get(0).code());
                assertTrue(image.notices().get(0).text().contains("of 6 volumes the last 4 are missing"));
                assertEquals(24 + 5, image.volume().readVolume(1)[5], 0); // series() holds 0, 1, 2, ...
                assertArrayEquals(new float[24], image.volume().readVolume(2), 0);
                assertArrayEquals(new float[24], image.volume().readVolume(5), 0);
            }
        }
        assertThrows(FormatException.class,
                () -> tolerant.read(save("none.nii", Arrays.copyOf(series, 380))));
        assertRefused(FormatException.class, "ends inside the header", Arrays.copyOf(good, 100));
        assertRefused(FormatException.class, "ends inside the header",
                Arrays.copyOf(made("n2_be_u1.nii"), 400));
        assertRefused(FormatException.class, "ends inside the header", new byte[0]);
    }

    @Test
    void damagedCompressedDataIsNoticedByItsChecksum() throws IOException {
        byte[] packed = Files.readAllBytes(savePacked("x", series()));
        packed[packed.length - 8] ^= 1; // the checksum itself
        try (NiftiImage image = NiftiReader.defaults().read(save("bad.nii.gz", packed))) {
            FormatException e = assertThrows(FormatException.class, () -> image.volume().readVolume(5));
            assertTrue(e.getMessage().contains("does not match its checksum"), e.getMessage());
        }
    }

    @Test
    void aHeaderIsReadWithoutUnpackingTheBody() throws IOException {
        byte[] large = Arrays.copyOf(series(), 352 + (1 << 20));
        byte[] noise = new byte[1 << 20];
        new java.util.Random(8).nextBytes(noise);
        System.arraycopy(noise, 0, large, 352, noise.length);
        byte[] packed = Files.readAllBytes(savePacked("x", large));
        // nearly all of the body is not there
        Path file = save("headless.nii.gz", Arrays.copyOf(packed, 20_000));
        NiftiHeader header = NiftiReader.defaults().readHeader(file);
        assertEquals(List.of(2L, 3L, 4L, 6L), header.extents());
        assertArrayEquals(new long[] {2, 3, 4, 6}, NiftiReader.defaults().read(file).volume().shape());
    }

    @Test
    void repetitionTimeUnits() throws IOException {
        byte[] series = series();
        ByteBuffer bytes = ByteBuffer.wrap(series).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(2, repetitionTime(bytes.putFloat(92, 2000).put(123, (byte) (2 | 16))), 1e-12);
        assertEquals(2.5, repetitionTime(bytes.putFloat(92, 2.5f).put(123, (byte) 8)), 0);
        assertEquals(2.5, repetitionTime(bytes.put(123, (byte) 2)), 0);
        assertEquals(Double.NaN, repetitionTime(bytes.put(123, (byte) 32)), 0); // Hz is no time
        assertEquals(Double.NaN, repetitionTime(bytes.putFloat(92, 2000).put(123, (byte) 2)), 0);
        NiftiImage unclear = NiftiReader.defaults().read(save("x.nii", series));
        assertEquals("nifti-repetition-time-unclear", unclear.notices().get(0).code());
        NiftiReader told = NiftiReader.builder().assumedTimeUnit(NiftiReader.TimeUnit.MILLISECONDS).build();
        assertEquals(2, told.read(save("x.nii", series)).volume().repetitionTimeSeconds(), 1e-12);
    }

    private double repetitionTime(ByteBuffer bytes) throws IOException {
        return NiftiReader.defaults().read(save("x.nii", bytes.array())).volume().repetitionTimeSeconds();
    }

    /** @return int16, 2 x 3 x 4 x 6, holding 0, 1, 2, ... */
    private byte[] series() {
        byte[] series = Arrays.copyOf(good, 352 + 2 * 144);
        ByteBuffer bytes = ByteBuffer.wrap(series).order(ByteOrder.LITTLE_ENDIAN);
        short[] dim = {4, 2, 3, 4, 6};
        for (int i = 0; i < dim.length; i++) {
            bytes.putShort(40 + 2 * i, dim[i]);
        }
        for (int i = 0; i < 144; i++) {
            bytes.putShort(352 + 2 * i, (short) i);
        }
        return series;
    }

    private void assertNotice(String code, Consumer<ByteBuffer> damage) throws IOException {
        List<Notice> notices = read(damage, Tolerance.NORMAL).notices();
        assertFalse(notices.isEmpty(), "no notice");
        assertEquals(code, notices.get(0).code());
        FormatException strict = assertThrows(FormatException.class, () -> read(damage, Tolerance.STRICT));
        assertTrue(strict.getMessage().endsWith("refused because reading is strict"), strict.getMessage());
    }

    private void assertRefused(Class<? extends EngramException> type, String part,
            Consumer<ByteBuffer> damage) {
        EngramException e = assertThrows(type, () -> read(damage, Tolerance.NORMAL));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertTrue(e.getMessage().contains("hostile.nii"), e.getMessage());
    }

    private void assertRefused(Class<? extends EngramException> type, String part, byte[] content) {
        EngramException e = assertThrows(type,
                () -> NiftiReader.defaults().read(save("hostile.nii", content)));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private NiftiImage read(Consumer<ByteBuffer> damage, Tolerance tolerance) throws IOException {
        byte[] bytes = good.clone();
        damage.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return NiftiReader.builder().tolerance(tolerance).build().read(save("hostile.nii", bytes));
    }

    private Path save(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path savePacked(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
        return file;
    }

    static byte[] made(String name) throws IOException {
        try (InputStream in = HostileHeaderTest.class.getResourceAsStream("made/" + name)) {
            return in.readAllBytes();
        }
    }
}
