package org.engram.io.volume.nifti;

import java.util.List;
import org.engram.core.Notice;
import org.engram.io.volume.Volume;

/**
 * A file that was read.
 *
 * @param header the header as it stands in the file
 * @param volume the voxels, read lazily, with affine in mm and repetition time in seconds
 * @param extensions other programs' data
 * @param notices everything that was repaired or guessed
 */
public record NiftiImage(NiftiHeader header, Volume volume, List<NiftiExtension> extensions,
        List<Notice> notices) implements AutoCloseable {
    /** Copies the lists. */
    public NiftiImage {
        extensions = List.copyOf(extensions);
        notices = List.copyOf(notices);
    }

    /** Releases the file. */
    @Override
    public void close() {
        volume.close();
    }
}
