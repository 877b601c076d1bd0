package org.engram.decoders.fmri;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.masking.EpiBrainMask;
import org.engram.preprocessing.fmri.masking.Mask;

/**
 * The voxels to analyse, and how they were chosen: a mask given by name, else the dataset's own brain mask, else one
 * computed from the intensities of the first run.
 *
 * @param mask the voxels
 * @param file the image it came from; empty when it was computed
 * @param description where it came from, in words
 */
public record AnalysisMask(Mask mask, Optional<Path> file, String description) {
    /**
     * @param given a mask image, if a person chose one
     * @param study the runs
     * @param parallelism threads
     * @param progress told while a mask is computed
     * @param notices told what is odd about the mask image, and that one was computed
     * @return the mask
     * @throws IOException if an image cannot be read
     */
    public static AnalysisMask choose(Optional<Path> given, FmriStudy study, Parallelism parallelism,
            Progress progress, Consumer<Notice> notices) throws IOException {
        Optional<Path> file = given.or(study::brainMask);
        if (file.isPresent()) {
            try (Volume image = Volumes.read(file.get(), notices)) {
                return new AnalysisMask(Mask.of(image), file, "the mask " + file.get().getFileName());
            }
        }
        Path first = study.runs().get(0).image();
        try (Volume series = Volumes.read(first, notices)) {
            Mask mask = EpiBrainMask.builder().parallelism(parallelism).progress(progress).build()
                    .compute(series);
            notices.accept(
                    new Notice("mask-computed", "no mask was given and the dataset has none: a brain mask of "
                            + mask.count() + " voxels was computed from " + first.getFileName()));
            return new AnalysisMask(mask, Optional.empty(), "a brain mask computed from the intensities of "
                    + first.getFileName());
        }
    }
}
