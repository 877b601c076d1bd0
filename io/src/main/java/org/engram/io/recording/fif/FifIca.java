package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifMatrix;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/**
 * A solution of independent component analysis as MNE stores it ({@code -ica.fif}). Sources are
 * {@code unmixing * principalComponents * (whitened samples - mean)}; whitening divides by {@code whitener} where that
 * has one column and multiplies by it where it is square.
 *
 * @param channels names of the channels
 * @param whitener channel x 1 or channel x channel
 * @param principalComponents component x channel
 * @param mean mean of whitened samples, one for each channel; empty when none was subtracted
 * @param explainedVariance variance of each principal component
 * @param unmixing source x principal component
 * @param excluded indices of the sources to remove
 * @param parameters what else MNE stores, as JSON
 */
public record FifIca(List<String> channels, double[][] whitener, double[][] principalComponents,
        double[] mean,
        double[] explainedVariance, double[][] unmixing, int[] excluded, String parameters) {
    /**
     * @param file a FIFF file
     * @return its solution
     * @throws org.engram.core.UnsupportedFeatureException if it holds none
     * @throws IOException if it cannot be read
     */
    public static FifIca read(Path file) throws IOException {
        FifFile content = FifFile.open(file, false, notice -> {});
        Block block = content.root().block(Blocks.ICA).orElseThrow(
                () -> FifContents.missing(content, "solution of independent component analysis"));
        Optional<Tag> names = block.find(Kinds.ROW_NAMES);
        Optional<Tag> mean = block.find(Kinds.ICA_MEAN);
        Optional<Tag> excluded = block.find(Kinds.ICA_EXCLUDED);
        Optional<Tag> parameters = block.find(Kinds.ICA_DETAILS).or(() -> block.find(Kinds.ICA_PARAMETERS));
        return new FifIca(names.isPresent() ? content.names(names.get()) : List.of(),
                rows(content, block, Kinds.ICA_WHITENER, "the whitener"),
                rows(content, block, Kinds.ICA_PRINCIPAL_COMPONENTS, "principal components"),
                mean.isPresent() ? content.numbers(mean.get()) : new double[0],
                content.numbers(
                        content.need(block, Kinds.EXPLAINED_VARIANCE,
                                "the variance of principal components")),
                rows(content, block, Kinds.ICA_UNMIXING, "the unmixing matrix"),
                excluded.isPresent() && excluded.get().size() > 0
                        ? content.integers(excluded.get())
                        : new int[0],
                parameters.isPresent() ? content.text(parameters.get()) : "");
    }

    private static double[][] rows(FifFile file, Block block, int kind, String what) throws IOException {
        Tag tag = file.need(block, kind, what);
        FifMatrix matrix = file.matrix(tag);
        if (matrix.shape().length != 2) {
            throw file.damaged(tag, what + " has " + matrix.shape().length + " sizes, expected 2");
        }
        return matrix.toRows();
    }
}
