package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.FormatException;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;
import org.engram.io.recording.fif.tag.Types;

/** Changes of coordinates in files of their own ({@code -trans.fif}), usually from head to MRI. */
public final class FifTransform {
    private static final int SMALLEST_BYTES = 56;
    private static final int BYTES = 104;

    private FifTransform() {}

    /**
     * @param file a FIFF file
     * @return the first change of coordinates it holds
     * @throws FormatException if it holds none
     * @throws IOException if it cannot be read
     */
    public static CoordinateTransform read(Path file) throws IOException {
        FifFile content = FifFile.open(file, false, notice -> {});
        List<CoordinateTransform> all = new ArrayList<>();
        collect(content, content.root(), all);
        if (all.isEmpty()) {
            throw FifContents.missing(content, "change of coordinates");
        }
        return all.get(0);
    }

    private static void collect(FifFile file, Block block, List<CoordinateTransform> all) throws IOException {
        for (Tag tag : block.findAll(Kinds.COORDINATE_TRANSFORM)) {
            all.add(read(file, tag));
        }
        for (Block child : block.children()) {
            collect(file, child, all);
        }
    }

    /**
     * @param transform a change of coordinates
     * @param file the file to make or replace
     * @throws IOException if it cannot be written
     */
    public static void write(CoordinateTransform transform, Path file) throws IOException {
        FifOutput.write(file, out -> write(out, transform));
    }

    static CoordinateTransform read(FifFile file, Tag tag) throws IOException {
        if (tag.size() < SMALLEST_BYTES) {
            throw file.damaged(tag, "a change of coordinates has " + tag.size() + " bytes, expected "
                    + SMALLEST_BYTES + " or more");
        }
        ByteBuffer content = file.content(tag);
        CoordinateFrame from = CoordinateFrame.ofFiffCode(content.getInt());
        CoordinateFrame to = CoordinateFrame.ofFiffCode(content.getInt());
        double[] matrix = new double[16];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                matrix[4 * row + column] = content.getFloat();
            }
        }
        for (int row = 0; row < 3; row++) {
            matrix[4 * row + 3] = content.getFloat();
        }
        matrix[15] = 1;
        return new CoordinateTransform(from, to, matrix);
    }

    static void write(FifOutput out, CoordinateTransform transform) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(BYTES);
        content.putInt(transform.from().fiffCode()).putInt(transform.to().fiffCode());
        put(content, transform.matrix());
        put(content, transform.inverse().matrix());
        out.tag(Kinds.COORDINATE_TRANSFORM, Types.COORDINATE_TRANSFORM, content.array());
    }

    private static void put(ByteBuffer content, double[] matrix) {
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                content.putFloat((float) matrix[4 * row + column]);
            }
        }
        for (int row = 0; row < 3; row++) {
            content.putFloat((float) matrix[4 * row + 3]);
        }
    }
}
