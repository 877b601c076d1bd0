package org.engram.cli.viewer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;

/** Small heads with known content, and the fewest bytes that make them NIfTI-1 files. Public for the report tests. */
public final class TestVolumes {
    /** Voxels along x, y and z of {@link #head()}. */
    public static final long[] SHAPE = {46, 54, 44};
    private static final int HEADER = 352;

    private TestVolumes() {}

    /** @return voxels of 4 mm, the world origin inside the head */
    public static Affine affine() {
        return Affine.of(new double[] {4, 0, 0, -90}, new double[] {0, 4, 0, -120},
                new double[] {0, 0, 4, -70});
    }

    /** @return an ellipsoid with two darker ventricles, the right side brighter than the left */
    public static Volume head() {
        return fill((x, y, z) -> {
            double r = Math.sqrt(sq(x / 72) + sq((y + 14) / 88) + sq((z - 12) / 70));
            double ventricle = Math.sqrt(sq((Math.abs(x) - 14) / 7) + sq((y + 10) / 26) + sq((z - 18) / 10));
            return r > 1 ? 0 : ventricle < 1 ? 25 : r > 0.9 ? 60 : 100 + 0.4 * x;
        });
    }

    /**
     * @param x centre, mm
     * @param y centre, mm
     * @param z centre, mm
     * @return a positive blob of height 6 there and a negative one of height -6 at the mirrored place
     */
    public static Volume blobs(double x, double y, double z) {
        return fill((a, b, c) -> 6 * bump(a - x, b - y, c - z) - 6 * bump(a + x, b - y, c - z));
    }

    /** @return {@code count} volumes of the head, each brighter than the one before, 2 s apart */
    public static Volume series(int count) {
        float[] head = head().readVolume(0);
        List<float[]> volumes = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            float[] volume = head.clone();
            for (int v = 0; v < volume.length; v++) {
                volume[v] *= (float) (t + 1) / count;
            }
            volumes.add(volume);
        }
        return Volume.of(volumes, new long[] {SHAPE[0], SHAPE[1], SHAPE[2], count}, affine())
                .withRepetitionTime(2);
    }

    private static Volume fill(Field field) {
        float[] values = new float[(int) (SHAPE[0] * SHAPE[1] * SHAPE[2])];
        int v = 0;
        for (int k = 0; k < SHAPE[2]; k++) {
            for (int j = 0; j < SHAPE[1]; j++) {
                for (int i = 0; i < SHAPE[0]; i++) {
                    double[] at = affine().apply(i, j, k);
                    values[v++] = (float) field.at(at[0], at[1], at[2]);
                }
            }
        }
        return Volume.of(values, SHAPE, affine());
    }

    private static double bump(double x, double y, double z) {
        return Math.exp(-(x * x + y * y + z * z) / (2 * 81));
    }

    private static double sq(double v) {
        return v * v;
    }

    private interface Field {
        double at(double x, double y, double z);
    }

    /**
     * @param volume any volume
     * @return it as the bytes of a little-endian single-precision {@code .nii.gz} file
     */
    public static byte[] niftiGz(Volume volume) {
        long[] shape = volume.shape();
        ByteBuffer out = ByteBuffer.allocate(HEADER + Math.toIntExact(4 * volume.voxels().size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, 348);
        out.putShort(40, (short) shape.length);
        for (int d = 1; d < 8; d++) {
            out.putShort(40 + 2 * d, (short) (d <= shape.length ? shape[d - 1] : 1));
        }
        out.putShort(70, (short) 16).putShort(72, (short) 32);
        double[] sizes = volume.affine().voxelSizes();
        out.putFloat(76, 1);
        for (int d = 0; d < 3; d++) {
            out.putFloat(80 + 4 * d, (float) sizes[d]);
        }
        out.putFloat(92,
                (float) (Double.isNaN(volume.repetitionTimeSeconds()) ? 0 : volume.repetitionTimeSeconds()));
        out.putFloat(108, HEADER).putFloat(112, 1).put(123, (byte) (2 | 8));
        out.putShort(254, (short) 2);
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 4; c++) {
                out.putFloat(280 + 16 * r + 4 * c, (float) volume.affine().get(r, c));
            }
        }
        out.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
        out.position(HEADER);
        for (long t = 0; t < volume.volumeCount(); t++) {
            for (float value : volume.readVolume(t)) {
                out.putFloat(value);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(out.array());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads the plain kind of template file: little-endian, 8-bit, with an sform.
     *
     * @param file a {@code .nii.gz} file
     * @return its volume
     * @throws IOException if reading fails
     */
    public static Volume readBytesTemplate(Path file) throws IOException {
        byte[] all;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            all = in.readAllBytes();
        }
        ByteBuffer header = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != 348 || header.getShort(70) != 2 || header.getShort(254) == 0) {
            throw new IOException(file + " is not a little-endian 8-bit NIfTI-1 file with an sform");
        }
        long[] shape = {header.getShort(42), header.getShort(44), header.getShort(46)};
        double[][] rows = new double[3][4];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 4; c++) {
                rows[r][c] = header.getFloat(280 + 16 * r + 4 * c);
            }
        }
        float[] values = new float[(int) (shape[0] * shape[1] * shape[2])];
        int start = (int) header.getFloat(108);
        for (int v = 0; v < values.length; v++) {
            values[v] = all[start + v] & 0xff;
        }
        return Volume.of(values, shape, Affine.of(rows));
    }
}
