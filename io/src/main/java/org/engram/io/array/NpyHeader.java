package org.engram.io.array;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;

/**
 * What stands before the elements of an {@code .npy} file.
 *
 * @param type what the elements are
 * @param elementBytes bytes of one element in the file
 * @param half whether the elements are half-precision floats
 * @param byteOrder the order of the bytes of a number
 * @param fortranOrder whether the first index runs fastest in the file
 * @param shape the length of each dimension
 */
record NpyHeader(ElementType type, int elementBytes, boolean half, ByteOrder byteOrder, boolean fortranOrder,
        int[] shape) {
    private static final Pattern FIELD = Pattern.compile(
            "\\s*(['\"])(\\w+)\\1\\s*:\\s*(True|False|\\([^()]*\\)|'[^']*'|\"[^\"]*\"|\\[.*\\])\\s*(,|(?=\\s*\\}))");
    private static final Pattern DESCRIPTION = Pattern.compile("([<>|=]?)([a-zA-Z?])(\\d*)(\\[.*\\])?");

    static NpyHeader parse(Path file, String member, String text) {
        Map<String, String> fields = fields(file, member, text);
        for (String key : List.of("descr", "fortran_order", "shape")) {
            if (!fields.containsKey(key)) {
                throw new FormatException(file, member + "the header lacks \"" + key + "\": " + text.strip());
            }
        }
        boolean fortran = fields.get("fortran_order").equals("True");
        return described(file, member, fields.get("descr"), fortran,
                shape(file, member, fields.get("shape")));
    }

    private static Map<String, String> fields(Path file, String member, String text) {
        String dict = text.strip();
        Map<String, String> fields = new HashMap<>();
        Matcher matcher = FIELD.matcher(dict);
        int at = dict.startsWith("{") ? 1 : -1;
        while (at > 0 && matcher.find(at) && matcher.start() == at) {
            fields.put(matcher.group(2), matcher.group(3));
            at = matcher.end();
        }
        if (at < 0 || !dict.substring(at).strip().equals("}")) {
            throw new FormatException(file,
                    member + "the header is not a dictionary of descr, fortran_order and shape: "
                            + (dict.length() > 200 ? dict.substring(0, 200) + "..." : dict));
        }
        return fields;
    }

    private static int[] shape(Path file, String member, String tuple) {
        List<Integer> shape = new ArrayList<>();
        for (String word : tuple.replaceAll("[()\\s]", "").split(",")) {
            if (word.isEmpty()) {
                continue;
            }
            if (!word.matches("\\d{1,18}L?")) {
                throw new FormatException(file, member + "the shape " + tuple + " is no tuple of lengths");
            }
            long length = Long.parseLong(word.replace("L", ""));
            if (length > Integer.MAX_VALUE) {
                throw new UnsupportedFeatureException(file + ": " + member + "the shape " + tuple
                        + " is too large: at most 2^31 - 1 along a dimension");
            }
            shape.add((int) length);
        }
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }

    private static NpyHeader described(Path file, String member, String quoted, boolean fortran,
            int[] shape) {
        String descr = quoted.startsWith("[") ? quoted : quoted.substring(1, quoted.length() - 1);
        Matcher matcher = DESCRIPTION.matcher(descr);
        char kind = matcher.matches() ? matcher.group(2).charAt(0) : '[';
        if (kind == 'O') {
            throw new UnsupportedFeatureException(
                    file + ": " + member + "holds Python objects (dtype object), which are"
                            + " never unpickled: save it from NumPy as numbers or strings");
        }
        int count = kind == '[' || matcher.group(3).isEmpty() || matcher.group(3).length() > 9
                ? 0
                : Integer.parseInt(matcher.group(3));
        boolean half = kind == 'f' && count == 2;
        boolean plain = kind != '[' && matcher.group(4) == null && !(matcher.group(3).length() > 9);
        ElementType type = plain
                ? ElementType.of(kind == '?' ? 'b' : kind, half ? 4 : kind == '?' ? 1 : count)
                : null;
        if (type == null) {
            throw new UnsupportedFeatureException(file + ": " + member + "holds elements of dtype " + descr
                    + "; read are truth values, integers, floats of 2, 4 and 8 bytes, complex numbers and strings");
        }
        long bytes = type == ElementType.TEXT
                ? 4L * count
                : half ? 2 : type == ElementType.BYTES ? count : type.bytes();
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new FormatException(file, member + "strings of " + count + " characters are too long");
        }
        ByteOrder order = matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyHeader(type, (int) bytes, half, order, fortran, shape);
    }

    /** How many elements. */
    long elements() {
        long elements = 1;
        for (int length : shape) {
            elements = length == 0 ? 0 : Math.multiplyExact(elements, (long) length);
        }
        return elements;
    }

    /** The bytes before the elements: magic, version, length and dictionary, padded to a multiple of 64. */
    byte[] toBytes() {
        String shapeText = IntStream.of(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        boolean ordered = type.kind() != 'b' && type.kind() != 'S' && elementBytes > 1;
        int count = type == ElementType.TEXT ? elementBytes / 4 : elementBytes;
        String dict = "{'descr': '" + (!ordered ? "|" : byteOrder == ByteOrder.BIG_ENDIAN ? ">" : "<")
                + type.kind()
                + count + "', 'fortran_order': " + (fortranOrder ? "True" : "False") + ", 'shape': ("
                + shapeText
                + (shape.length == 1 ? ",)" : ")") + ", }";
        boolean small = dict.length() + 11 + 63 <= 0xffff;
        int prefix = small ? 10 : 12;
        int total = (prefix + dict.length() + 1 + 63) / 64 * 64;
        byte[] bytes = new byte[total];
        Arrays.fill(bytes, (byte) ' ');
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) (small ? 1 : 2), 0};
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        int length = total - prefix;
        for (int i = 8; i < prefix; i++) {
            bytes[i] = (byte) (length >> 8 * (i - 8));
        }
        byte[] text = dict.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, prefix, text.length);
        bytes[total - 1] = '\n';
        return bytes;
    }
}
