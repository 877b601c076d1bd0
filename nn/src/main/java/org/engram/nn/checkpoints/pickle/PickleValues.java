package org.engram.nn.checkpoints.pickle;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.List;

/** What the values of a pickle are, and how they are written. */
public final class PickleValues {
    private static final int LONGEST_INTEGER = 1024;
    private static final int LONGEST_KEY_TUPLE = 64;

    private PickleValues() {}

    /**
     * A value as a key of a dictionary or an item of a set. A flat tuple of plain values is compared by content, anything
     * else that Python could hash by identity.
     */
    static Object key(Object value) {
        if (plain(value)) {
            return value;
        }
        if (value instanceof PickleTuple tuple && tuple.size() <= LONGEST_KEY_TUPLE
                && tuple.stream().allMatch(PickleValues::plain)) {
            return Arrays.asList(tuple.toArray());
        }
        if (value instanceof java.util.Collection && !(value instanceof PickleTuple)
                || value instanceof Map) {
            throw new IllegalArgumentException("a key or item that cannot be hashed: " + kind(value));
        }
        return value;
    }

    private static boolean plain(Object value) {
        return value == null || value instanceof String || value instanceof Number || value instanceof Boolean
                || value instanceof Global;
    }

    /**
     * @param value of a pickle
     * @return its whole numbers, if it is a list or tuple of them
     * @throws IllegalArgumentException if it is not
     */
    public static long[] longs(Object value) {
        List<?> items = Vocabulary.list(value);
        long[] numbers = new long[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(items.get(i) instanceof Long number)) {
                throw new IllegalArgumentException("expected whole numbers, not " + kind(items.get(i)));
            }
            numbers[i] = number;
        }
        return numbers;
    }

    /**
     * @param value of a pickle
     * @return what it is, in words, without its contents
     */
    public static String kind(Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Global || value instanceof InertObject || value instanceof PickleTuple) {
            return value.toString();
        }
        if (value instanceof Map<?, ?> map) {
            return "a dictionary of " + map.size();
        }
        if (value instanceof java.util.Collection<?> items) {
            return (value instanceof Set ? "a set of " : "a list of ") + items.size();
        }
        if (value instanceof String) {
            return "text";
        }
        return value instanceof Number || value instanceof Boolean
                ? value.toString()
                : value instanceof byte[] ? "bytes" : value.getClass().getSimpleName();
    }

    /** @return how many bytes or references a call could copy out of the value, its items counted once */
    static long size(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        return value instanceof java.util.Collection<?> items ? items.size() : 1;
    }

    /** @return the two's-complement number of little-endian bytes */
    static Object integer(byte... bytes) {
        if (bytes.length == 0) {
            return 0L;
        }
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte swapped = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swapped;
        }
        return narrowed(new BigInteger(bytes));
    }

    /** @return how many bytes of an integer are read, if it is not too long */
    static int integerLength(int bytes) {
        if (bytes > LONGEST_INTEGER) {
            throw new IllegalArgumentException("an integer of " + bytes + " bytes");
        }
        return bytes;
    }

    static Object decimal(String text) {
        if (text.equals("00") || text.equals("01")) {
            return text.equals("01"); // how protocol 0 writes booleans
        }
        integerLength(text.length());
        return narrowed(new BigInteger(text.endsWith("L") ? text.substring(0, text.length() - 1) : text));
    }

    private static Object narrowed(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    static String unquoted(String text) {
        if (text.length() >= 2 && (text.charAt(0) == '\'' || text.charAt(0) == '"')
                && text.charAt(text.length() - 1) == text.charAt(0)) {
            return text.substring(1, text.length() - 1);
        }
        throw new IllegalArgumentException("text without quotation marks");
    }
}
