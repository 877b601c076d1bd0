package org.engram.nn.checkpoints;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.io.table.ClosestName;
import org.engram.nn.checkpoints.pickle.InertObject;
import org.engram.nn.checkpoints.pickle.NumpyArray;
import org.engram.nn.checkpoints.pickle.PickleTuple;
import org.engram.nn.checkpoints.pickle.PickleValues;

/** Finds the tensors in what a pickle describes, and gives each the keys that lead to it, joined by dots. */
final class StateTree {
    private static final int MOST_NODES = 1 << 20;
    private static final int DEEPEST = 64;
    private static final int LONGEST_NAME = 4096;
    private static final int MOST_METADATA = 256;

    /** Where training scripts put the weights, in the order in which they are looked for. */
    private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model_state",
            "model",
            "module", "net", "network", "weights", "ema");
    /** What wrappers for several devices and compilers put before every name. */
    private static final List<String> PREFIXES = List.of("module.", "_forward_module.", "_orig_mod.");
    /** Attributes of a pickled module that hold its parts and add nothing to their names. */
    private static final List<String> TRANSPARENT = List.of("_parameters", "_buffers", "_modules");

    private final Path file;
    private final CheckpointOptions options;
    private final List<String> notices = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private int nodes;

    StateTree(Path file, CheckpointOptions options) {
        this.file = file;
        this.options = options;
    }

    List<String> notices() {
        return notices;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    Map<String, StoredTensor> tensors(Object root) {
        describe(root);
        Object part = options.root() == null ? found(root) : given(root, options.root());
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        collect(part, "", 0, tensors);
        return "".equals(options.root()) ? tensors : stripped(tensors);
    }

    private void describe(Object root) {
        if (root instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                boolean plain = value instanceof Number || value instanceof Boolean
                        || value instanceof String text && text.length() <= LONGEST_NAME;
                if (plain && metadata.size() < MOST_METADATA
                        && String.valueOf(key).length() <= LONGEST_NAME) {
                    metadata.put(String.valueOf(key), String.valueOf(value));
                }
            });
        }
    }

    private Object given(Object root, String path) {
        Object node = root;
        if (!path.isEmpty()) {
            for (String key : path.split("\\.")) {
                if (!(node instanceof Map<?, ?> map) || !map.containsKey(key)) {
                    throw new EngramException(
                            file + " has no part \"" + path + "\": \"" + key + "\" is not in "
                                    + PickleValues.kind(node)
                                    + (node instanceof Map<?, ?> there
                                            ? "; " + ClosestName.hint(key,
                                                    there.keySet().stream().map(String::valueOf).toList())
                                            : ""));
                }
                node = map.get(key);
            }
        }
        return node;
    }

    private Object found(Object root) {
        Object node = root;
        StringBuilder path = new StringBuilder();
        for (int level = 0; level < 4; level++) {
            if (!(node instanceof Map<?, ?> map) || map.values().stream().anyMatch(StateTree::weight)) {
                break;
            }
            String wrapper = WRAPPERS.stream().filter(key -> holdsTensors(map.get(key))).findFirst()
                    .orElse(null);
            if (wrapper == null) {
                break;
            }
            List<String> others = map.keySet().stream().filter(key -> !wrapper.equals(key))
                    .filter(key -> holdsTensors(map.get(key))).map(String::valueOf).toList();
            path.append(path.length() == 0 ? "" : ".").append(wrapper);
            notices.add("the weights are those under \"" + path + "\"" + (others.isEmpty()
                    ? ""
                    : "; the tensors under " + ClosestName.list(others)
                            + " are not read (name another root to read them)"));
            node = map.get(wrapper);
        }
        return node;
    }

    private boolean holdsTensors(Object node) {
        Map<String, StoredTensor> any = new LinkedHashMap<>();
        collect(node, "", 0, any);
        return !any.isEmpty();
    }

    /** A loss or a table of scores may stand beside the wrapper; a weight does not. */
    private static boolean weight(Object node) {
        return node instanceof StoredTensor stored && stored.shape().dimension() > 0;
    }

    private static boolean tensor(Object node) {
        return node instanceof StoredTensor || node instanceof NumpyArray array && array.shape().length > 0;
    }

    private void collect(Object node, String name, int depth, Map<String, StoredTensor> into) {
        if (!tensor(node) && !(node instanceof Map) && !(node instanceof Collection)
                && !(node instanceof InertObject)) {
            return;
        }
        if (++nodes > MOST_NODES || depth > DEEPEST || name.length() > LONGEST_NAME) {
            throw new FormatException(file,
                    "the structure around its tensors is too large or contains itself (at most "
                            + MOST_NODES + " parts, " + DEEPEST + " deep, names of " + LONGEST_NAME
                            + " characters): this is no file of weights");
        }
        if (node instanceof StoredTensor stored) {
            put(name, stored, into);
        } else if (node instanceof NumpyArray array) {
            StoredTensor stored = stored(array);
            if (stored != null) {
                put(name, stored, into);
            }
        } else if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> collect(value, joined(name, String.valueOf(key)), depth + 1, into));
        } else if (node instanceof InertObject object) {
            collectAttributes(object.state(), name, depth, into);
        } else {
            int index = 0;
            for (Object item : (Collection<?>) node) {
                collect(item, joined(name, String.valueOf(index++)), depth + 1, into);
            }
        }
    }

    /** A module that was pickled whole, or one of TorchScript. */
    private void collectAttributes(Object state, String name, int depth, Map<String, StoredTensor> into) {
        Object attributes = state instanceof PickleTuple both && both.size() == 2 ? both.get(0) : state;
        if (attributes instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                boolean transparent = TRANSPARENT.contains(key) && value instanceof Map;
                collect(value, transparent ? name : joined(name, String.valueOf(key)), depth + 1, into);
            });
        }
    }

    private void put(String name, StoredTensor tensor, Map<String, StoredTensor> into) {
        if (into.put(name, tensor) != null) {
            throw new FormatException(file, "two tensors have the name \"" + name + "\"");
        }
    }

    private static String joined(String name, String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    private Map<String, StoredTensor> stripped(Map<String, StoredTensor> tensors) {
        for (String prefix : PREFIXES) {
            if (!tensors.isEmpty() && tensors.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
                notices.add("every name began with \"" + prefix + "\", which was taken off");
                Map<String, StoredTensor> shorter = new LinkedHashMap<>();
                tensors.forEach((name, tensor) -> shorter.put(name.substring(prefix.length()), tensor));
                return stripped(shorter);
            }
        }
        return tensors;
    }

    private static StoredTensor stored(NumpyArray array) {
        if (array.type() == null) {
            return null;
        }
        TensorType type = switch (array.type().code()) {
            case "b1" -> TensorType.BOOL;
            case "u1" -> TensorType.U8;
            case "i1" -> TensorType.I8;
            case "u2" -> TensorType.U16;
            case "i2" -> TensorType.I16;
            case "f2" -> TensorType.F16;
            case "u4" -> TensorType.U32;
            case "i4" -> TensorType.I32;
            case "f4" -> TensorType.F32;
            case "u8" -> TensorType.U64;
            case "i8" -> TensorType.I64;
            case "f8" -> TensorType.F64;
            default -> null; // text, dates and records are no weights
        };
        if (type == null) {
            return null;
        }
        long[] shape = array.shape();
        long[] strides = StoredTensor.rowMajor(shape);
        if (array.columnMajor()) {
            long step = 1;
            for (int axis = 0; axis < shape.length; axis++) {
                strides[axis] = step;
                step *= shape[axis];
            }
        }
        ByteOrder order = array.type().order();
        return new StoredTensor(MemoryStorage.of(array.data()), type, order, 0, shape, strides);
    }
}
