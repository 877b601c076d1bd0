package org.engram.nn.checkpoints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.engram.nn.layers.Layer;

/**
 * Fills networks from weight files. Every parameter and buffer of the network must be in the file with its shape, and
 * everything in the file must be in the network, unless a pattern allows otherwise: a network that is silently left
 * random looks like one that works. Nothing is changed unless all fits. Immutable.
 *
 * <p>What is known to be no weight (counters of batches, tables of positions) may be in the file or not.
 */
public final class WeightLoader {
    private static final Pattern NO_WEIGHTS = Pattern.compile("(^|\\.)(num_batches_tracked|position_ids"
            + "|relative_position_index|attn_mask|total_ops|total_params)$");
    private static final WeightLoader STRICT = new WeightLoader(KeyMap.IDENTITY, List.of(), List.of());

    private final KeyMap keys;
    private final List<Pattern> missingAllowed;
    private final List<Pattern> unexpectedAllowed;

    private WeightLoader(KeyMap keys, List<Pattern> missingAllowed, List<Pattern> unexpectedAllowed) {
        this.keys = keys;
        this.missingAllowed = missingAllowed;
        this.unexpectedAllowed = unexpectedAllowed;
    }

    /** @return a loader that takes names as they are and allows nothing to be left over */
    public static WeightLoader strict() {
        return STRICT;
    }

    /**
     * @param map from the names of the file to those of the network
     * @return a loader that reads through it
     */
    public WeightLoader keys(KeyMap map) {
        return new WeightLoader(map, missingAllowed, unexpectedAllowed);
    }

    /**
     * @param patterns regular expressions; parameters whose path holds one may be missing and keep their values
     * @return a loader that allows it
     */
    public WeightLoader allowMissing(String... patterns) {
        return new WeightLoader(keys, with(missingAllowed, patterns), unexpectedAllowed);
    }

    /**
     * @param patterns regular expressions; tensors whose name, after the key map, holds one may be left over
     * @return a loader that allows it
     */
    public WeightLoader allowUnexpected(String... patterns) {
        return new WeightLoader(keys, missingAllowed, with(unexpectedAllowed, patterns));
    }

    /**
     * Compares without changing anything.
     *
     * @param network need not be initialized
     * @param file any
     * @return what would match
     */
    public LoadReport compare(Layer network, Checkpoint file) {
        KeyMap.Mapped mapped = keys.apply(file);
        return compare(network, mapped);
    }

    /**
     * Writes the tensors of a file into an initialized network. The arrays of its parameters stay the same objects, on
     * their device and of their type.
     *
     * @param network initialized
     * @param file any
     * @return what matched; complete but for what is allowed
     * @throws WeightMismatchException when something does not match; nothing was changed
     */
    public LoadReport load(Layer network, Checkpoint file) {
        KeyMap.Mapped mapped = keys.apply(file);
        LoadReport report = required(network, mapped);
        Map<String, Parameter> state = network.state();
        for (String path : report.matched()) {
            TensorArrays.copy(mapped.checkpoint().tensor(path), state.get(path).getArray());
        }
        return report;
    }

    /**
     * Gives a network that is not initialized its values from a file, without first making random ones; what is allowed
     * to be missing starts from {@code seed}.
     *
     * @param network not initialized
     * @param file any
     * @param manager owns the parameters and says on which device they live
     * @param type of the parameters: float32, or float64 for comparisons
     * @param seed of what the file does not hold
     * @return what matched; complete but for what is allowed
     * @throws WeightMismatchException when something does not match; nothing was changed
     */
    public LoadReport initialize(Layer network, Checkpoint file, NDManager manager, DataType type,
            long seed) {
        KeyMap.Mapped mapped = keys.apply(file);
        LoadReport report = required(network, mapped);
        Map<String, Parameter> state = network.state();
        for (String path : report.matched()) {
            Parameter parameter = state.get(path);
            StoredTensor tensor = mapped.checkpoint().tensor(path);
            if (parameter.isInitialized()) {
                TensorArrays.copy(tensor, parameter.getArray());
            } else {
                NDArray array = TensorArrays.create(tensor, manager, type);
                NDScope.unregister(array);
                parameter.setInitializer((owner, shape, elements) -> array);
                parameter.initialize(manager, type);
                array.setName(null);
                parameter.setInitializer(null);
            }
        }
        network.initialize(manager, type, seed);
        return report;
    }

    private LoadReport required(Layer network, KeyMap.Mapped mapped) {
        LoadReport report = compare(network, mapped);
        boolean allowed = report.misshapen().isEmpty()
                && report.missing().keySet().stream().allMatch(path -> holds(missingAllowed, path))
                && report.unexpected().keySet().stream().allMatch(name -> holds(unexpectedAllowed, name));
        if (!allowed || report.matched().isEmpty() && report.parameters() > 0) {
            throw new WeightMismatchException(report);
        }
        return report;
    }

    private static LoadReport compare(Layer network, KeyMap.Mapped mapped) {
        Map<String, TensorEntry> entries = mapped.checkpoint().entries();
        List<String> matched = new ArrayList<>();
        Map<String, Shape> missing = new LinkedHashMap<>();
        Map<String, Shape> unexpected = new LinkedHashMap<>();
        List<LoadReport.Misshapen> misshapen = new ArrayList<>();
        List<String> dropped = new ArrayList<>(mapped.dropped());
        Map<String, Parameter> state = network.state();
        state.forEach((path, parameter) -> {
            TensorEntry entry = entries.get(path);
            if (entry == null) {
                missing.put(path, parameter.getShape());
            } else if (!entry.shape().equals(parameter.getShape())) {
                misshapen.add(new LoadReport.Misshapen(path, parameter.getShape(), entry.shape()));
            } else {
                matched.add(path);
            }
        });
        entries.forEach((name, entry) -> {
            if (!state.containsKey(name)) {
                if (NO_WEIGHTS.matcher(name).find()) {
                    dropped.add(name);
                } else {
                    unexpected.put(name, entry.shape());
                }
            }
        });
        return new LoadReport(mapped.checkpoint().source(), matched, missing, unexpected, misshapen, dropped,
                mapped.checkpoint().notices());
    }

    private static boolean holds(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).find());
    }

    private static List<Pattern> with(List<Pattern> patterns, String... more) {
        List<Pattern> all = new ArrayList<>(patterns);
        for (String pattern : more) {
            all.add(Pattern.compile(pattern));
        }
        return List.copyOf(all);
    }
}
