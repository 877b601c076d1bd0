package org.engram.nn.checkpoints.networks;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.io.table.ClosestName;

/**
 * Turns records into maps that can be written as JSON, and back. A record may hold numbers, booleans, text, enums, other
 * records, arrays of these, lists of these, and maps from text to these; a component of type {@link Object} takes whatever
 * JSON holds.
 *
 * <p>Back, every component must be there and nothing else may be: a misspelt key is named with the closest there is. What
 * the record's own constructor refuses is reported with the place.
 */
public final class ConfigurationRecord {
    private static final int DEEPEST = 32;

    private ConfigurationRecord() {}

    /**
     * @param configuration any record of the kinds above
     * @return its components by name, in order
     */
    public static Map<String, Object> toMap(Record configuration) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : configuration.getClass().getRecordComponents()) {
            map.put(component.getName(), plain(value(component, configuration)));
        }
        return map;
    }

    /**
     * @param type of the record
     * @param map as {@link #toMap} or a JSON file gives it
     * @param <R> the record
     * @return the record
     * @throws EngramException when a key is unknown or missing, or a value does not fit; the place is named
     */
    public static <R extends Record> R fromMap(Class<R> type, Map<String, ?> map) {
        return record(type, map, "", 0);
    }

    private static Object plain(Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Enum<?> choice) {
            return choice.name();
        }
        if (value instanceof Record inner) {
            return toMap(inner);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ConfigurationRecord::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, item) -> plain.put((String) key, plain(item)));
            return plain;
        }
        if (value.getClass().isArray()) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                items.add(plain(Array.get(value, i)));
            }
            return items;
        }
        throw new IllegalArgumentException("a configuration cannot hold a " + value.getClass().getName());
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException failure) {
            throw new IllegalArgumentException("the component " + component.getName() + " of "
                    + of.getClass().getName() + " cannot be read", failure);
        }
    }

    private static <R extends Record> R record(Class<R> type, Map<?, ?> map, String place, int depth) {
        if (depth > DEEPEST) {
            throw new EngramException(named(place) + " is nested more than " + DEEPEST + " deep");
        }
        RecordComponent[] components = type.getRecordComponents();
        List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
        for (Object key : map.keySet()) {
            if (!names.contains(key)) {
                throw new EngramException(named(place) + " has the unknown key \"" + key + "\": "
                        + ClosestName.hint(String.valueOf(key), names));
            }
        }
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            if (!map.containsKey(name)) {
                throw new EngramException(named(place) + " lacks the key \"" + name + "\"");
            }
            types[i] = components[i].getType();
            values[i] = typed(components[i].getGenericType(), map.get(name),
                    place.isEmpty() ? name : place + "." + name, depth);
        }
        return construct(type, types, values, place);
    }

    private static <R extends Record> R construct(Class<R> type, Class<?>[] types, Object[] values,
            String place) {
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new EngramException(named(place) + ": " + refused.getCause().getMessage(),
                    refused.getCause());
        } catch (ReflectiveOperationException failure) {
            throw new IllegalArgumentException("the record " + type.getName() + " cannot be made", failure);
        }
    }

    private static Object typed(Type wanted, Object value, String place, int depth) {
        Class<?> type = wanted instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : (Class<?>) wanted;
        if (value == null) {
            if (type.isPrimitive()) {
                throw misfit(place, type, null);
            }
            return null;
        }
        if (type == Object.class) {
            return value; // plain JSON, read by whoever knows what it is
        }
        if (type == String.class || type == boolean.class || type == Boolean.class) {
            boolean fits = type == String.class ? value instanceof String : value instanceof Boolean;
            if (!fits) {
                throw misfit(place, type, value);
            }
            return value;
        }
        if (type.isEnum()) {
            return choice(type, value, place);
        }
        if (type.isRecord() && value instanceof Map<?, ?> map) {
            return record(type.asSubclass(Record.class), map, place, depth + 1);
        }
        if (type.isArray() && value instanceof List<?> items) {
            Object array = Array.newInstance(type.getComponentType(), items.size());
            for (int i = 0; i < items.size(); i++) {
                Array.set(array, i,
                        typed(type.getComponentType(), items.get(i), place + "[" + i + "]", depth));
            }
            return array;
        }
        if (type == List.class && value instanceof List<?> items
                && wanted instanceof ParameterizedType generic) {
            List<Object> list = new ArrayList<>();
            for (Object item : items) {
                list.add(typed(generic.getActualTypeArguments()[0], item, place + "[" + list.size() + "]",
                        depth));
            }
            return list;
        }
        if (type == Map.class && value instanceof Map<?, ?> items
                && wanted instanceof ParameterizedType generic) {
            Map<String, Object> map = new LinkedHashMap<>();
            items.forEach((key, item) -> map.put((String) key,
                    typed(generic.getActualTypeArguments()[1], item, place + "." + key, depth)));
            return map;
        }
        return number(type, value, place);
    }

    private static Object choice(Class<?> type, Object value, String place) {
        List<String> names = Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(value)) {
                return constant;
            }
        }
        throw new EngramException("\"" + place + "\" is \"" + value + "\": "
                + ClosestName.hint(String.valueOf(value), names));
    }

    private static Object number(Class<?> type, Object value, String place) {
        if (value instanceof Number number) {
            if (type == double.class || type == Double.class) {
                return number.doubleValue();
            }
            if (type == float.class || type == Float.class) {
                return number.floatValue();
            }
            boolean whole = (value instanceof Integer || value instanceof Long)
                    && !(value instanceof BigInteger);
            if (whole && (type == long.class || type == Long.class)) {
                return number.longValue();
            }
            if (whole && (type == int.class || type == Integer.class)
                    && number.longValue() == (int) number.longValue()) {
                return number.intValue();
            }
        }
        throw misfit(place, type, value);
    }

    private static EngramException misfit(String place, Class<?> type, Object value) {
        String expected = type == String.class
                ? "text"
                : type == int.class || type == long.class || type == Integer.class || type == Long.class
                        ? "a whole number"
                        : type == double.class || type == float.class || type == Double.class
                                || type == Float.class
                                        ? "a number"
                                        : type == boolean.class || type == Boolean.class
                                                ? "true or false"
                                                : type.isArray() || type == List.class
                                                        ? "a list"
                                                        : "an object";
        return new EngramException(
                "\"" + place + "\" is " + (value instanceof String ? "\"" + value + "\"" : value)
                        + "; expected " + expected);
    }

    private static String named(String place) {
        return place.isEmpty() ? "the configuration" : "\"" + place + "\"";
    }
}
