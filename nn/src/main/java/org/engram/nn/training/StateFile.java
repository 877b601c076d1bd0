package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.nn.checkpoints.Checkpoint;
import org.engram.nn.checkpoints.Checkpoints;
import org.engram.nn.checkpoints.SafetensorsWriter;
import org.engram.nn.checkpoints.StoredTensor;
import org.engram.nn.checkpoints.TensorArrays;

/** Arrays and text fields in one safetensors file, whole or not there. */
final class StateFile {
    private StateFile() {}

    static void write(Path file, Map<String, NDArray> arrays, Map<String, String> fields) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> tensors.put(name, TensorArrays.stored(array)));
        try {
            SafetensorsWriter.write(file, tensors, fields);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be written: " + failure.getMessage(), failure);
        }
    }

    /**
     * Reads a checkpoint into the arrays of a run, after everything was compared.
     *
     * @param file written by {@link #write}
     * @param arrays filled; the file holds exactly these, of the same shapes
     * @param setup fields that must be the same in the file
     * @return all fields of the file
     */
    static Map<String, String> read(Path file, Map<String, NDArray> arrays, Map<String, String> setup) {
        try (Checkpoint checkpoint = Checkpoints.open(file)) {
            Map<String, String> fields = checkpoint.metadata();
            setup.forEach((name, now) -> {
                String then = fields.get(name);
                if (!now.equals(then)) {
                    throw new EngramException(
                            file + " is of a run with " + name + " " + then + ", but this one has "
                                    + now + ": resume it with the same setting, or train in another folder");
                }
            });
            requireSame(file, checkpoint, arrays);
            arrays.forEach((name, array) -> TensorArrays.copy(checkpoint.tensor(name), array));
            return fields;
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static void requireSame(Path file, Checkpoint checkpoint, Map<String, NDArray> arrays) {
        var entries = checkpoint.entries();
        arrays.forEach((name, array) -> {
            var entry = entries.get(name);
            if (entry == null || !entry.shape().equals(array.getShape())) {
                throw new EngramException(file + " holds "
                        + (entry == null ? "no " + name : name + " of shape " + entry.shape())
                        + ", but this run has it with shape " + array.getShape()
                        + ": it is of another network or optimizer; train in another folder");
            }
        });
        for (String name : entries.keySet()) {
            if (!arrays.containsKey(name)) {
                throw new EngramException(file + " holds " + name
                        + ", which this run does not have: it is of another network or optimizer; train in another folder");
            }
        }
    }
}
