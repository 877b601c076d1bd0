package org.engram.nn.checkpoints.networks;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.engram.core.EngramException;
import org.engram.io.table.ClosestName;
import org.engram.nn.layers.Layer;

/**
 * A kind of network that can be built from a record of its sizes. Found by {@link ServiceLoader}, so that a saved network
 * opens wherever the module that defines it is present.
 *
 * @param <C> its configuration: see {@link ConfigurationRecord} for what a record may hold
 */
public interface Architecture<C extends Record> {
    /** @return the name under which it is saved; never changed once published */
    String name();

    /** @return the class of its configuration */
    Class<C> configuration();

    /**
     * @param configuration its sizes
     * @return the network, not initialized
     */
    Layer build(C configuration);

    /**
     * @param name of an architecture
     * @return it
     * @throws EngramException when no module present defines it, with the closest that is defined
     */
    static Architecture<?> named(String name) {
        Map<String, Architecture<?>> known = new TreeMap<>();
        for (Architecture<?> architecture : ServiceLoader.load(Architecture.class)) {
            Architecture<?> other = known.put(architecture.name(), architecture);
            if (other != null) {
                throw new EngramException("two architectures are named \"" + architecture.name() + "\": "
                        + other.getClass().getName() + " and " + architecture.getClass().getName());
            }
        }
        Architecture<?> found = known.get(name);
        if (found == null) {
            throw new EngramException("no module present defines the architecture \"" + name + "\": "
                    + ClosestName.hint(name, known.keySet()));
        }
        return found;
    }
}
