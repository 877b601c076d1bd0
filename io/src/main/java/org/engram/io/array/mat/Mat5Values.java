package org.engram.io.array.mat;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.array.ElementType;

/** Reads one variable of version 5 to 7 and what it holds. */
final class Mat5Values {
    private static final int DEEPEST = 48;
    private static final int MOST_DIMS = 32;
    private static final int LONGEST_NAME = 4096;
    private static final long ALWAYS_DENSE = 1 << 20;
    private static final int COMPLEX = 0x800;
    private static final int LOGICAL = 0x200;
    private static final long LARGEST_EXPANSION = 200;

    private final Path file;
    private final Mat5Input input;
    private final Predicate<String> wanted;

    Mat5Values(Path file, Mat5Input input, Predicate<String> wanted) {
        this.file = file;
        this.input = input;
        this.wanted = wanted;
    }

    /** What stands before the content of an array. */
    record Head(int arrayClass, boolean complex, boolean logical, int[] dims, long elements,
            String name) {}

    private MatValue value(long limit, String path, int depth) throws IOException {
        Mat5Input.Tag tag = input.tag(limit);
        if (tag.type() != Mat5Type.MATRIX) {
            throw input
                    .error(path + " holds an element of type " + tag.type() + " where an array was expected");
        }
        if (depth > DEEPEST) {
            throw input.error(path + " is nested more than " + DEEPEST + " levels deep");
        }
        MatValue value;
        if (tag.bytes() == 0) {
            value = MatNumbers.of(new double[0], 0, 0);
        } else {
            long end = input.position() + tag.bytes();
            value = content(head(end), end, path, depth);
        }
        input.skipTo(tag.end());
        return value;
    }

    Head head(long end) throws IOException {
        Mat5Input.Tag flagsTag = input.tag(end);
        if (flagsTag.bytes() != 8) {
            throw input.error("the flags of an array have " + flagsTag.bytes() + " bytes, 8 were expected");
        }
        int flags = input.readInt();
        input.readInt();
        int arrayClass = flags & 0xff;
        int[] dims = {1, 1};
        if (arrayClass != 17) { // opaque objects have no dimensions
            Mat5Input.Tag dimsTag = input.tag(end);
            if (dimsTag.bytes() < 8 || dimsTag.bytes() > 4 * MOST_DIMS || dimsTag.type() != 5) {
                throw input.error("an array has " + dimsTag.bytes() / 4 + " dimensions");
            }
            dims = (int[]) input.numbers(dimsTag);
        }
        Mat5Input.Tag nameTag = input.tag(end);
        if (nameTag.bytes() > LONGEST_NAME) {
            throw input.error("the name of an array has " + nameTag.bytes() + " bytes");
        }
        String name = new String(input.bytes(nameTag.bytes()), StandardCharsets.UTF_8);
        input.skipTo(nameTag.end());
        return new Head(arrayClass, (flags & COMPLEX) != 0, (flags & LOGICAL) != 0, dims,
                elements(dims), name);
    }

    private long elements(int[] dims) {
        long elements = 1;
        for (int length : dims) {
            elements *= length;
            if (length < 0 || elements > Integer.MAX_VALUE) {
                throw input.error(
                        "an array of " + Arrays.toString(dims) + " is negative or has 2^31 elements or more");
            }
        }
        return elements;
    }

    MatValue content(Head head, long end, String path, int depth)
            throws IOException {
        switch (head.arrayClass()) {
            case Mat5Type.CELL :
                return new MatCell(head.dims(), values(head.elements(), end, path, depth));
            case Mat5Type.OBJECT :
                Mat5Input.Tag className = input.tag(end);
                input.skipTo(className.end());
                return struct(head, end, path, depth);
            case Mat5Type.STRUCT :
                return struct(head, end, path, depth);
            case Mat5Type.CHAR :
                return text(head, end);
            case Mat5Type.SPARSE :
                return sparse(head, end, path);
            default :
                ElementType type = Mat5Type.ofClass(head.arrayClass());
                if (type == null) {
                    input.skipTo(end);
                    return new MatOpaque(head.arrayClass() == 16 ? "function handle" : "object");
                }
                return numbers(head, type, end);
        }
    }

