package org.engram.preprocessing.fmri;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;

/** Reads the few little-endian gzipped NIfTI-1 files the tests look at, so that they need no file format module. */
public final class PlainNifti {
    private PlainNifti() {}

    public static Volume read(Path file) {
        byte[] bytes;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long[] shape = new long[Math.max(3, b.getShort(40))];
        int size = 1;
        for (int d = 0; d < shape.length; d++) {
            shape[d] = b.getShort(42 + 2 * d);
            size *= (int) shape[d];
        }
        int type = b.getShort(70);
        float slope = b.getFloat(112) == 0 ? 1 : b.getFloat(112);
        float intercept = b.getFloat(112) == 0 ? 0 : b.getFloat(116);
        int start = (int) b.getFloat(108);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            float stored = switch (type) {
                case 2 -> b.get(start + i) & 0xff;
                case 4 -> b.getShort(start + 2 * i);
                case 16 -> b.getFloat(start + 4 * i);
                default -> throw new IllegalArgumentException(file + " has data type " + type);
            };
            values[i] = slope * stored + intercept;
        }
        double[][] rows = new double[3][4];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 4; c++) {
                rows[r][c] = b.getFloat(280 + 16 * r + 4 * c);
            }
        }
        return Volume.of(values, shape, Affine.of(rows));
    }
}
