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

    /** A call copies its arguments, and arguments can be recalled: without a limit their product could fill memory. */
    private static final long COPIES_PER_BYTE = 16;
    private static final long FREE_COPIES = 1 << 20;
    private static final int LONGEST_CHARGED = 64;

    /** Parts of PyTorch and NumPy that are mentioned, and not called, in files of weights: element types and classes. */
    private static final Set<String> KNOWN_MODULES = Set.of("torch", "torch.storage", "torch.cuda", "numpy");

    /** Never anything but an attack or a mistake in a file of weights. */
    private static final Pattern EXECUTES = Pattern.compile("(os|posix|nt|subprocess|pty|sys|importlib|runpy"
            + "|socket|shutil|ctypes|commands|webbrowser|code|pickle|_pickle|marshal|multiprocessing|asyncio)\\b.*"
            + "|(builtins|__builtin__)\\.(eval|exec|execfile|compile|open|__import__|breakpoint|input|globals"
            + "|locals|vars|delattr|setattr)|io\\.open");

    private final PickleInput in;
    private final Vocabulary vocabulary;
    private final Map<Long, Object> memo = new HashMap<>();
    private final PickleStack stack;
    private final Set<String> refused = new TreeSet<>();
    private long copies;

    /**
     * @param in the bytes; after {@link #read} it stands behind the pickle
     * @param vocabulary what the pickle may mean
     */
    public Unpickler(PickleInput in, Vocabulary vocabulary) {
        this.in = in;
        this.vocabulary = vocabulary;
        this.stack = new PickleStack(in);
        this.copies = COPIES_PER_BYTE * in.remaining() + FREE_COPIES;
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
                return stack.pop();
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
            case 'N' -> stack.push(null);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'J' -> stack.push((long) in.signed4());
            case 'K' -> stack.push((long) in.unsigned1());
            case 'M' -> stack.push((long) in.unsigned2());
            case 0x8a -> stack.push(PickleValues.integer(in.take(in.unsigned1())));
            case 0x8b -> stack.push(PickleValues.integer(in.take(PickleValues.integerLength(in.signed4()))));
            case 'G' -> stack.push(in.bigEndianDouble());
            case 'X' -> stack.push(in.text(in.signed4() & 0xFFFFFFFFL));
            case 0x8c -> stack.push(in.text(in.unsigned1()));
            case 0x8d -> stack.push(in.text(in.signed8()));
            case 'B' -> stack.push(in.take(in.signed4() & 0xFFFFFFFFL));
            case 'C' -> stack.push(in.take(in.unsigned1()));
            case 0x8e, 0x96 -> stack.push(in.take(in.signed8()));
            case 'T' -> stack.push(new String(in.take(in.signed4()), StandardCharsets.ISO_8859_1));
            case 'U' -> stack.push(new String(in.take(in.unsigned1()), StandardCharsets.ISO_8859_1));
            case 'I', 'L' -> stack.push(PickleValues.decimal(in.line()));
            case 'F' -> stack.push(Double.valueOf(in.line()));
            case 'S' -> stack.push(PickleValues.unquoted(in.line()));
            case 'V' -> stack.push(in.line());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int code) {
        switch (code) {
            case '}' -> stack.push(new LinkedHashMap<>());
            case ']' -> stack.push(new ArrayList<>());
            case ')' -> stack.push(new PickleTuple());
            case 0x8f -> stack.push(new LinkedHashSet<>());
            case 'd' -> stack.push(dictionary(stack.items()));
            case 'l' -> stack.push(stack.items());
            case 't' -> stack.push(new PickleTuple(stack.items().toArray()));
            case 0x91 -> stack.push(keys(stack.items()));
            case 0x85, 0x86, 0x87 -> stack.tuple(code - 0x84);
            case 's' -> {
                Object value = stack.pop();
                Object key = stack.pop();
                map().put(PickleValues.key(key), value);
            }
            case 'u' -> {
                List<Object> items = stack.items();
                map().putAll(dictionary(items));
            }
            case 'a' -> {
                Object item = stack.pop();
                top(ArrayList.class, "a list").add(item);
            }
            case 'e' -> {
                List<Object> items = stack.items();
                top(ArrayList.class, "a list").addAll(items);
            }
            case 0x90 -> {
                List<Object> items = stack.items();
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
            case '(' -> stack.mark();
            case '0' -> stack.pop();
            case '1' -> stack.items();
            case '2' -> stack.push(stack.top());
            case 'p' -> memo.put(Long.parseLong(in.line()), stack.top());
            case 'q' -> memo.put((long) in.unsigned1(), stack.top());
            case 'r' -> memo.put(in.signed4() & 0xFFFFFFFFL, stack.top());
            case 0x94 -> memo.put((long) memo.size(), stack.top());
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
                stack.push(global(module, in.line()));
            }
            case 0x93 -> {
                Object name = stack.pop();
                stack.push(global((String) stack.pop(), (String) name));
            }
            case 'R', 0x81 -> {
                List<Object> arguments = arguments(stack.pop());
                stack.push(call(stack.pop(), arguments));
            }
            case 0x92 -> {
                stack.pop(); // keyword arguments: no data has any
                List<Object> arguments = arguments(stack.pop());
                stack.push(call(stack.pop(), arguments));
            }
            case 'i' -> {
                String module = in.line();
                Global type = global(module, in.line());
                stack.push(call(type, stack.items()));
            }
            case 'o' -> {
                List<Object> items = stack.items();
                if (items.isEmpty()) {
                    throw in.broken("an object without a class");
                }
                stack.push(call(items.get(0), items.subList(1, items.size())));
            }
            case 'b' -> build(stack.pop());
            case 'P' -> stack.push(persistent(in.line()));
            case 'Q' -> stack.push(persistent(stack.pop()));
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
        boolean known = vocabulary.calls().containsKey(global.path()) || KNOWN_MODULES.contains(module)
                || vocabulary.inertClasses().test(global.path());
        if (!known) {
            refused.add(global.path());
        }
        return global;
    }

    private Object call(Object callee, List<Object> arguments) {
        if (!(callee instanceof Global global)) {
            if (callee instanceof InertObject inert && vocabulary.foreign() == ForeignObjects.INERT) {
                return new InertObject(inert.type(), arguments);
            }
            throw in.broken("it calls " + PickleValues.kind(callee) + ", which is no function");
        }
        Vocabulary.Call call = vocabulary.calls().get(global.path());
        if (call != null) {
            arguments.forEach(this::charge);
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
                    + "the file comes from, open it with foreign objects kept inert (CheckpointOptions.withInertObjects), which takes the tensors and "
                    + "still runs nothing");
        }
        return new InertObject(global.path(), arguments);
    }

    private void build(Object state) {
        Object target = stack.top();
        if (target instanceof Stateful stateful) {
            charge(state);
            stateful.setState(state);
        } else if (!(target instanceof LinkedHashMap)) {
            throw in.broken("it gives attributes to " + PickleValues.kind(target) + ", which has none");
        }
    }

    /** Two levels deep, because shapes and bytes stand in tuples. */
    private void charge(Object value) {
        copies -= PickleValues.size(value);
        if (value instanceof PickleTuple tuple && tuple.size() <= LONGEST_CHARGED) {
            tuple.forEach(item -> copies -= PickleValues.size(item));
        }
        if (copies < 0) {
            throw in.broken("its calls copy far more than it holds: it was made to fill memory");
        }
    }

    private Object persistent(Object id) {
        if (vocabulary.persistentIds() == null) {
            throw in.broken("it refers to something outside the pickle, which only PyTorch's own files do");
        }
        return vocabulary.persistentIds().apply(id);
    }

    private void recall(long index) {
        if (!memo.containsKey(index)) {
            throw in.broken("it recalls value " + index + ", which was never stored");
        }
        stack.push(memo.get(index));
    }

    @SuppressWarnings("unchecked")
    private <T extends java.util.Collection<Object>> T top(Class<?> type, String expected) {
        Object target = stack.top();
        if (!type.isInstance(target)) {
            throw in.broken("it adds items to " + PickleValues.kind(target) + ", not to " + expected);
        }
        return (T) target;
    }

    @SuppressWarnings("unchecked")
    private Map<Object, Object> map() {
        Object target = stack.top();
        if (target instanceof InertObject) {
            return new HashMap<>(); // a dictionary class of someone else's; its items are dropped with it
        }
        if (!(target instanceof LinkedHashMap)) {
            throw in.broken("it sets items of " + PickleValues.kind(target) + ", not of a dictionary");
        }
        return (Map<Object, Object>) target;
    }

    private static Map<Object, Object> dictionary(List<Object> items) {
        if (items.size() % 2 != 0) {
            throw new IllegalArgumentException("a dictionary of " + items.size() + " keys and values");
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i += 2) {
            map.put(PickleValues.key(items.get(i)), items.get(i + 1));
        }
        return map;
    }

    private static Set<Object> keys(List<Object> items) {
        Set<Object> set = new LinkedHashSet<>();
        items.forEach(item -> set.add(PickleValues.key(item)));
        return set;
    }

    private List<Object> arguments(Object value) {
        if (value instanceof PickleTuple tuple) {
            return tuple;
        }
        throw in.broken("the arguments of a call are " + PickleValues.kind(value) + ", not a tuple");
    }
}
