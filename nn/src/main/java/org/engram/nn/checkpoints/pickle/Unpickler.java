package org.engram.nn.checkpoints.pickle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;

/**
 * Runs the instructions of one pickle (protocols 0 to 5) as far as they make data.
 *
 * <p>None becomes null; the rest {@code Boolean}, {@code Long}, {@code BigInteger}, {@code Double}, {@code String},
 * {@code byte[]}, {@code ArrayList}, {@link PickleTuple}, {@code LinkedHashMap}, {@code LinkedHashSet}, what the
 * {@link Vocabulary} makes, {@link Global} and {@link InertObject}. A structure may contain itself: walk it with a
 * bound.
 *
 * <p>Memory is bounded by a constant times the length of the pickle, because every instruction makes at most one object
 * and every length is checked first.
 *
 * <h2>References</h2> The instructions are those of Python's documentation module {@code pickletools} (PEP 307, PEP
 * 3154, PEP 574).
 */
public final class Unpickler {
    private static final int MOST_OBJECTS = 50_000_000;
    private static final int DEEPEST_MARKS = 10_000;
    private static final int LONGEST_INTEGER = 1024;
    private static final int LONGEST_KEY_TUPLE = 64;

    /** Never anything but an attack or a mistake in a file of weights. */
    private static final Pattern EXECUTES = Pattern.compile("(os|posix|nt|subprocess|pty|sys|importlib|runpy"
            + "|socket|shutil|ctypes|commands|webbrowser|code|pickle|_pickle|marshal|multiprocessing|asyncio)\\b.*"
            + "|(builtins|__builtin__)\\.(eval|exec|execfile|compile|open|__import__|breakpoint|input|globals"
            + "|locals|vars|delattr|setattr)|io\\.open");

    private final PickleInput in;
    private final Vocabulary vocabulary;
    private final Map<Long, Object> memo = new HashMap<>();
    private final Deque<ArrayList<Object>> below = new ArrayDeque<>();
    private final Set<String> refused = new TreeSet<>();
    private ArrayList<Object> stack = new ArrayList<>();
    private int made;

    /**
     * @param in the bytes; after {@link #read} it stands behind the pickle
     * @param vocabulary what the pickle may mean
     */
    public Unpickler(PickleInput in, Vocabulary vocabulary) {
        this.in = in;
        this.vocabulary = vocabulary;
    }

    /**
     * @return the object the pickle describes
     * @throws FormatException when the pickle is broken
     * @throws UnsupportedFeatureException when it calls something that is not in the vocabulary, which is named
     */
    public Object read() {
        while (true) {
            int code = in.unsigned1();
            if (code == '.') {
                return pop();
            }
            try {
                step(code);
            } catch (IllegalArgumentException | ArithmeticException | ClassCastException meaningless) {
                throw in.broken(meaningless.getMessage());
            }
        }
    }

    /** @return the Python names that were met and mean nothing here, sorted; none was executed */
    public Set<String> refused() {
        return refused;
    }

    private void step(int code) {
        if (!constant(code) && !container(code) && !memory(code) && !object(code)) {
            throw in.broken("unknown instruction 0x" + Integer.toHexString(code));
        }
    }

