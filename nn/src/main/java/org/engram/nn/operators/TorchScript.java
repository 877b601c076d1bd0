package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.engram.core.EngramException;
import org.engram.nn.engine.Torch;

/**
 * Calls the operators that DJL does not have. They stand as readable functions in the {@code *.torchscript} files beside
 * this class, are put together into one TorchScript archive when first needed, and take part in automatic
 * differentiation like any other.
 *
 * <p>Every function takes its tensors, then one float64 vector with all its numbers. A list of tensors is passed by
 * {@link #call(String, Map, double...)}.
 *
 * <p>Thread-safe.
 */
final class TorchScript {
    /** Sizes, epsilons and flags repeat at every step; their vectors are made once. */
    private static final int MOST_CACHED_NUMBERS = 4096;

    private static final Map<String, NDArray> SELECTORS = new ConcurrentHashMap<>();
    private static final Map<Numbers, NDArray> NUMBERS = new ConcurrentHashMap<>();
    private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> {
        // The optimiser of the graph executor specialises to shapes again and again; these functions are one call each.
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });
    private static volatile Module module;

    private TorchScript() {}

    /** The loaded archive and the manager that keeps it and its constants. */
    private record Module(NDManager manager, PtSymbolBlock block) {}

    private record Numbers(double[] values) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Numbers that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return Arrays.toString(values);
        }
    }

    /**
     * @param function a name in the {@code *.torchscript} files
     * @param tensors its tensors; the results belong to the manager of the first
     * @param numbers its numbers, in order; whole numbers below 2^53 are exact
     * @return its result, or results
     */
    static NDList call(String function, List<NDArray> tensors, double... numbers) {
        return call(function, tensors, Map.of(), numbers);
    }

    /**
     * @param function a name in the {@code *.torchscript} files
     * @param tensors its tensors; the result belongs to the manager of the first
     * @param numbers its numbers, in order
     * @return its one result
     */
    static NDArray callForOne(String function, List<NDArray> tensors, double... numbers) {
        return call(function, tensors, numbers).get(0);
    }

    /**
     * @param function a name in the {@code *.torchscript} files, whose parameters are {@code List[Tensor]}
     * @param lists a list of tensors for each parameter, in order, none empty
     * @param numbers its numbers, in order
     * @return its result, or results
     */
    static NDList call(String function, Map<String, List<NDArray>> lists, double... numbers) {
        return call(function, List.of(), lists, numbers);
    }

    /**
     * @param function a name in the {@code *.torchscript} files
     * @param tensors its parameters of type {@code Tensor}, which come first
     * @param lists a list of tensors for each parameter of type {@code List[Tensor]}, in order, none empty
     * @param numbers its numbers, in order
     * @return its result, or results
     */
    static NDList call(String function, List<NDArray> tensors, Map<String, List<NDArray>> lists,
            double... numbers) {
        NDList inputs = new NDList();
        for (NDArray tensor : tensors) {
            // DJL reads structure out of names with dots and brackets; names carry no meaning here.
            if (tensor.getName() != null) {
                tensor.setName(null);
            }
            inputs.add(tensor);
        }
        lists.forEach((list, members) -> members.forEach(member -> {
            member.setName(list + "[]");
            inputs.add(member);
        }));
        try {
            return run(function, inputs, numbers);
        } finally {
            lists.values().forEach(members -> members.forEach(member -> member.setName(null)));
        }
    }

    /**
     * Members of a list are named while they are passed, which other threads must not see: what may be shared (a
     * parameter) is passed as an alias.
     *
     * @param shared arrays
     * @return views of them, through which gradients pass
     */
    static List<NDArray> aliases(List<NDArray> shared) {
        return shared.stream().map(array -> array.reshape(array.getShape())).toList();
    }

    /**
     * Numbers that differ from call to call and would only fill the cache; passed as a tensor, or in a list.
     *
     * @param numbers any numbers
     * @return a float64 vector on the CPU, which the caller closes
     */
    static NDArray varying(double... numbers) {
        return module().manager().create(numbers);
    }

    private static NDList run(String function, NDList inputs, double... numbers) {
        Module loaded = module();
        PREPARED.get();
        NDArray vector = numbers(loaded, numbers);
        inputs.add(vector);
        inputs.add(selector(loaded, function));
        try {
            // "Training" only means that the call may record gradients; without it PyTorch forbids them.
            return IValueUtils.forward(loaded.block(), inputs, true);
        } finally {
            if (NUMBERS.size() >= MOST_CACHED_NUMBERS && !NUMBERS.containsValue(vector)) {
                vector.close();
            }
        }
    }

    private static NDArray numbers(Module loaded, double... numbers) {
        Numbers key = new Numbers(numbers);
        NDArray cached = NUMBERS.get(key);
        if (cached != null) {
            return cached;
        }
        NDArray made = lasting(loaded.manager().create(numbers));
        if (NUMBERS.size() >= MOST_CACHED_NUMBERS) {
            return made;
        }
        NDArray before = NUMBERS.putIfAbsent(new Numbers(numbers.clone()), made);
        if (before == null) {
            return made;
        }
        made.close();
        return before;
    }

    private static NDArray selector(Module loaded, String function) {
        return SELECTORS.computeIfAbsent(function, name -> {
            NDArray selector = lasting(loaded.manager().create(0));
            selector.setName("module_method:" + name);
            return selector;
        });
    }

    private static NDArray lasting(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    private static Module module() {
        Module loaded = module;
        if (loaded == null) {
            synchronized (TorchScript.class) {
                if (module == null) {
                    module = load();
                }
                loaded = module;
            }
        }
        return loaded;
    }

    private static Module load() {
        NDManager manager = Torch.newManager();
        try (var archive = new ByteArrayInputStream(OperatorArchive.bytes())) {
            return new Module(manager, JniUtils.loadModule((PtNDManager) manager, archive, false, false));
        } catch (IOException impossible) {
            throw new EngramException("the operator archive could not be put together", impossible);
        }
    }
}
