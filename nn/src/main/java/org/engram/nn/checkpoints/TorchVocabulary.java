package org.engram.nn.checkpoints;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.engram.core.UnsupportedFeatureException;
import org.engram.nn.checkpoints.pickle.ForeignObjects;
import org.engram.nn.checkpoints.pickle.Global;
import org.engram.nn.checkpoints.pickle.PickleTuple;
import org.engram.nn.checkpoints.pickle.PickleValues;
import org.engram.nn.checkpoints.pickle.Vocabulary;

/** The calls by which PyTorch writes tensors, and nothing more. */
final class TorchVocabulary {
    /** An expanded tensor repeats what is stored; beyond this many elements it must be stored in full. */
    private static final long MOST_REPEATED = 1L << 24;
    private static final int MOST_AXES = 64;

    private static final Map<String, TensorType> STORAGES = Map.ofEntries(
            Map.entry("FloatStorage", TensorType.F32),
            Map.entry("DoubleStorage", TensorType.F64), Map.entry("HalfStorage", TensorType.F16),
            Map.entry("BFloat16Storage", TensorType.BF16), Map.entry("IntStorage", TensorType.I32),
            Map.entry("LongStorage", TensorType.I64), Map.entry("ShortStorage", TensorType.I16),
            Map.entry("CharStorage", TensorType.I8), Map.entry("ByteStorage", TensorType.U8),
            Map.entry("BoolStorage", TensorType.BOOL), Map.entry("UntypedStorage", TensorType.U8),
            Map.entry("_UntypedStorage", TensorType.U8));
    private static final Map<String, TensorType> DTYPES = Map.ofEntries(Map.entry("float32", TensorType.F32),
            Map.entry("float64", TensorType.F64), Map.entry("float16", TensorType.F16),
            Map.entry("bfloat16", TensorType.BF16), Map.entry("int32", TensorType.I32),
            Map.entry("int64", TensorType.I64), Map.entry("int16", TensorType.I16),
            Map.entry("int8", TensorType.I8), Map.entry("uint8", TensorType.U8),
            Map.entry("bool", TensorType.BOOL),
            Map.entry("uint16", TensorType.U16), Map.entry("uint32", TensorType.U32),
            Map.entry("uint64", TensorType.U64), Map.entry("float8_e4m3fn", TensorType.F8_E4M3),
            Map.entry("float8_e5m2", TensorType.F8_E5M2));

    private final ByteOrder order;
    private final String file;

    private TorchVocabulary(String file, ByteOrder order) {
        this.file = file;
        this.order = order;
    }

    /**
     * @param file for messages
     * @param order of the bytes of stored elements
     * @param storages what a persistent id stands for
     * @param foreign what happens to other objects
     */
    static Vocabulary of(String file, ByteOrder order, UnaryOperator<Object> storages,
            ForeignObjects foreign) {
        TorchVocabulary torch = new TorchVocabulary(file, order);
        Map<String, Vocabulary.Call> calls = new HashMap<>(Vocabulary.plainCalls());
        calls.put("torch._utils._rebuild_tensor", torch::tensor);
        calls.put("torch._utils._rebuild_tensor_v2", torch::tensor);
        calls.put("torch._utils._rebuild_tensor_v3", torch::typedTensor);
        calls.put("torch._utils._rebuild_parameter", arguments -> tensorOf(arguments.get(0)));
        calls.put("torch._utils._rebuild_parameter_with_state", arguments -> tensorOf(arguments.get(0)));
        calls.put("torch._tensor._rebuild_from_type_v2", arguments -> fromType(calls, arguments));
        calls.put("torch.Size", arguments -> arguments.get(0));
        calls.put("torch.device", arguments -> arguments.get(0));
        calls.put("torch.serialization._get_layout", arguments -> arguments.get(0));
        for (String list : List.of("intlist", "doublelist", "boollist", "tensorlist")) {
            calls.put("torch.jit._pickle.build_" + list, arguments -> arguments.get(0));
        }
        calls.put("torch.jit._pickle.restore_type_tag", arguments -> arguments.get(0));
        for (String name : List.of("_rebuild_sparse_tensor", "_rebuild_sparse_csr_tensor", "_rebuild_qtensor",
                "_rebuild_meta_tensor_no_storage", "_rebuild_nested_tensor")) {
            calls.put("torch._utils." + name, arguments -> torch.refuse("torch._utils." + name,
                    "sparse, quantised, nested and meta tensors are not read; store dense ones"));
        }
        return new Vocabulary(calls, name -> name.startsWith("__torch__."), storages, foreign);
    }

