package org.engram.nn.checkpoints;

import ai.djl.ndarray.types.Shape;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;

/**
 * Reads weights that Keras saved as HDF5. Layers and weights are found by the attributes Keras writes
 * ({@code layer_names}, {@code weight_names}, cut into numbered pieces when long), at the top or under
 * {@code model_weights}; names are those of the weights ({@code unet_conv_downarm_0_0/kernel:0}). A file without these
 * attributes gives every numeric data set under its path.
 *
 * <p>Shapes and axes are left as Keras has them: the key map says how they change.
 *
 * <p>Links to other places or files are not followed.
 */
final class KerasReader {
    private static final int MOST_NODES = 200_000;
    private static final int DEEPEST = 32;
    /** Deflate shrinks by at most this factor. */
    private static final long MOST_COMPRESSED = 1032;

    private final Path file;
    private final HdfFile hdf;
    private final long fileBytes;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private int nodes;

    private KerasReader(Path file, HdfFile hdf, long fileBytes) {
        this.file = file;
        this.hdf = hdf;
        this.fileBytes = fileBytes;
    }

    static Checkpoint open(Path file) throws IOException {
        long bytes = Files.size(file);
        HdfFile hdf = guarded(file, () -> new HdfFile(file));
        try {
            return guarded(file, new KerasReader(file, hdf, bytes)::read);
        } catch (RuntimeException failure) {
            hdf.close();
            throw failure;
        }
    }

