package org.engram.nn.checkpoints.pickle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a pickle may mean: the calls it may make, each a Java function that only builds data.
 *
 * @param calls Python name to function
 * @param inertClasses classes whose objects are always kept as {@link InertObject}s, by Python name
 * @param persistentIds what a persistent id stands for; null where there can be none
 * @param foreign what happens to objects of all other classes
 */
public record Vocabulary(Map<String, Call> calls, Predicate<String> inertClasses,
        UnaryOperator<Object> persistentIds, ForeignObjects foreign) {

    /** Makes data of the arguments a pickle gives. */
    @FunctionalInterface
    public interface Call {
        /**
         * @param arguments data; how many and of which class is for the function to check
         * @return data
         * @throws IllegalArgumentException when the arguments make no sense
         */
        Object apply(List<Object> arguments);
    }

    /** Copies the calls. */
    public Vocabulary {
        calls = Map.copyOf(calls);
    }

    /**
     * @param foreign what happens to objects that are not data
     * @return the vocabulary of plain Python and NumPy data
     */
    public static Vocabulary plain(ForeignObjects foreign) {
        return new Vocabulary(plainCalls(), name -> false, null, foreign);
    }

    /** @return ordered dictionaries, sets, byte strings, namespaces (as dictionaries) and NumPy arrays and scalars */
    public static Map<String, Call> plainCalls() {
        Map<String, Call> calls = new HashMap<>();
        calls.put("collections.OrderedDict", Vocabulary::dictionary);
        // Bags of attributes without behaviour: training scripts keep their settings in them.
        calls.put("argparse.Namespace", arguments -> new Attributes());
        calls.put("types.SimpleNamespace", arguments -> new Attributes());
        calls.put("_codecs.encode", Vocabulary::encoded);
        for (String module : List.of("builtins", "__builtin__")) {
            calls.put(module + ".set", Vocabulary::set);
            calls.put(module + ".frozenset", Vocabulary::set);
            calls.put(module + ".bytes", Vocabulary::bytes);
            calls.put(module + ".bytearray", Vocabulary::bytes);
        }
        calls.put("numpy.dtype", NumpyType::named);
        for (String module : List.of("numpy.core.multiarray", "numpy._core.multiarray")) {
            calls.put(module + "._reconstruct", NumpyArray::empty);
            calls.put(module + ".scalar", NumpyArray::scalar);
        }
        calls.put("numpy.core.numeric._frombuffer", NumpyArray::fromBuffer);
        calls.put("numpy._core.numeric._frombuffer", NumpyArray::fromBuffer);
        return calls;
    }

    private static Object dictionary(List<Object> arguments) {
        Map<Object, Object> map = new Attributes();
        if (!arguments.isEmpty()) {
            for (Object pair : list(arguments.get(0))) {
                List<?> two = list(pair);
                if (two.size() != 2) {
                    throw new IllegalArgumentException(
                            "an item of " + two.size() + " parts, not key and value");
                }
                map.put(PickleValues.key(two.get(0)), two.get(1));
            }
        }
        return map;
    }

    private static Object set(List<Object> arguments) {
        Set<Object> set = new LinkedHashSet<>();
        if (!arguments.isEmpty()) {
            list(arguments.get(0)).forEach(item -> set.add(PickleValues.key(item)));
        }
        return set;
    }

    private static Object bytes(List<Object> arguments) {
        if (arguments.isEmpty()) {
            return new byte[0];
        }
        if (arguments.get(0) instanceof byte[] same) {
            return same;
        }
        return encoded(arguments);
    }

    /** How protocol 2 writes byte strings: as text of one character for each byte. */
    private static Object encoded(List<Object> arguments) {
        if (arguments.size() == 2 && arguments.get(0) instanceof String text
                && arguments.get(1) instanceof String encoding
                && (encoding.equals("latin1") || encoding.equals("latin-1"))) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        throw new IllegalArgumentException("expected text and \"latin1\"");
    }

    /**
     * @param value of a pickle
     * @return it, if it is a list or tuple
     * @throws IllegalArgumentException if it is not
     */
    public static List<?> list(Object value) {
        if (value instanceof PickleTuple tuple) {
            return tuple;
        }
        if (value instanceof ArrayList<?> list) {
            return list;
        }
        throw new IllegalArgumentException("expected a list or tuple, not " + PickleValues.kind(value));
    }

    /** A dictionary that may also be given attributes, which are kept only if it is a bag of them. */
    private static final class Attributes extends LinkedHashMap<Object, Object> implements Stateful {
        private static final long serialVersionUID = 1L;

        @Override
        public void setState(Object state) {
            // An ordered dictionary of weights carries "_metadata" this way, which is no weight.
            if (isEmpty() && state instanceof Map<?, ?> attributes) {
                attributes.forEach((name, value) -> {
                    if (!"_metadata".equals(name)) {
                        put(PickleValues.key(name), value);
                    }
                });
            }
        }
    }
}
