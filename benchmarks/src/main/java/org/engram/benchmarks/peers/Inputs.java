package org.engram.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpyFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.volume.series.VolumePass;

/**
 * The files that {@code peer.py make} writes, and what every task needs of them.
 *
 * @param folder holds the files
 * @param parallelism threads that a task may use
 */
record Inputs(Path folder, Parallelism parallelism) {
    /** @return the compressed series, where it lies */
    Path series() {
        return folder.resolve("bold.nii.gz");
    }

    /** @return the compressed series, read into memory as single precision */
    Volume loadSeries() {
        try (Volume stored = Volumes.read(series())) {
            return new VolumePass(stored, parallelism, Progress.NONE).toMemory("loading");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param name file name without ending
     * @return the array of that file; its first axis becomes rows, all others columns
     */
    Matrix matrix(String name) {
        NpyArray array = array(name);
        int rows = array.shape()[0];
        return Matrix.of(rows, array.size() / rows, array.toDoubles());
    }

    /**
     * @param name file name without ending
     * @return a number per sample, as classes named by them
     */
    Labels labels(String name) {
        return Labels.of(words(name));
    }

    /**
     * @param name file name without ending
     * @return a number per sample, as words
     */
    List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (long value : array(name).toLongs()) {
            words.add(Long.toString(value));
        }
        return words;
    }

    /**
     * @param name file name without ending
     * @return the array of that file
     */
    NpyArray array(String name) {
        try {
            return NpyFile.read(folder.resolve(name + ".npy"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