    /** Makes a storage of a persistent id: ("storage", class, key, device, number of elements). */
    static TorchStorage storage(String file, PickleTuple id) {
        if (id.size() < 5 || !"storage".equals(id.get(0)) || !(id.get(1) instanceof Global type)
                || !(id.get(2) instanceof String key) || !(id.get(4) instanceof Long elements)) {
            throw new IllegalArgumentException("a persistent id that does not describe a storage");
        }
        TensorType elementType = STORAGES.get(type.name());
        if (elementType == null || !type.module().equals("torch") && !type.module().startsWith("torch.")) {
            throw new UnsupportedFeatureException(file + ": storages of type " + type
                    + " are not read (complex and quantised numbers are not): convert the tensors to real, dense ones");
        }
        if (elements < 0 || elements > Long.MAX_VALUE / 8) {
            throw new IllegalArgumentException("a storage of " + elements + " elements");
        }
        return new TorchStorage(key, elementType, elements);
    }

    /** The arguments are storage, offset, size, stride, and what only training needs. */
    private Object tensor(List<Object> arguments) {
        if (!(arguments.get(0) instanceof TorchStorage storage)) {
            throw new IllegalArgumentException(
                    "a tensor whose storage is " + PickleValues.kind(arguments.get(0)));
        }
        return view(storage, storage.type(), storage.elements(), arguments);
    }

    private Object typedTensor(List<Object> arguments) {
        if (!(arguments.get(0) instanceof TorchStorage storage)
                || !(arguments.get(6) instanceof Global dtype)) {
            throw new IllegalArgumentException("a tensor without storage or element type");
        }
        TensorType type = DTYPES.get(dtype.name());
        if (type == null || !dtype.module().equals("torch")) {
            return refuse(dtype.path(), "tensors of this element type are not read");
        }
        return view(storage, type, storage.byteCount() / type.bytes(), arguments);
    }

    private StoredTensor view(TorchStorage storage, TensorType type, long elements, List<Object> arguments) {
        long first = (Long) arguments.get(1);
        long[] shape = PickleValues.longs(arguments.get(2));
        long[] strides = PickleValues.longs(arguments.get(3));
        if (shape.length != strides.length || shape.length > MOST_AXES || first < 0) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + Arrays.toString(shape) + " with strides "
                            + Arrays.toString(strides) + " from element " + first);
        }
        long count = 1;
        long last = first;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0 || strides[axis] < 0) {
                throw new IllegalArgumentException(
                        "a negative size or stride in shape " + Arrays.toString(shape)
                                + ", strides " + Arrays.toString(strides));
            }
            count = Math.multiplyExact(count, shape[axis]);
            last = Math.addExact(last, Math.multiplyExact(Math.max(shape[axis] - 1, 0), strides[axis]));
        }
        if (count > 0 && last >= elements) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + Arrays.toString(shape) + " would reach element "
                            + last + " of storage " + storage.key() + ", which has " + elements);
        }
        if (count > Math.max(elements, MOST_REPEATED)) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + Arrays.toString(shape) + " would repeat the "
                            + elements + " elements of its storage " + count + " times in all");
        }
        return new StoredTensor(storage, type, order, first, shape, strides);
    }

    private static Object tensorOf(Object data) {
        if (data instanceof StoredTensor) {
            return data;
        }
        throw new IllegalArgumentException("a parameter whose value is " + PickleValues.kind(data));
    }

    /** Tensors with attributes of their own: (function, class, arguments, state); the attributes are not weights. */
    private static Object fromType(Map<String, Vocabulary.Call> calls, List<Object> arguments) {
        if (arguments.get(0) instanceof Global function
                && function.path().startsWith("torch._utils._rebuild_")
                && calls.containsKey(function.path()) && arguments.get(2) instanceof PickleTuple own) {
            return calls.get(function.path()).apply(own);
        }
        throw new IllegalArgumentException("a tensor made by " + PickleValues.kind(arguments.get(0)));
    }

    private Object refuse(String name, String why) {
        throw new UnsupportedFeatureException(file + ": the pickle in it needs " + name + ": " + why);
    }
}
