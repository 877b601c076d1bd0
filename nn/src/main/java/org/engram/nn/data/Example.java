package org.engram.nn.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.io.array.NpyArray;

/**
 * What is known of one trial, crop or subject: arrays by name ("eeg", "label"). The arrays are shared, not copied.
 *
 * @param arrays by name, in their order
 */
public record Example(Map<String, NpyArray> arrays) {
    /** Keeps the order of the names. */
    public Example {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /** @param name of the array @param array its values @return an example of one array */
    public static Example of(String name, NpyArray array) {
        return new Example(Map.of(name, array));
    }

    /** @param name of a further array, or of one to replace @param array its values @return a changed copy */
    public Example with(String name, NpyArray array) {
        Map<String, NpyArray> changed = new LinkedHashMap<>(arrays);
        changed.put(name, array);
        return new Example(changed);
    }

    /** @param name of an array @return that array */
    public NpyArray array(String name) {
        NpyArray found = arrays.get(name);
        if (found == null) {
            throw new EngramException("an example holds " + arrays.keySet() + " and no \"" + name + "\"");
        }
        return found;
    }
}
