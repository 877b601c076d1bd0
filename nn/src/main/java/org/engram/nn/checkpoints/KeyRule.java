package org.engram.nn.checkpoints;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/** One line of a {@link KeyMap}: makes new named tensors of old ones. */
sealed interface KeyRule {
    /**
     * @param tensors by name, as the rules before left them
     * @param dropped names of tensors a rule leaves out are added here
     * @return by name, as the next rule finds them
     */
    Map<String, StoredTensor> apply(Map<String, StoredTensor> tensors, List<String> dropped);

    /** Leaves out. */
    record Drop(Pattern pattern) implements KeyRule {
        @Override
        public Map<String, StoredTensor> apply(Map<String, StoredTensor> tensors, List<String> dropped) {
            Map<String, StoredTensor> kept = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> {
                if (pattern.matcher(name).find()) {
                    dropped.add(name);
                } else {
                    kept.put(name, tensor);
                }
            });
            return kept;
        }
    }

    /** Leaves out everything else. */
    record Keep(Pattern pattern) implements KeyRule {
        @Override
        public Map<String, StoredTensor> apply(Map<String, StoredTensor> tensors, List<String> dropped) {
            Map<String, StoredTensor> kept = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> {
                if (pattern.matcher(name).find()) {
                    kept.put(name, tensor);
                } else {
                    dropped.add(name);
                }
            });
            return kept;
        }
    }

    /** Replaces the first part of the name that matches, and changes the axes. */
    record Rename(Pattern pattern, String replacement, List<AxisChange> changes) implements KeyRule {
        @Override
        public Map<String, StoredTensor> apply(Map<String, StoredTensor> tensors, List<String> dropped) {
            Map<String, StoredTensor> renamed = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> {
                Matcher found = pattern.matcher(name);
                if (found.find()) {
                    StoredTensor changed = tensor;
                    for (AxisChange change : changes) {
                        changed = changed(name, changed, change);
                    }
                    put(renamed, found.replaceFirst(replacement), changed, name);
                } else {
                    put(renamed, name, tensor, name);
                }
            });
            return renamed;
        }
    }

    /** Cuts a fused tensor into equal parts. */
    record Split(Pattern pattern, int axis, List<String> replacements) implements KeyRule {
        @Override
        public Map<String, StoredTensor> apply(Map<String, StoredTensor> tensors, List<String> dropped) {
            Map<String, StoredTensor> result = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> {
                Matcher found = pattern.matcher(name);
                if (!found.find()) {
                    put(result, name, tensor, name);
                    return;
                }
                long whole = axis < tensor.shape().dimension() ? tensor.shape().get(axis) : 0;
                int parts = replacements.size();
                if (whole == 0 || whole % parts != 0) {
                    throw new ShapeException("tensor \"" + name + "\" of shape " + tensor.shape()
                            + " cannot be cut into " + parts + " equal parts along axis " + axis);
                }
                for (int part = 0; part < parts; part++) {
                    put(result, found.replaceFirst(replacements.get(part)),
                            tensor.narrow(axis, part * (whole / parts), whole / parts), name);
                }
            });
            return result;
        }
    }

    /** Joins tensors whose names differ only where the patterns do. */
    record Merge(List<Pattern> patterns, int axis, String replacement) implements KeyRule {
        @Override
        public Map<String, StoredTensor> apply(Map<String, StoredTensor> tensors, List<String> dropped) {
            Map<String, StoredTensor[]> groups = new LinkedHashMap<>();
            Map<String, StoredTensor> result = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> {
                for (int part = 0; part < patterns.size(); part++) {
                    Matcher found = patterns.get(part).matcher(name);
                    if (found.find()) {
                        String joined = found.replaceFirst(replacement);
                        groups.computeIfAbsent(joined,
                                key -> new StoredTensor[patterns.size()])[part] = tensor;
                        result.put(joined, null); // its place in the order
                        return;
                    }
                }
                put(result, name, tensor, name);
            });
            groups.forEach((name, parts) -> {
                List<StoredTensor> all = new ArrayList<>();
                for (int part = 0; part < parts.length; part++) {
                    if (parts[part] == null) {
                        throw new EngramException("tensor \"" + name + "\" is to be joined of " + parts.length
                                + " tensors, but the one that matches " + patterns.get(part) + " is missing");
                    }
                    all.add(parts[part]);
                }
                result.put(name, StoredTensor.concatenate(axis, all));
            });
            return result;
        }
    }

    /** Takes the running average of a weight instead of the weight, where names of averages have lost their dots. */
    record Averages(String prefix, String of) implements KeyRule {
        @Override
        public Map<String, StoredTensor> apply(Map<String, StoredTensor> tensors, List<String> dropped) {
            Map<String, StoredTensor> result = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> {
                if (name.startsWith(prefix)) {
                    dropped.add(name);
                } else {
                    String plain = name.startsWith(of) ? name.substring(of.length()) : name;
                    StoredTensor average = tensors.get(prefix + plain.replace(".", ""));
                    result.put(name, average == null ? tensor : average);
                }
            });
            return result;
        }
    }

    private static StoredTensor changed(String name, StoredTensor tensor, AxisChange change) {
        try {
            return change.apply(tensor);
        } catch (ShapeException | IllegalArgumentException | IndexOutOfBoundsException misfit) {
            ShapeException found = new ShapeException("tensor \"" + name + "\" of shape " + tensor.shape()
                    + " does not fit the change its key map asks for: " + misfit.getMessage());
            found.initCause(misfit);
            throw found;
        }
    }

    private static void put(Map<String, StoredTensor> map, String name, StoredTensor tensor, String from) {
        if (map.containsKey(name)) {
            throw new EngramException(
                    "the key map gives the name \"" + name + "\" to two tensors, one of them \"" + from
                            + "\": it was made for another file");
        }
        map.put(name, tensor);
    }
}
