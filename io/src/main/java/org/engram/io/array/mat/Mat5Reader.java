package org.engram.io.array.mat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.array.ElementType;

/** Reads version 5 to 7. */
final class Mat5Reader {
    private static final int HEADER_BYTES = 128;
    private static final int DEEPEST = 48;
    private static final int MOST_DIMS = 32;
    private static final int LONGEST_NAME = 4096;
    private static final long ALWAYS_EXPANDED = 48L << 20;
    private static final long LARGEST_EXPANSION = 200;
    private static final long ALWAYS_DENSE = 1 << 20;
    private static final int COMPLEX = 0x800;
    private static final int LOGICAL = 0x200;

    private final Path file;
    private final FileChannel channel;
    private final Predicate<String> wanted;
    private ByteOrder order;

    Mat5Reader(Path file, FileChannel channel, Predicate<String> wanted) {
        this.file = file;
        this.channel = channel;
        this.wanted = wanted;
    }

    /** What stands before the content of an array. */
    private record Head(int arrayClass, boolean complex, boolean logical, int[] dims, long elements,
            String name) {}

    Map<String, MatValue> read() throws IOException {
        ByteBuffer header = at(0, HEADER_BYTES);
        order = header.get(126) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        long subsystem = header.order(order).getLong(116);
        Map<String, MatValue> variables = new LinkedHashMap<>();
        long position = HEADER_BYTES;
        while (position + 8 <= channel.size()) {
            ByteBuffer tag = at(position, 8).order(order);
            int type = tag.getInt(0);
            long bytes = tag.getInt(4) & 0xffffffffL;
            if (bytes > channel.size() - position - 8) {
                throw new FormatException(file, position, "a variable claims " + bytes + " bytes where "
                        + (channel.size() - position - 8) + " are left: the file is cut off or damaged");
            }
            if (position != subsystem) {
                variable(type, position, bytes, variables);
            }
            position += 8 + (type == Mat5Type.COMPRESSED ? bytes : bytes + 7 & ~7L);
        }
        return variables;
    }

    private void variable(int type, long position, long bytes, Map<String, MatValue> variables)
            throws IOException {
        if (type == Mat5Type.MATRIX) {
            Mat5Input input = new Mat5Input(file, stream(position + 8, bytes), order, false);
            variable(input, bytes, variables);
        } else if (type == Mat5Type.COMPRESSED) {
            Inflater inflater = new Inflater();
            try (InflaterInputStream inflated = new InflaterInputStream(stream(position + 8, bytes), inflater,
                    1 << 16)) {
                Mat5Input input = new Mat5Input(file, inflated, order, true);
                long most = Math.max(ALWAYS_EXPANDED, LARGEST_EXPANSION * bytes);
                int inner = input.readInt();
                long expanded = input.readInt() & 0xffffffffL;
                if (inner == Mat5Type.MATRIX) {
                    if (expanded > most) {
                        throw new FormatException(file, position, "a variable of " + bytes
                                + " bytes claims to expand to " + expanded + ", more than "
                                + LARGEST_EXPANSION + " times as many: the file is damaged");
                    }
                    variable(input, input.position() + expanded, variables);
                }
            } finally {
                inflater.end();
            }
        } else if (type < 1 || type > Mat5Type.UTF32) {
            throw new FormatException(file, position,
                    "an element is of type " + type + ", which does not exist: the file is damaged");
        }
    }

    private void variable(Mat5Input input, long end, Map<String, MatValue> variables) throws IOException {
        if (end == input.position()) {
            return;
        }
        Head head = head(input, end);
        if (!head.name().isEmpty() && wanted.test(head.name())) {
            variables.put(head.name(), content(input, head, end, head.name(), 0));
        }
    }

    private MatValue value(Mat5Input input, long limit, String path, int depth) throws IOException {
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
            value = content(input, head(input, end), end, path, depth);
        }
        input.skipTo(tag.end());
        return value;
    }

    private Head head(Mat5Input input, long end) throws IOException {
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
                elements(input, dims), name);
    }

    private static long elements(Mat5Input input, int[] dims) {
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

    private MatValue content(Mat5Input input, Head head, long end, String path, int depth)
            throws IOException {
        switch (head.arrayClass()) {
            case Mat5Type.CELL :
                return new MatCell(head.dims(), values(input, head.elements(), end, path, depth));
            case Mat5Type.OBJECT :
                Mat5Input.Tag className = input.tag(end);
                input.skipTo(className.end());
                return struct(input, head, end, path, depth);
            case Mat5Type.STRUCT :
                return struct(input, head, end, path, depth);
            case Mat5Type.CHAR :
                return text(input, head, end);
            case Mat5Type.SPARSE :
                return sparse(input, head, end, path);
            default :
                ElementType type = Mat5Type.ofClass(head.arrayClass());
                if (type == null) {
                    input.skipTo(end);
                    return new MatOpaque(head.arrayClass() == 16 ? "function handle" : "object");
                }
                return numbers(input, head, type, end);
        }
    }

    private List<MatValue> values(Mat5Input input, long count, long end, String path, int depth)
            throws IOException {
        if (count > (end - input.position()) / 8) {
            throw input
                    .error(path + " claims " + count + " values in " + (end - input.position()) + " bytes");
        }
        List<MatValue> values = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            values.add(value(input, end, path, depth + 1));
        }
        return values;
    }

    private MatValue struct(Mat5Input input, Head head, long end, String path, int depth) throws IOException {
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
        Map<String, List<MatValue>> fields = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            int last = i * length;
            while (last < (i + 1) * length && stored[last] != 0) {
                last++;
            }
            names[i] = new String(stored, i * length, last - i * length, StandardCharsets.UTF_8);
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
                    fields.get(name).add(value(input, end, path + "." + name, depth + 1));
                } else {
                    input.skipTo(input.tag(end).end());
                }
            }
        }
        return new MatStruct(head.dims(), fields);
    }

    private MatValue text(Mat5Input input, Head head, long end) throws IOException {
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

    private MatValue numbers(Mat5Input input, Head head, ElementType type, long end) throws IOException {
        if (head.elements() == 0) {
            input.skipTo(end);
            return new MatNumbers(head.logical() ? ElementType.BOOLEAN : type, head.dims(), new double[0],
                    false, null);
        }
        Mat5Input.Tag tag = input.tag(end);
        Object real = counted(input, tag, head.elements());
        Object imaginary = null;
        if (head.complex()) {
            Mat5Input.Tag second = input.tag(end);
            imaginary = counted(input, second, head.elements());
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

    private static Object counted(Mat5Input input, Mat5Input.Tag tag, long elements) throws IOException {
        int width = Mat5Type.component(tag.type()) == null ? 1 : Mat5Type.bytes(tag.type());
        if (tag.bytes() != elements * width) {
            throw input.error("an array of " + elements + " numbers has " + tag.bytes() + " bytes of type "
                    + tag.type());
        }
        return input.numbers(tag);
    }

    /** Given as a full array, unless that would be very much larger than what is stored. */
    private MatValue sparse(Mat5Input input, Head head, long end, String path) throws IOException {
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

    private ByteBuffer at(long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
            continue;
        }
        return buffer;
    }

    private InputStream stream(long position, long bytes) throws IOException {
        channel.position(position);
        return new BufferedInputStream(new BoundedInput(Channels.newInputStream(channel), bytes), 1 << 16);
    }
}
