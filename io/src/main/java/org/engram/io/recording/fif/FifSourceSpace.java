package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.engram.core.FormatException;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/**
 * Places of possible sources ({@code -src.fif}): a hemisphere, a volume, or a list of points.
 *
 * @param kind how the places were chosen
 * @param surface all places with their normals, and the triangles between them (none for volumes)
 * @param used indices of the places that sources may have, rising; not copied
 * @param usedTriangles triangle x 3, indices of places: triangles between used places; not copied
 * @param subject name of the subject; empty when the file does not say
 */
public record FifSourceSpace(Kind kind, FifSurface surface, int[] used, int[][] usedTriangles,
        String subject) {
    /** How places were chosen; in the order of their FIFF codes, from 1. */
    public enum Kind {
        /** On the surface of a hemisphere. */
        SURFACE,
        /** On a grid. */
        VOLUME,
        /** One by one. */
        DISCRETE
    }

    /**
     * @param file a FIFF file
     * @return its source spaces, in the order of the file (left hemisphere first)
     * @throws org.engram.core.UnsupportedFeatureException if it holds none
     * @throws IOException if it cannot be read
     */
    public static List<FifSourceSpace> read(Path file) throws IOException {
        FifFile content = FifFile.open(file, false, notice -> {});
        List<FifSourceSpace> spaces = new ArrayList<>();
        for (Block block : content.root().blocks(Blocks.SOURCE_SPACE)) {
            spaces.add(read(content, block));
        }
        if (spaces.isEmpty()) {
            throw FifContents.missing(content, "source space");
        }
        return spaces;
    }

    private static FifSourceSpace read(FifFile file, Block block) throws IOException {
        Tag type = file.need(block, Kinds.SOURCE_TYPE, "the type of a source space");
        int code = file.integer(type);
        if (code < 1 || code > Kind.values().length) {
            throw file.damaged(type, "a source space has type " + code + ", expected 1, 2 or 3");
        }
        Optional<Tag> id = block.find(Kinds.SOURCE_ID);
        int count = file.integer(file.need(block, Kinds.SOURCE_POINT_COUNT, "the number of places"));
        FifSurface surface = new FifSurface(id.isPresent() ? file.integer(id.get()) : -1,
                CoordinateFrame
                        .ofFiffCode(file.integer(file.need(block, Kinds.COORDINATE_FRAME, "coordinates"))),
                1, FifSurface.points(file, file.need(block, Kinds.SOURCE_POINTS, "places of sources"), count),
                FifSurface.points(file, file.need(block, Kinds.SOURCE_NORMALS, "normals at sources"), count),
                triangles(file, block, count,
                        block.find(Kinds.SURFACE_TRIANGLE_COUNT)
                                .or(() -> block.find(Kinds.SOURCE_TRIANGLE_COUNT)),
                        block.find(Kinds.SURFACE_TRIANGLES).or(() -> block.find(Kinds.SOURCE_TRIANGLES))));
        Optional<Tag> subject = block.find(Kinds.SUBJECT_ID);
        return new FifSourceSpace(Kind.values()[code - 1], surface, used(file, block, count),
                triangles(file, block, count, block.find(Kinds.SOURCE_USED_TRIANGLE_COUNT),
                        block.find(Kinds.SOURCE_USED_TRIANGLES)),
                subject.isPresent() ? file.text(subject.get()) : "");
    }

    private static int[][] triangles(FifFile file, Block block, int vertices, Optional<Tag> count,
            Optional<Tag> tag) throws IOException {
        if (count.isEmpty() || file.integer(count.get()) == 0) {
            return new int[0][];
        }
        return FifSurface.triangles(file,
                tag.orElseThrow(() -> new FormatException(file.path(),
                        "a source space in a block of kind " + block.kind() + " lacks its triangles")),
                file.integer(count.get()), vertices);
    }

    private static int[] used(FifFile file, Block block, int count) throws IOException {
        if (block.find(Kinds.SOURCE_USED_COUNT).isEmpty()) {
            return new int[0];
        }
        Tag tag = file.need(block, Kinds.SOURCE_SELECTION, "which places are used");
        double[] used = file.numbers(tag);
        if (used.length != count) {
            throw file.damaged(tag, used.length + " places are said to be used or not, expected " + count);
        }
        return IntStream.range(0, count).filter(i -> used[i] != 0).toArray();
    }
}
