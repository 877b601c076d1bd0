package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.decoders.searchlight.LocalClassifier;
import org.engram.decoders.searchlight.LocalClassifiers;
import org.engram.decoders.searchlight.Searchlight;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.volume.masking.Mask;
import picocli.CommandLine.Option;

/** The spheres of a searchlight, and what tells classes apart inside them. */
final class SphereOptions {
    @Option(names = "--radius", paramLabel = "MM", defaultValue = "9", description = "Radius of the spheres in millimetres (default: ${DEFAULT-VALUE}, about 120 voxels of 3 mm;"
            + " nilearn's own default of 2 mm holds a single voxel).")
    double radiusMillimetres;

    @Option(names = "--estimator", paramLabel = "NAME", defaultValue = "ridge", description = "ridge, lda, nearest-centroid, correlation (fast closed forms), or svm, svm-l1, logistic,"
            + " logistic-l1, pca-lda, gnb, knn (slower) (default: ${DEFAULT-VALUE}).")
    String estimator;

    @Option(names = {"--penalty",
            "--alpha"}, paramLabel = "VALUE", description = "Alpha of ridge (default: 1), shrinkage of lda (default: Ledoit-Wolf), C of svm and logistic, ...")
    Double penalty;

    @Option(names = "--stride", paramLabel = "N", defaultValue = "1", description = "Centre spheres on every n-th voxel along each axis (default: ${DEFAULT-VALUE}). Spheres"
            + " still hold every voxel of the mask.")
    int stride;

    @Option(names = "--centres", paramLabel = "MASK", description = "Centre spheres on the voxels of this mask alone, all of them; not with --stride.")
    Path centres;

    @Option(names = "--min-voxels", paramLabel = "N", defaultValue = "1", description = "Leave out spheres with fewer voxels in the mask (default: ${DEFAULT-VALUE}).")
    int minimumVoxels;

    /** What is wrong with the values, if anything. */
    Optional<String> mistake() {
        if (!(radiusMillimetres > 0) || Double.isInfinite(radiusMillimetres)) {
            return Optional.of("--radius is " + radiusMillimetres + ": give millimetres, above 0");
        }
        if (stride < 1) {
            return Optional.of("--stride is " + stride + ": give 1 or more");
        }
        if (minimumVoxels < 1) {
            return Optional.of("--min-voxels is " + minimumVoxels + ": give 1 or more");
        }
        return stride > 1 && centres != null
                ? Optional.of("--centres cannot be combined with --stride")
                : Optional.empty();
    }

    LocalClassifier classifier() {
        return LocalClassifiers.named(estimator,
                penalty == null ? OptionalDouble.empty() : OptionalDouble.of(penalty));
    }

    /** Puts the options into a searchlight over the voxels of a mask. */
    void apply(Searchlight.Builder searchlight, Mask searched, Consumer<Notice> notices)
            throws IOException {
        searchlight.radiusMillimetres(radiusMillimetres).stride(stride).minimumVoxels(minimumVoxels)
                .classifier(classifier());
        if (centres != null) {
            try (Volume image = Volumes.read(centres, notices)) {
                Mask wanted = Mask.of(image);
                if (!wanted.grid().matches(searched.grid())) {
                    notices.accept(new Notice("centres-resampled",
                            "the mask of centres was brought to the grid of the images"));
                    wanted = wanted.onGrid(searched.grid());
                }
                int[] columns = searched.numbersIn(wanted);
                if (columns.length == 0) {
                    throw new EngramException(
                            centres + " shares no voxel with the mask of " + searched.count()
                                    + " voxels: give a mask of centres inside it");
                }
                searchlight.centres(columns);
            }
        }
    }
}
