package org.engram.decoders.architectures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.table.ClosestName;
import org.engram.nn.checkpoints.networks.Architecture;
import org.engram.nn.checkpoints.networks.ConfigurationRecord;

/**
 * An architecture from (batch, input...) to (batch, output) whose sizes follow from the data: a person names it and, if
 * they wish, changes some of its settings.
 *
 * @param <C> its configuration
 */
public interface NetworkDesign<C extends Record> extends Architecture<C> {
    /** @return what it is, in one line */
    String description();

    /** @return which samples it takes, in words: "(channel, time)" */
    String takes();

    /**
     * @param sample the shape of one sample of the data
     * @param axes how many of its axes are space or time, where a person said; the others before them are channels
     * @return the shape in which the network takes it: the same numbers in the same order, with a channel axis in front
     *     where it needs one
     * @throws org.engram.core.ShapeException if it takes no samples of that shape
     */
    int[] inputShape(int[] sample, OptionalInt axes);

    /**
     * @param input the shape of one sample as {@link #inputShape} gave it
     * @param outputs classes, or 1 for a number
     * @return the usual sizes for it
     */
    C sized(int[] input, int outputs);

    /** @return the components of the configuration that follow from the data, which nobody sets by hand */
    Set<String> fromData();

    /** @param configuration that will be used @return what a person should know about it */
    default List<Notice> notices(C configuration) {
        return List.of();
    }

    /**
     * @param input the shape of one sample as {@link #inputShape} gave it
     * @param outputs classes, or 1 for a number
     * @param settings values by name, as a person writes them; lists with commas, choices in any case
     * @return the usual sizes with those settings
     * @throws EngramException if a setting is unknown, follows from the data, or does not fit
     */
    default C configured(int[] input, int outputs, Map<String, String> settings) {
        Map<String, Object> fields = new LinkedHashMap<>(ConfigurationRecord.toMap(sized(input, outputs)));
        settings.forEach((key, text) -> {
            if (fromData().contains(key)) {
                throw new EngramException("the setting \"" + key + "\" of " + name()
                        + " follows from the data: leave it out");
            }
            if (!fields.containsKey(key)) {
                List<String> known = fields.keySet().stream().filter(name -> !fromData().contains(name))
                        .toList();
                throw new EngramException(name() + " has no setting \"" + key + "\": "
                        + ClosestName.hint(key, known));
            }
            fields.put(key, Settings.read(name(), key, text, fields.get(key)));
        });
        return ConfigurationRecord.fromMap(configuration(), fields);
    }

    /** @return the settings a person may change, with their usual values for some small input */
    Map<String, Object> settings();

    /** @return all designs that are present, by name */
    static List<NetworkDesign<?>> all() {
        List<NetworkDesign<?>> designs = new ArrayList<>();
        for (Architecture<?> architecture : ServiceLoader.load(Architecture.class)) {
            if (architecture instanceof NetworkDesign<?> design) {
                designs.add(design);
            }
        }
        designs.sort(Comparator.comparing(Architecture::name));
        return designs;
    }

    /** @param name of a design @return it @throws EngramException with the closest name there is */
    static NetworkDesign<?> named(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        List<NetworkDesign<?>> all = all();
        return all.stream().filter(design -> design.name().equals(wanted)).findFirst()
                .orElseThrow(() -> new EngramException("there is no network \"" + name + "\": "
                        + ClosestName.hint(wanted, all.stream().map(Architecture::name).toList())));
    }

    /** @return "(4, 32, 32)" */
    static String words(int... shape) {
        return Arrays.toString(shape).replace('[', '(').replace(']', ')');
    }
}