    private List<MatValue> values(long count, long end, String path, int depth)
            throws IOException {
        if (count > (end - input.position()) / 8) {
            throw input
                    .error(path + " claims " + count + " values in " + (end - input.position()) + " bytes");
        }
        List<MatValue> values = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            values.add(value(end, path, depth + 1));
        }
        return values;
    }

    private MatValue struct(Head head, long end, String path, int depth) throws IOException {
        Mat5Input.Tag lengthTag = input.tag(end);
        if (lengthTag.bytes() != 4) {
            throw input
                    .error("the length of field names has " + lengthTag.bytes() + " bytes, 4 were expected");
        }
        int length = input.readInt();
        input.skipTo(lengthTag.end());
        Mat5Input.Tag namesTag = input.tag(end);
        if (length < 1 || length > LONGEST_NAME || namesTag.bytes() % length != 0
                || namesTag.bytes() > 1 << 20) {
            throw input.error(path + " has field names of " + length + " bytes in " + namesTag.bytes());
        }
        byte[] stored = input.bytes(namesTag.bytes());
        input.skipTo(namesTag.end());
        String[] names = new String[stored.length / length];
        Set<String> distinct = new HashSet<>();
        Map<String, List<MatValue>> fields = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            int last = i * length;
            while (last < (i + 1) * length && stored[last] != 0) {
                last++;
            }
            names[i] = new String(stored, i * length, last - i * length, StandardCharsets.UTF_8);
            if (!distinct.add(names[i])) {
                throw input.error(path + " has two fields named " + names[i]);
            }
            if (wanted.test(path + "." + names[i])) {
                fields.put(names[i], new ArrayList<>());
            }
        }
        if (head.elements() * names.length > (end - input.position()) / 8) {
            throw input
                    .error(path + " claims " + head.elements() + " structs of " + names.length + " fields");
        }
        if (names.length == 0 && head.elements() > (1 << 16)) {
            throw input.error(path + " claims " + head.elements() + " structs without fields");
        }
        for (long i = 0; i < head.elements(); i++) {
            for (String name : names) {
                if (fields.containsKey(name)) {
                    fields.get(name).add(value(end, path + "." + name, depth + 1));
                } else {
                    input.skipTo(input.tag(end).end());
                }
            }
        }
        return new MatStruct(head.dims(), fields);
    }

    private MatValue text(Head head, long end) throws IOException {
        if (head.elements() == 0) {
            return new MatText(List.of());
        }
        Mat5Input.Tag tag = input.tag(end);
        Object stored = input.numbers(tag);
        String text;
        if (tag.type() == Mat5Type.UTF8) {
            text = new String((byte[]) stored, StandardCharsets.UTF_8);
        } else {
            StringBuilder characters = new StringBuilder(Array.getLength(stored));
            for (int i = 0; i < Array.getLength(stored); i++) {
                characters.append((char) (stored instanceof byte[] bytes
                        ? bytes[i] & 0xff
                        : Array.getLong(stored, i)));
            }
            text = characters.toString();
        }
        if (head.dims()[0] > 1 && text.length() != head.elements()) {
            throw input.error(
                    "text of " + Arrays.toString(head.dims()) + " has " + text.length() + " characters");
        }
        return MatText.ofColumns(text, head.dims());
    }

    private MatValue numbers(Head head, ElementType type, long end) throws IOException {
        if (head.elements() == 0) {
            input.skipTo(end);
            return new MatNumbers(head.logical() ? ElementType.BOOLEAN : type, head.dims(), new double[0],
                    false, null);
        }
        Mat5Input.Tag tag = input.tag(end);
        Object real = counted(tag, head.elements());
        Object imaginary = null;
        if (head.complex()) {
            Mat5Input.Tag second = input.tag(end);
            imaginary = counted(second, head.elements());
            if (second.type() != tag.type()) {
                // MATLAB narrows real and imaginary parts each on its own.
                real = widened(real, Mat5Type.unsigned(tag.type()));
                imaginary = widened(imaginary, Mat5Type.unsigned(second.type()));
            }
        }
        return new MatNumbers(head.logical() ? ElementType.BOOLEAN : type, head.dims(), real,
                Mat5Type.unsigned(tag.type()), imaginary);
    }

    private static double[] widened(Object numbers, boolean unsigned) {
        int count = Array.getLength(numbers);
        return new MatNumbers(ElementType.FLOAT64, new int[] {1, count}, numbers, unsigned, null).toDoubles();
    }

    private Object counted(Mat5Input.Tag tag, long elements) throws IOException {
        int width = Mat5Type.component(tag.type()) == null ? 1 : Mat5Type.bytes(tag.type());
        if (tag.bytes() != elements * width) {
            throw input.error("an array of " + elements + " numbers has " + tag.bytes() + " bytes of type "
                    + tag.type());
        }
        return input.numbers(tag);
    }

    /** Given as a full array, unless that would be very much larger than what is stored. */
    private MatValue sparse(Head head, long end, String path) throws IOException {
        if (!(input.numbers(input.tag(end)) instanceof int[] rows)
                || !(input.numbers(input.tag(end)) instanceof int[] starts)) {
            throw input.error(path + " is a sparse array whose indices are no 32-bit integers");
        }
        Mat5Input.Tag tag = input.tag(end);
        Object stored = input.numbers(tag);
        int count = Array.getLength(stored);
        if (head.elements() > Math.max(ALWAYS_DENSE, LARGEST_EXPANSION * count)) {
            throw new UnsupportedFeatureException(file + ": " + path + " is a sparse array of "
                    + Arrays.toString(head.dims()) + " with " + count + " numbers: save it with full()");
        }
        double[] values = widened(stored, Mat5Type.unsigned(tag.type()));
        double[] dense = new double[(int) head.elements()];
        int columns = head.dims()[1];
        if (starts.length < columns + 1L) {
            throw input.error(path + " has " + starts.length + " column starts for " + columns + " columns");
        }
        for (int column = 0; column < columns; column++) {
            for (int i = starts[column]; i < starts[column + 1]; i++) {
                if (i < 0 || i >= count || i >= rows.length || rows[i] < 0 || rows[i] >= head.dims()[0]) {
                    throw input.error(path + " has an index outside " + Arrays.toString(head.dims()));
                }
                dense[column * head.dims()[0] + rows[i]] = values[i];
            }
        }
        input.skipTo(end);
        return new MatNumbers(head.logical() ? ElementType.BOOLEAN : ElementType.FLOAT64, head.dims(), dense,
                false, null);
    }
}
