package org.engram.io.recording.treebank;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.io.recording.SampleSource;

/**
 * Samples in one data set for each electrode, of which only the chunks that are asked for are unpacked.
 *
 * @param file the HDF5 file
 * @param paths path of each channel's data set
 * @param gains what stored numbers are multiplied by
 */
record TreebankSamples(Path file, String[] paths, double[] gains) implements SampleSource {
    private static final int BLOCK = 1 << 18;

    @Override
    public void read(int[] channels, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        hdf(file, hdf -> {
            for (int i = 0; i < channels.length; i++) {
                Dataset data = hdf.getDatasetByPath(paths[channels[i]]);
                for (int done = 0; done < count; done += BLOCK) {
                    int length = Math.min(BLOCK, count - done);
                    Object block = data.getData(new long[] {firstSample + done}, new int[] {length});
                    copy(block, gains[channels[i]], into[i], offset + done, length);
                }
            }
            return null;
        });
    }

    private void copy(Object block, double gain, double[] into, int offset, int count) {
        for (int k = 0; k < count; k++) {
            double value;
            if (block instanceof double[] doubles) {
                value = doubles[k];
            } else if (block instanceof float[] floats) {
                value = floats[k];
            } else if (block instanceof int[] ints) {
                value = ints[k];
            } else if (block instanceof short[] shorts) {
                value = shorts[k];
            } else {
                throw new FormatException(file, "stores samples as "
                        + (block == null ? "nothing" : block.getClass().getSimpleName())
                        + "; expected numbers of 16, 32 or 64 bits");
            }
            into[offset + k] = value * gain;
        }
    }

    /** What is done with an open file. */
    interface Use<T> {
        T of(HdfFile file) throws IOException;
    }

    /** Whatever the library makes of a damaged file becomes one error that names the file. */
    static <T> T hdf(Path file, Use<T> use) throws IOException {
        try (HdfFile hdf = new HdfFile(file)) {
            return use.of(hdf);
        } catch (EngramException declared) {
            throw declared;
        } catch (RuntimeException | StackOverflowError damaged) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "cannot be read as HDF5 (" + damaged.getMessage() + "): it is damaged or was cut",
                    damaged);
        }
    }
}
