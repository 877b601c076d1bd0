package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.engram.core.EngramException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.SensorCovariance;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifMatrix;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;
import org.engram.io.recording.fif.tag.Types;

/** Covariances between sensors in files of their own ({@code -cov.fif}). */
public final class FifCovariance {
    private static final int NOISE = 1;
    private static final int LARGEST = 10_000;

    private FifCovariance() {}

    /**
     * Reads the covariance of noise. A diagonal one becomes a full matrix; one stored as eigenvalues and eigenvectors
     * only is put together.
     *
     * @param file a FIFF file
     * @return its covariance; degrees of freedom -1 when the file does not say
     * @throws UnsupportedFeatureException if it holds none
     * @throws IOException if it cannot be read
     */
    public static SensorCovariance read(Path file) throws IOException {
        FifFile content = FifFile.open(file, false, notice -> {});
        for (Block block : content.root().blocks(Blocks.COVARIANCE)) {
            Optional<Tag> kind = block.find(Kinds.COVARIANCE_KIND);
            if (kind.isPresent() && content.integer(kind.get()) == NOISE) {
                return read(content, block);
            }
        }
        throw FifContents.missing(content, "covariance of sensor noise");
    }

    private static SensorCovariance read(FifFile file, Block block) throws IOException {
        Tag tag = file.need(block, Kinds.COVARIANCE_SIZE, "the size of a covariance");
        int size = file.integer(tag);
        List<String> names = file.names(file.need(block, Kinds.ROW_NAMES, "the sensors of a covariance"));
        if (size != names.size()) {
            throw file.damaged(tag, "a covariance of " + size + " sensors names " + names.size());
        }
        if (size > LARGEST) {
            throw new UnsupportedFeatureException(
                    file.path() + ": a covariance of " + size + " sensors is too large");
        }
        Optional<Tag> freedom = block.find(Kinds.COVARIANCE_FREEDOM);
        List<String> bad = new ArrayList<>();
        for (Block list : block.blocks(Blocks.BAD_CHANNELS)) {
            Optional<Tag> found = list.find(Kinds.CHANNEL_NAMES);
            if (found.isPresent()) {
                bad.addAll(file.names(found.get()));
            }
        }
        return new SensorCovariance(names, matrix(file, block, size),
                freedom.isPresent() ? file.integer(freedom.get()) : -1, bad,
                FifProjectors.read(file, block, null));
    }

    private static double[][] matrix(FifFile file, Block block, int size) throws IOException {
        Optional<Tag> full = block.find(Kinds.COVARIANCE);
        Optional<Tag> diagonal = block.find(Kinds.COVARIANCE_DIAGONAL);
        if (full.isPresent()) {
            return full(file, full.get(), size);
        }
        if (diagonal.isEmpty()) {
            return ofEigenvectors(file, block, size);
        }
        double[] values = file.numbers(diagonal.get());
        expect(file, diagonal.get(), values.length, size);
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            matrix[i][i] = values[i];
        }
        return matrix;
    }

    private static double[][] full(FifFile file, Tag tag, int size) throws IOException {
        if (Types.storage(tag.type()) != 0) {
            FifMatrix stored = file.matrix(tag);
            expect(file, tag, stored.values().length, (long) size * size);
            return new FifMatrix(new int[] {size, size}, stored.values()).toRows();
        }
        double[] lower = file.numbers(tag);
        expect(file, tag, lower.length, size * (size + 1L) / 2);
        double[][] matrix = new double[size][size];
        int next = 0;
        for (int row = 0; row < size; row++) {
            for (int column = 0; column <= row; column++) {
                matrix[row][column] = lower[next];
                matrix[column][row] = lower[next++];
            }
        }
        return matrix;
    }

    private static double[][] ofEigenvectors(FifFile file, Block block, int size) throws IOException {
        Tag tag = file.need(block, Kinds.COVARIANCE_EIGENVECTORS, "the numbers of a covariance");
        double[] values = file
                .numbers(file.need(block, Kinds.COVARIANCE_EIGENVALUES, "the eigenvalues of a covariance"));
        double[] vectors = file.matrix(tag).values();
        expect(file, tag, values.length, size);
        expect(file, tag, vectors.length, (long) size * size);
        double[][] matrix = new double[size][size];
        for (int k = 0; k < size; k++) {
            for (int row = 0; row < size; row++) {
                double weight = values[k] * vectors[k * size + row];
                for (int column = 0; column < size; column++) {
                    matrix[row][column] += weight * vectors[k * size + column];
                }
            }
        }
        return matrix;
    }

    private static void expect(FifFile file, Tag tag, long found, long expected) {
        if (found != expected) {
            throw file.damaged(tag, "a covariance has " + found + " numbers, expected " + expected);
        }
    }

    /**
     * @param covariance a covariance of noise
     * @param file the file to make or replace; its name should end in {@code -cov.fif}
     * @throws IOException if it cannot be written
     */
    public static void write(SensorCovariance covariance, Path file) throws IOException {
        for (String name : covariance.channels()) {
            if (name.contains(":")) {
                throw new EngramException(
                        file + ": channel \"" + name + "\" has a colon, which separates names in FIFF"
                                + " files: rename it");
            }
        }
        FifOutput.write(file, out -> write(out, covariance));
    }

    private static void write(FifOutput out, SensorCovariance covariance) throws IOException {
        int size = covariance.channels().size();
        double[] lower = new double[Math.toIntExact(size * (size + 1L) / 2)];
        int next = 0;
        for (int row = 0; row < size; row++) {
            for (int column = 0; column <= row; column++) {
                lower[next++] = covariance.matrix()[row][column];
            }
        }
        out.begin(Blocks.COVARIANCE);
        out.integers(Kinds.COVARIANCE_KIND, NOISE);
        out.integers(Kinds.COVARIANCE_SIZE, size);
        if (covariance.degreesOfFreedom() > 0) {
            out.integers(Kinds.COVARIANCE_FREEDOM, covariance.degreesOfFreedom());
        }
        out.names(Kinds.ROW_NAMES, covariance.channels());
        out.doubles(Kinds.COVARIANCE, lower);
        FifProjectors.write(out, covariance.projectors(), ShortNames.NONE);
        if (!covariance.bad().isEmpty()) {
            out.begin(Blocks.BAD_CHANNELS);
            out.names(Kinds.CHANNEL_NAMES, covariance.bad());
            out.end(Blocks.BAD_CHANNELS);
        }
        out.end(Blocks.COVARIANCE);
    }
}
