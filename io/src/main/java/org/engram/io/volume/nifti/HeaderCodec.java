package org.engram.io.volume.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.engram.io.volume.Intent;
import org.engram.io.volume.nifti.NiftiHeader.Acquisition;
import org.engram.io.volume.nifti.NiftiHeader.Display;
import org.engram.io.volume.nifti.NiftiHeader.Grid;
import org.engram.io.volume.nifti.NiftiHeader.Orientation;
import org.engram.io.volume.nifti.NiftiHeader.Storage;

/** Header bytes to fields and back, field by field; judges nothing. */
final class HeaderCodec {
    static final byte[] NIFTI_2_END_OF_LINE_CHECK = {0x0d, 0x0a, 0x1a, 0x0a};

    private HeaderCodec() {}

    /** @param bytes at least {@code version.headerBytes()} */
    static NiftiHeader decode(byte[] bytes, NiftiVersion version, ByteOrder order) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(order);
        return switch (version) {
            case NIFTI_1 -> decode1(in);
            case NIFTI_2 -> decode2(in);
            case ANALYZE -> decodeAnalyze(in);
        };
    }

    private static NiftiHeader decode1(ByteBuffer in) {
        Grid grid = new Grid(shorts(in, 40, 8), floats(in, 76, 8), in.get(123) & 0xff);
        Storage storage = new Storage(in.getShort(70), in.getShort(72), in.getFloat(108), in.getFloat(112),
                in.getFloat(116));
        Orientation orientation = new Orientation(in.getShort(252), in.getShort(254), floats(in, 256, 3),
                floats(in, 268, 3), floats(in, 280, 12));
        Acquisition acquisition = new Acquisition(in.get(39) & 0xff, in.getShort(74), in.getShort(120),
                in.get(122), in.getFloat(132), in.getFloat(136));
        Intent intent = new Intent(in.getShort(68), floats(in, 56, 3), text(in, 328, 16));
        Display display = new Display(in.getFloat(128), in.getFloat(124), text(in, 148, 80),
                text(in, 228, 24),
                in.getInt(144), in.getInt(140));
        return new NiftiHeader(NiftiVersion.NIFTI_1, in.order(), in.get(345) == '+', grid, storage,
                orientation,
                acquisition, intent, display);
    }

    private static NiftiHeader decode2(ByteBuffer in) {
        Grid grid = new Grid(longs(in, 16, 8), doubles(in, 104, 8), in.getInt(500));
        Storage storage = new Storage(in.getShort(12), in.getShort(14), in.getLong(168), in.getDouble(176),
                in.getDouble(184));
        Orientation orientation = new Orientation(in.getInt(344), in.getInt(348), doubles(in, 352, 3),
                doubles(in, 376, 3), doubles(in, 400, 12));
        Acquisition acquisition = new Acquisition(in.get(524) & 0xff, in.getLong(224), in.getLong(232),
                in.getInt(496), in.getDouble(208), in.getDouble(216));
        Intent intent = new Intent(in.getInt(504), doubles(in, 80, 3), text(in, 508, 16));
        Display display = new Display(in.getDouble(200), in.getDouble(192), text(in, 240, 80),
                text(in, 320, 24), 0, 0);
        return new NiftiHeader(NiftiVersion.NIFTI_2, in.order(), in.get(5) == '+', grid, storage, orientation,
                acquisition, intent, display);
    }

    private static NiftiHeader decodeAnalyze(ByteBuffer in) {
        Grid grid = new Grid(shorts(in, 40, 8), floats(in, 76, 8), 0);
        // The float after vox_offset has no name in Analyze; SPM keeps its scale factor there.
        Storage storage = new Storage(in.getShort(70), in.getShort(72), in.getFloat(108), in.getFloat(112),
                0);
        Display display = new Display(in.getFloat(128), in.getFloat(124), text(in, 148, 80),
                text(in, 228, 24),
                in.getInt(144), in.getInt(140));
        return new NiftiHeader(NiftiVersion.ANALYZE, in.order(), false, grid, storage, Orientation.NONE,
                Acquisition.NONE, Intent.NONE, display);
    }

    /** @return exactly {@code header.version().headerBytes()} bytes */
    static byte[] encode(NiftiHeader header) {
        ByteBuffer out = ByteBuffer.allocate(header.version().headerBytes()).order(header.byteOrder());
        switch (header.version()) {
            case NIFTI_1 -> encode1(header, out);
            case NIFTI_2 -> encode2(header, out);
            case ANALYZE ->
                throw new IllegalArgumentException("Analyze 7.5 is read only: write NIfTI-1 instead");
        }
        return out.array();
    }

    private static void encode1(NiftiHeader h, ByteBuffer out) {
        out.putInt(0, 348).put(38, (byte) 'r').put(39, (byte) h.acquisition().dimInfo());
        for (int i = 0; i < 8; i++) {
            out.putShort(40 + 2 * i, h.grid().dim().get(i).shortValue());
        }
        putFloats(out, 56, h.intent().parameters(), 3);
        out.putShort(68, (short) h.intent().code()).putShort(70, (short) h.storage().datatype());
        out.putShort(72, (short) h.storage().bitsPerVoxel()).putShort(74,
                (short) h.acquisition().sliceStart());
        putFloats(out, 76, h.grid().pixdim(), 8);
        out.putFloat(108, (float) h.storage().dataOffset()).putFloat(112, (float) h.storage().slope());
        out.putFloat(116, (float) h.storage().intercept()).putShort(120, (short) h.acquisition().sliceEnd());
        out.put(122, (byte) h.acquisition().sliceCode()).put(123, (byte) h.grid().unitsCode());
        out.putFloat(124, (float) h.display().maximum()).putFloat(128, (float) h.display().minimum());
        out.putFloat(132, (float) h.acquisition().sliceDuration());
        out.putFloat(136, (float) h.acquisition().timeOffset());
        out.putInt(140, h.display().globalMaximum()).putInt(144, h.display().globalMinimum());
        putText(out, 148, 80, h.display().description());
        putText(out, 228, 24, h.display().auxiliaryFile());
        out.putShort(252, (short) h.orientation().qformCode()).putShort(254,
                (short) h.orientation().sformCode());
        putFloats(out, 256, h.orientation().quaternion(), 3);
        putFloats(out, 268, h.orientation().offset(), 3);
        putFloats(out, 280, h.orientation().rows(), 12);
        putText(out, 328, 16, h.intent().name());
        putText(out, 344, 4, h.singleFile() ? "n+1" : "ni1");
    }

    private static void encode2(NiftiHeader h, ByteBuffer out) {
        out.putInt(0, 540);
        putText(out, 4, 4, h.singleFile() ? "n+2" : "ni2");
        out.put(8, NIFTI_2_END_OF_LINE_CHECK);
        out.putShort(12, (short) h.storage().datatype()).putShort(14, (short) h.storage().bitsPerVoxel());
        for (int i = 0; i < 8; i++) {
            out.putLong(16 + 8 * i, h.grid().dim().get(i));
        }
        putDoubles(out, 80, h.intent().parameters(), 3);
        putDoubles(out, 104, h.grid().pixdim(), 8);
        out.putLong(168, (long) h.storage().dataOffset()).putDouble(176, h.storage().slope());
        out.putDouble(184, h.storage().intercept()).putDouble(192, h.display().maximum());
        out.putDouble(200, h.display().minimum()).putDouble(208, h.acquisition().sliceDuration());
        out.putDouble(216, h.acquisition().timeOffset()).putLong(224, h.acquisition().sliceStart());
        out.putLong(232, h.acquisition().sliceEnd());
        putText(out, 240, 80, h.display().description());
        putText(out, 320, 24, h.display().auxiliaryFile());
        out.putInt(344, h.orientation().qformCode()).putInt(348, h.orientation().sformCode());
        putDoubles(out, 352, h.orientation().quaternion(), 3);
        putDoubles(out, 376, h.orientation().offset(), 3);
        putDoubles(out, 400, h.orientation().rows(), 12);
        out.putInt(496, h.acquisition().sliceCode()).putInt(500, h.grid().unitsCode());
        out.putInt(504, h.intent().code());
        putText(out, 508, 16, h.intent().name());
        out.put(524, (byte) h.acquisition().dimInfo());
    }

    private static List<Long> shorts(ByteBuffer in, int at, int count) {
        List<Long> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add((long) in.getShort(at + 2 * i));
        }
        return values;
    }

    private static List<Long> longs(ByteBuffer in, int at, int count) {
        List<Long> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.getLong(at + 8 * i));
        }
        return values;
    }

    private static List<Double> floats(ByteBuffer in, int at, int count) {
        List<Double> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add((double) in.getFloat(at + 4 * i));
        }
        return values;
    }

    private static List<Double> doubles(ByteBuffer in, int at, int count) {
        List<Double> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.getDouble(at + 8 * i));
        }
        return values;
    }

    private static void putFloats(ByteBuffer out, int at, List<Double> values, int count) {
        for (int i = 0; i < Math.min(count, values.size()); i++) {
            out.putFloat(at + 4 * i, values.get(i).floatValue());
        }
    }

    private static void putDoubles(ByteBuffer out, int at, List<Double> values, int count) {
        for (int i = 0; i < Math.min(count, values.size()); i++) {
            out.putDouble(at + 8 * i, values.get(i));
        }
    }

    /** Reads up to the first zero; bytes outside ASCII, seen in real descriptions, are read as Latin-1. */
    private static String text(ByteBuffer in, int at, int length) {
        int end = 0;
        while (end < length && in.get(at + end) != 0) {
            end++;
        }
        return new String(in.array(), at, end, StandardCharsets.ISO_8859_1);
    }

    /** Writes at most {@code length - 1} ASCII characters and a zero. */
    private static void putText(ByteBuffer out, int at, int length, String text) {
        for (int i = 0; i < Math.min(length - 1, text.length()); i++) {
            char c = text.charAt(i);
            out.put(at + i, (byte) (c < 128 ? c : '?'));
        }
    }
}
