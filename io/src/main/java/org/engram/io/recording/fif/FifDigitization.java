package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Position;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;
import org.engram.io.recording.fif.tag.Types;

/** Points measured on a head, also in files of their own ({@code -fiducials.fif}, {@code -dig.fif}). */
public final class FifDigitization {
    private static final int BYTES = 20;
    private static final int KINDS = 4;

    private FifDigitization() {}

    /**
     * @param file a FIFF file
     * @return its points, in the coordinates it names (head when it names none)
     * @throws org.engram.core.FormatException if it holds none
     * @throws IOException if it cannot be read
     */
    public static List<DigitizedPoint> read(Path file) throws IOException {
        FifFile content = FifFile.open(file, false, notice -> {});
        List<DigitizedPoint> points = read(content, content.root());
        if (points.isEmpty()) {
            throw FifContents.missing(content, "digitised point");
        }
        return points;
    }

    /**
     * @param points points, all in the same coordinates
     * @param file the file to make or replace
     * @throws IOException if it cannot be written
     */
    public static void write(List<DigitizedPoint> points, Path file) throws IOException {
        FifOutput.write(file, out -> write(out, points));
    }

    static List<DigitizedPoint> read(FifFile file, Block within) throws IOException {
        List<DigitizedPoint> points = new ArrayList<>();
        for (Block block : within.blocks(Blocks.DIGITIZED_POINTS)) {
            Optional<Tag> named = block.find(Kinds.COORDINATE_FRAME);
            CoordinateFrame frame = named.isPresent()
                    ? CoordinateFrame.ofFiffCode(file.integer(named.get()))
                    : CoordinateFrame.HEAD;
            for (Tag tag : block.findAll(Kinds.DIGITIZED_POINT)) {
                if (tag.size() < BYTES) {
                    throw file.damaged(tag,
                            "a digitised point has " + tag.size() + " bytes, expected " + BYTES);
                }
                ByteBuffer content = file.content(tag);
                int kind = content.getInt();
                int number = content.getInt();
                double x = content.getFloat();
                double y = content.getFloat();
                double z = content.getFloat();
                if (Double.isFinite(x + y + z)) {
                    // further kinds (5: other point of the head) are scalp points too
                    DigitizedPoint.Kind known = kind >= 1 && kind <= KINDS
                            ? DigitizedPoint.Kind.values()[kind - 1]
                            : DigitizedPoint.Kind.HEAD_SHAPE;
                    points.add(new DigitizedPoint(known, number, new Position(x, y, z), frame));
                }
            }
        }
        return points;
    }

    static void write(FifOutput out, List<DigitizedPoint> points) throws IOException {
        if (points.isEmpty()) {
            return;
        }
        out.begin(Blocks.DIGITIZED_POINTS);
        out.integers(Kinds.COORDINATE_FRAME, points.get(0).frame().fiffCode());
        for (DigitizedPoint point : points) {
            ByteBuffer content = ByteBuffer.allocate(BYTES);
            content.putInt(point.kind().ordinal() + 1).putInt(point.number());
            content.putFloat((float) point.position().x()).putFloat((float) point.position().y())
                    .putFloat((float) point.position().z());
            out.tag(Kinds.DIGITIZED_POINT, Types.DIGITIZED_POINT, content.array());
        }
        out.end(Blocks.DIGITIZED_POINTS);
    }
}