    /** The HDF5 library reports broken files by many exceptions, and follows sizes and references as they stand. */
    private static <T> T guarded(Path file, Supplier<T> work) {
        try {
            return work.get();
        } catch (FormatException | UnsupportedFeatureException clear) {
            throw clear;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError failure) {
            String said = failure.getMessage() == null
                    ? failure.getClass().getSimpleName()
                    : failure.getMessage();
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET, "a broken HDF5 file ("
                    + said.lines().findFirst().orElse(said) + "): download it again", failure);
        }
    }

    private Checkpoint read() {
        Group root = hdf.getChild("model_weights") instanceof Group weights && !(weights instanceof Link)
                ? weights
                : hdf;
        List<String> layers = names(root, "layer_names");
        if (layers.isEmpty()) {
            walk(root, "", 0);
            notices.add("has no layer_names as Keras writes them: data sets are named by their paths");
        } else {
            layers.forEach(layer -> readLayer(root, layer));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String key : List.of("backend", "keras_version")) {
            List<String> value = names(hdf, key);
            value = value.isEmpty() ? names(root, key) : value;
            value.forEach(text -> metadata.put(key, text));
        }
        return new FileCheckpoint(file, hdf, tensors, metadata, notices, List.of());
    }

    private void readLayer(Group root, String layer) {
        if (!(child(root, layer) instanceof Group group)) {
            throw new FormatException(file,
                    "names the layer \"" + layer + "\" but holds no group of that name");
        }
        for (String weight : names(group, "weight_names")) {
            Node node = group;
            for (String part : weight.split("/")) {
                node = node instanceof Group inner ? child(inner, part) : null;
            }
            if (!(node instanceof Dataset dataset)) {
                throw new FormatException(file, "layer \"" + layer + "\" names the weight \"" + weight
                        + "\" but holds no data set of that name");
            }
            put(tensors.containsKey(weight) ? layer + "/" + weight : weight, dataset);
        }
    }

    private void walk(Group group, String path, int depth) {
        if (depth > DEEPEST || ++nodes > MOST_NODES) {
            throw new FormatException(file,
                    "its groups are nested more than " + DEEPEST + " deep or more than "
                            + MOST_NODES + " in number");
        }
        for (Node node : group.getChildren().values()) {
            if (node instanceof Link) {
                continue;
            }
            String name = path.isEmpty() ? node.getName() : path + "/" + node.getName();
            if (node instanceof Group inner) {
                walk(inner, name, depth + 1);
            } else if (node instanceof Dataset dataset && type(dataset) != null) {
                put(name, dataset);
            }
        }
    }

    private Node child(Group group, String name) {
        // Names of weights may hold slashes and lead through groups; a link could lead out of the file.
        Node node = group;
        for (String part : name.split("/")) {
            node = node instanceof Group inner ? inner.getChild(part) : null;
            if (node instanceof Link) {
                throw new UnsupportedFeatureException(file + ": \"" + name
                        + "\" is a link to another place, which is not followed");
            }
        }
        return node;
    }

    private void put(String name, Dataset dataset) {
        TensorType type = type(dataset);
        if (type == null) {
            throw new UnsupportedFeatureException(file + ": \"" + name + "\" holds " + dataset.getJavaType()
                    + ", not numbers");
        }
        long[] shape = dataset.getDimensionsAsLong();
        long bytes = type.bytes();
        try {
            for (long size : shape) {
                if (size < 0) {
                    throw new ArithmeticException();
                }
                bytes = Math.multiplyExact(bytes, size);
            }
        } catch (ArithmeticException impossible) {
            bytes = Long.MAX_VALUE;
        }
        if (bytes > Integer.MAX_VALUE || bytes / MOST_COMPRESSED > fileBytes) {
            throw new FormatException(file, "\"" + name + "\" would have shape " + new Shape(shape)
                    + ", more than a file of " + fileBytes + " bytes can hold");
        }
        int size = (int) bytes;
        tensors.put(name,
                StoredTensor.of(new MemoryStorage(bytes, () -> elements(name, dataset, size)), type, shape));
    }

    private ByteBuffer elements(String name, Dataset dataset, int bytes) {
        Object data;
        synchronized (hdf) {
            data = guarded(file, dataset::getDataFlat);
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (data instanceof float[] values) {
                buffer.asFloatBuffer().put(values);
            } else if (data instanceof double[] values) {
                buffer.asDoubleBuffer().put(values);
            } else if (data instanceof int[] values) {
                buffer.asIntBuffer().put(values);
            } else if (data instanceof long[] values) {
                buffer.asLongBuffer().put(values);
            } else if (data instanceof short[] values) {
                buffer.asShortBuffer().put(values);
            } else if (data instanceof byte[] values) {
                buffer.put(values);
            } else if (data instanceof Number number) {
                scalar(buffer, number);
            } else {
                throw new FormatException(file, "\"" + name + "\" holds no numbers");
            }
        } catch (java.nio.BufferOverflowException more) {
            throw new FormatException(file, "\"" + name + "\" holds more numbers than its shape says");
        }
        return buffer.rewind();
    }

    private static void scalar(ByteBuffer buffer, Number number) {
        if (number instanceof Float value) {
            buffer.putFloat(value);
        } else if (number instanceof Double value) {
            buffer.putDouble(value);
        } else if (number instanceof Integer value) {
            buffer.putInt(value);
        } else if (number instanceof Long value) {
            buffer.putLong(value);
        } else if (number instanceof Short value) {
            buffer.putShort(value);
        } else {
            buffer.put(number.byteValue());
        }
    }

    private static TensorType type(Dataset dataset) {
        Class<?> type = dataset.isCompound() || dataset.isVariableLength()
                ? Object.class
                : dataset.getJavaType();
        return type == float.class
                ? TensorType.F32
                : type == double.class
                        ? TensorType.F64
                        : type == int.class
                                ? TensorType.I32
                                : type == long.class
                                        ? TensorType.I64
                                        : type == short.class
                                                ? TensorType.I16
                                                : type == byte.class ? TensorType.I8 : null;
    }

    /** A list of names, which Keras cuts into {@code name0}, {@code name1}, ... when it is longer than 64 KB. */
    private List<String> names(Node node, String name) {
        List<String> names = new ArrayList<>();
        Attribute whole = node.getAttribute(name);
        if (whole != null) {
            add(names, whole);
            return names;
        }
        for (int piece = 0; node.getAttribute(name + piece) != null; piece++) {
            add(names, node.getAttribute(name + piece));
        }
        return names;
    }

    private void add(List<String> names, Attribute attribute) {
        if (attribute.getSize() > MOST_NODES) {
            throw new FormatException(file, "the attribute " + attribute.getName() + " would hold "
                    + attribute.getSize() + " names");
        }
        Object data = attribute.isEmpty() ? null : attribute.getData();
        if (data instanceof String one) {
            names.add(one);
        } else if (data instanceof String[] several) {
            names.addAll(List.of(several));
        }
    }
}
