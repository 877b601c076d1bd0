package org.engram.decoders.fmri;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.core.SpaceMismatchException;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.volume.masking.EpiBrainMask;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * The voxels to analyse, and how they were chosen: a mask given by name, else the dataset's own brain mask, else one
 * computed from the intensities of the first run.
 *
 * @param mask the voxels
 * @param file the image it came from; empty when it was computed
 * @param description where it came from, in words
 */
public record AnalysisMask(Mask mask, Optional<Path> file, String description) {
    /** Opening takes two voxels off each side, which leaves nothing of a slab thinner than this. */
    private static final int THINNEST_OPENED = 5;

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
        Path first = study.runs().get(0).image();
        try (Volume series = Volumes.read(first)) {
            return file.isPresent()
                    ? read(file.get(), series, first, notices)
                    : compute(series, first, parallelism, progress, notices);
        }
    }

    private static AnalysisMask read(Path file, Volume series, Path first, Consumer<Notice> notices)
            throws IOException {
        try (Volume image = Volumes.read(file, notices)) {
            Mask mask = Mask.of(image);
            if (mask.onGrid(Grid.of(series)).count() == 0) {
                throw new SpaceMismatchException(String.format(Locale.ROOT,
                        "it has %d voxels, but none lies on the grid of %s (corners %.1f mm apart):"
                                + " give a mask in the space of the BOLD images",
                        mask.count(), first, mask.grid().displacementMillimetres(Grid.of(series))));
            }
            return new AnalysisMask(mask, Optional.of(file), "the mask " + file.getFileName());
        } catch (FormatException e) {
            throw e;
        } catch (EngramException e) {
            throw new EngramException(file + ": " + e.getMessage(), e);
        }
    }

    private static AnalysisMask compute(Volume series, Path first, Parallelism parallelism, Progress progress,
            Consumer<Notice> notices) {
        long[] shape = series.shape();
        boolean slab = Math.min(shape[0], Math.min(shape[1], shape[2])) < THINNEST_OPENED;
        EpiBrainMask.Builder epi = EpiBrainMask.builder().parallelism(parallelism).progress(progress);
        Mask mask;
        try {
            mask = (slab ? epi.opening(0) : epi).build().compute(series);
        } catch (EngramException e) {
            throw new EngramException(first + ": no brain mask could be computed from its intensities ("
                    + e.getMessage() + "): give one", e);
        }
        notices.accept(new Notice("mask-computed",
                "no mask was given and the dataset has none: a brain mask of " + mask.count()
                        + " voxels was computed from " + first.getFileName()));
        return new AnalysisMask(mask, Optional.empty(),
                "a brain mask computed from the intensities of " + first.getFileName());
    }
}
