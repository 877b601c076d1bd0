package org.engram.decoders.fmri;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.engram.io.bids.BidsName;
import org.engram.io.bids.BoldRun;

/**
 * What the derivatives of a dataset hold for a raw run, in {@code derivatives/<pipeline>/<folder of the run>/}: confounds,
 * which describe the run volume by volume as it was recorded, and a brain mask in the run's own space.
 */
final class DerivedFiles {
    private DerivedFiles() {}

    /** The table of that run; empty when no pipeline, or more than one, has one. */
    static Optional<Path> confounds(Path root, BoldRun run) {
        List<Path> found = new ArrayList<>(find(root, run, "confounds", "timeseries", ".tsv"));
        found.addAll(find(root, run, "confounds", "regressors", ".tsv"));
        return only(found);
    }

    /** The brain mask of that run; empty when no pipeline, or more than one, has one. */
    static Optional<Path> brainMask(Path root, BoldRun run) {
        return only(find(root, run, "brain", "mask", ".nii.gz"));
    }

    private static Optional<Path> only(List<Path> found) {
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static List<Path> find(Path root, BoldRun run, String description, String suffix,
            String extension) {
        Path derivatives = root.resolve("derivatives");
        Path folder = Path.of(run.relativePath()).getParent();
        Optional<BidsName> name = BidsName.tryParse(run.image().getFileName().toString());
        if (folder == null || name.isEmpty() || name.get().entity("space").isPresent()
                || !Files.isDirectory(derivatives)) {
            return List.of();
        }
        String wanted = name.get().without("desc").with("desc", description).withEnding(suffix, extension)
                .fileName();
        try (Stream<Path> pipelines = Files.list(derivatives)) {
            return pipelines.sorted().map(pipeline -> pipeline.resolve(folder).resolve(wanted))
                    .filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
