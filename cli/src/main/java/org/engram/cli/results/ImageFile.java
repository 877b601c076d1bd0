package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.format.Formats;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VolumeFormat;
import org.engram.io.volume.Volumes;
import org.engram.io.volume.VoxelType;
import org.engram.io.volume.nifti.NiftiFormat;
import org.engram.io.volume.nifti.NiftiWriter;

/** Writes computed images: they are worked out in double precision and stored in single precision. */
public final class ImageFile {
    private ImageFile() {}

    /**
     * @param volume what was computed
     * @param file the file to make or replace; its ending says the format
     * @param notices told what the format could not keep
     * @throws IOException if writing fails; no partial file is left
     */
    public static void write(Volume volume, Path file, Consumer<Notice> notices) throws IOException {
        write(volume, file, Optional.of(VoxelType.FLOAT32), notices);
    }

    /**
     * @param volume what was computed
     * @param file the file to make or replace; its ending says the format
     * @param type how voxels are stored where the format has a choice; empty: as they are
     * @param notices told what the format could not keep
     * @throws IOException if writing fails; no partial file is left
     */
    public static void write(Volume volume, Path file, Optional<VoxelType> type, Consumer<Notice> notices)
            throws IOException {
        if (type.isPresent() && Formats.forName(VolumeFormat.class, file) instanceof NiftiFormat) {
            NiftiWriter.builder().voxelType(type.get()).build().write(volume, file, notices);
        } else {
            Volumes.write(volume, file, notices);
        }
    }
}