    private boolean constant(int code) {
        switch (code) {
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.signed4());
            case 'K' -> push((long) in.unsigned1());
            case 'M' -> push((long) in.unsigned2());
            case 0x8a -> push(integer(in.unsigned1()));
            case 0x8b -> push(integer(in.signed4()));
            case 'G' -> push(in.bigEndianDouble());
            case 'X' -> push(in.text(in.signed4() & 0xFFFFFFFFL));
            case 0x8c -> push(in.text(in.unsigned1()));
            case 0x8d -> push(in.text(in.signed8()));
            case 'B' -> push(in.take(in.signed4() & 0xFFFFFFFFL));
            case 'C' -> push(in.take(in.unsigned1()));
            case 0x8e, 0x96 -> push(in.take(in.signed8()));
            case 'T' -> push(new String(in.take(in.signed4()), StandardCharsets.ISO_8859_1));
            case 'U' -> push(new String(in.take(in.unsigned1()), StandardCharsets.ISO_8859_1));
            case 'I', 'L' -> push(decimal(in.line()));
            case 'F' -> push(Double.valueOf(in.line()));
            case 'S' -> push(unquoted(in.line()));
            case 'V' -> push(in.line());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int code) {
        switch (code) {
            case '}' -> push(new LinkedHashMap<>());
            case ']' -> push(new ArrayList<>());
            case ')' -> push(new PickleTuple());
            case 0x8f -> push(new LinkedHashSet<>());
            case 'd' -> push(dictionary(items()));
            case 'l' -> push(items());
            case 't' -> push(new PickleTuple(items().toArray()));
            case 0x91 -> push(keys(items()));
            case 0x85, 0x86, 0x87 -> tuple(code - 0x84);
            case 's' -> {
                Object value = pop();
                Object key = pop();
                map().put(key(key), value);
            }
            case 'u' -> {
                List<Object> items = items();
                map().putAll(dictionary(items));
            }
            case 'a' -> {
                Object item = pop();
                top(ArrayList.class, "a list").add(item);
            }
            case 'e' -> {
                List<Object> items = items();
                top(ArrayList.class, "a list").addAll(items);
            }
            case 0x90 -> {
                List<Object> items = items();
                top(LinkedHashSet.class, "a set").addAll(keys(items));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int code) {
        switch (code) {
            case 0x80 -> {
                int protocol = in.unsigned1();
                if (protocol > 5) {
                    throw in.broken("protocol " + protocol + "; 0 to 5 are known");
                }
            }
            case 0x95 -> in.signed8(); // the length of a frame only helps those who read in pieces
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> items();
            case '2' -> push(top());
            case 'p' -> memo.put(Long.parseLong(in.line()), top());
            case 'q' -> memo.put((long) in.unsigned1(), top());
            case 'r' -> memo.put(in.signed4() & 0xFFFFFFFFL, top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'g' -> recall(Long.parseLong(in.line()));
            case 'h' -> recall(in.unsigned1());
            case 'j' -> recall(in.signed4() & 0xFFFFFFFFL);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int code) {
        switch (code) {
            case 'c' -> {
                String module = in.line();
                push(global(module, in.line()));
            }
            case 0x93 -> {
                Object name = pop();
                push(global((String) pop(), (String) name));
            }
            case 'R', 0x81 -> {
                List<Object> arguments = arguments(pop());
                push(call(pop(), arguments));
            }
            case 0x92 -> {
                pop(); // keyword arguments: no data has any
                List<Object> arguments = arguments(pop());
                push(call(pop(), arguments));
            }
            case 'i' -> {
                String module = in.line();
                Global type = global(module, in.line());
                push(call(type, items()));
            }
            case 'o' -> {
                List<Object> items = items();
                if (items.isEmpty()) {
                    throw in.broken("an object without a class");
                }
                push(call(items.get(0), items.subList(1, items.size())));
            }
            case 'b' -> build(pop());
            case 'P' -> push(persistent(in.line()));
            case 'Q' -> push(persistent(pop()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Global global(String module, String name) {
        Global global = new Global(module, name);
        if (EXECUTES.matcher(global.path()).matches()) {
            throw new UnsupportedFeatureException(in.file() + ": the pickle in it asks for " + global.path()
                    + ", which runs commands or code and has no place among weights; nothing was run. Do not open "
                    + "this file in Python");
        }
        return global;
    }

    private Object call(Object callee, List<Object> arguments) {
        if (!(callee instanceof Global global)) {
            if (callee instanceof InertObject inert && vocabulary.foreign() == ForeignObjects.INERT) {
                return new InertObject(inert.type(), arguments);
            }
            throw in.broken("it calls " + kind(callee) + ", which is no function");
        }
        Vocabulary.Call call = vocabulary.calls().get(global.path());
        if (call != null) {
            try {
                return call.apply(arguments);
            } catch (IllegalArgumentException | ArithmeticException | ClassCastException
                    | IndexOutOfBoundsException bad) {
                throw in.broken(global + ": " + bad.getMessage());
            }
        }
        if (vocabulary.inertClasses().test(global.path())) {
            return new InertObject(global.path(), arguments);
        }
        refused.add(global.path());
        if (vocabulary.foreign() == ForeignObjects.REFUSED) {
            throw new UnsupportedFeatureException(in.file() + ": the pickle in it wants to make a " + global
                    + ", which is refused; nothing was run. Weights need tensors, numbers, text, dictionaries and "
                    + "lists only: save the state_dict() alone, as safetensors if you can, or, if you trust where "
                    + "the file comes from, open it with foreign objects kept inert, which takes the tensors and "
                    + "still runs nothing");
        }
        return new InertObject(global.path(), arguments);
    }

    private void build(Object state) {
        Object target = top();
        if (target instanceof Stateful stateful) {
            stateful.setState(state);
        } else if (!(target instanceof LinkedHashMap)) {
            throw in.broken("it gives attributes to " + kind(target) + ", which has none");
        }
    }

    private Object persistent(Object id) {
        if (vocabulary.persistentIds() == null) {
            throw in.broken("it refers to something outside the pickle, which only PyTorch's own files do");
        }
        return vocabulary.persistentIds().apply(id);
    }

    // The stack.

    private void push(Object value) {
        if (++made > MOST_OBJECTS) {
            throw in.broken("more than " + MOST_OBJECTS + " values");
        }
        stack.add(value);
    }

    private Object pop() {
        if (stack.isEmpty()) {
            throw in.broken("an instruction takes a value where there is none");
        }
        return stack.remove(stack.size() - 1);
    }

    private Object top() {
        if (stack.isEmpty()) {
            throw in.broken("an instruction uses a value where there is none");
        }
        return stack.get(stack.size() - 1);
    }

    private void mark() {
        if (below.size() >= DEEPEST_MARKS) {
            throw in.broken("nested more than " + DEEPEST_MARKS + " deep");
        }
        below.push(stack);
        stack = new ArrayList<>(4);
    }

    /** What was pushed since the last mark. */
    private ArrayList<Object> items() {
        if (below.isEmpty()) {
            throw in.broken("an instruction takes the values since a mark, but there is no mark");
        }
        ArrayList<Object> items = stack;
        stack = below.pop();
        return items;
    }

    private void tuple(int size) {
        Object[] items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = pop();
        }
        push(new PickleTuple(items));
    }

    private void recall(long index) {
        if (!memo.containsKey(index)) {
            throw in.broken("it recalls value " + index + ", which was never stored");
        }
        push(memo.get(index));
    }

    @SuppressWarnings("unchecked")
    private <T extends java.util.Collection<Object>> T top(Class<?> type, String expected) {
        Object target = top();
        if (!type.isInstance(target)) {
            throw in.broken("it adds items to " + kind(target) + ", not to " + expected);
        }
        return (T) target;
    }

    @SuppressWarnings("unchecked")
    private Map<Object, Object> map() {
        Object target = top();
        if (target instanceof InertObject) {
            return new HashMap<>(); // a dictionary class of someone else's; its items are dropped with it
        }
        if (!(target instanceof LinkedHashMap)) {
            throw in.broken("it sets items of " + kind(target) + ", not of a dictionary");
        }
        return (Map<Object, Object>) target;
    }

    private static Map<Object, Object> dictionary(List<Object> items) {
        if (items.size() % 2 != 0) {
            throw new IllegalArgumentException("a dictionary of " + items.size() + " keys and values");
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i += 2) {
            map.put(key(items.get(i)), items.get(i + 1));
        }
        return map;
    }

    private static Set<Object> keys(List<Object> items) {
        Set<Object> set = new LinkedHashSet<>();
        items.forEach(item -> set.add(key(item)));
        return set;
    }

    private List<Object> arguments(Object value) {
        if (value instanceof PickleTuple tuple) {
            return tuple;
        }
        throw in.broken("the arguments of a call are " + kind(value) + ", not a tuple");
    }

    // Values.

    /**
     * A value as a key of a dictionary or an item of a set. A flat tuple of plain values is compared by content, anything
     * else that Python could hash by identity.
     */
    static Object key(Object value) {
        if (plain(value)) {
            return value;
        }
        if (value instanceof PickleTuple tuple && tuple.size() <= LONGEST_KEY_TUPLE
                && tuple.stream().allMatch(Unpickler::plain)) {
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

    private Object integer(int byteCount) {
        if (byteCount > LONGEST_INTEGER) {
            throw in.broken("an integer of " + byteCount + " bytes");
        }
        byte[] bytes = in.take(byteCount);
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

    private Object decimal(String text) {
        if (text.equals("00") || text.equals("01")) {
            return text.equals("01"); // how protocol 0 writes booleans
        }
        if (text.length() > LONGEST_INTEGER) {
            throw in.broken("an integer of " + text.length() + " digits");
        }
        return narrowed(new BigInteger(text.endsWith("L") ? text.substring(0, text.length() - 1) : text));
    }

    private static Object narrowed(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private static String unquoted(String text) {
        if (text.length() >= 2 && (text.charAt(0) == '\'' || text.charAt(0) == '"')
                && text.charAt(text.length() - 1) == text.charAt(0)) {
            return text.substring(1, text.length() - 1);
        }
        throw new IllegalArgumentException("text without quotation marks");
    }
}
