package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/** Surfaces of head, skull and brain ({@code -bem.fif}, {@code -head.fif}). */
public final class FifSurfaces {
    private FifSurfaces() {}

    /**
     * @param file a FIFF file
     * @return its surfaces, in the order of the file
     * @throws org.engram.core.UnsupportedFeatureException if it holds none
     * @throws IOException if it cannot be read
     */
    public static List<FifSurface> read(Path file) throws IOException {
        FifFile content = FifFile.open(file, false, notice -> {});
        List<FifSurface> surfaces = new ArrayList<>();
        for (Block model : content.root().blocks(Blocks.BEM)) {
            Optional<Tag> frame = model.find(Kinds.BEM_FRAME);
            CoordinateFrame shared = frame.isPresent()
                    ? CoordinateFrame.ofFiffCode(content.integer(frame.get()))
                    : CoordinateFrame.MRI;
            for (Block block : model.blocks(Blocks.BEM_SURFACE)) {
                surfaces.add(read(content, block, shared));
            }
        }
        if (surfaces.isEmpty()) {
            throw FifContents.missing(content, "surface");
        }
        return surfaces;
    }

    private static FifSurface read(FifFile file, Block block, CoordinateFrame shared) throws IOException {
        Optional<Tag> id = block.find(Kinds.SURFACE_ID);
        Optional<Tag> conductivity = block.find(Kinds.CONDUCTIVITY);
        Optional<Tag> frame = block.find(Kinds.COORDINATE_FRAME).or(() -> block.find(Kinds.BEM_FRAME));
        int count = file.integer(file.need(block, Kinds.SURFACE_VERTEX_COUNT, "the number of vertices"));
        int triangles = file
                .integer(file.need(block, Kinds.SURFACE_TRIANGLE_COUNT, "the number of triangles"));
        Optional<Tag> normals = block.find(Kinds.SOURCE_NORMALS).or(() -> block.find(Kinds.SURFACE_NORMALS));
        return new FifSurface(id.isPresent() ? file.integer(id.get()) : -1,
                frame.isPresent() ? CoordinateFrame.ofFiffCode(file.integer(frame.get())) : shared,
                conductivity.isPresent() ? file.number(conductivity.get()) : 1,
                FifSurface.points(file, file.need(block, Kinds.SURFACE_VERTICES, "vertices"), count),
                normals.isPresent() ? FifSurface.points(file, normals.get(), count) : new double[0][],
                FifSurface.triangles(file, file.need(block, Kinds.SURFACE_TRIANGLES, "triangles"), triangles,
                        count));
    }
}
