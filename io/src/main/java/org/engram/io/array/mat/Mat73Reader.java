package org.engram.io.array.mat;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.io.array.ElementType;

/**
 * Reads version 7.3. Cells and arrays of structs are references to other objects of the file; each object is read once
 * and shared, so references in circles end in an error and references in a lattice cost no more than the file has.
 */
final class Mat73Reader {
    private static final int DEEPEST = 48;
    private static final int LONGEST_CLASS = 256;
    private static final long ALWAYS_EXPANDED = 8L << 20;
    private static final long LARGEST_EXPANSION = 200;

    private final Path file;
    private final FileChannel channel;
    private final long fileBytes;
    private final Predicate<String> wanted;
    private final Map<Long, MatValue> known = new HashMap<>();
    private HdfFile hdf;

    Mat73Reader(Path file, FileChannel channel, Predicate<String> wanted) throws IOException {
        this.file = file;
        this.channel = channel;
        fileBytes = channel.size();
        this.wanted = wanted;
    }

    Map<String, MatValue> read() throws IOException {
        Map<String, MatValue> variables = new LinkedHashMap<>();
        try (HdfFile opened = open()) {
            hdf = opened;
            for (Map.Entry<String, Node> child : opened.getChildren().entrySet()) {
                String name = child.getKey();
                if (!name.startsWith("#") && wanted.test(name)) {
                    variables.put(name, value(child.getValue(), name, 0));
                }
            }
        } catch (EngramException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // The HDF5 library meets damage with whatever its parser stumbles over.
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "its HDF5 structure cannot be read (" + e.getMessage() + "): the file is damaged", e);
        }
        return variables;
    }

    /** Mapped where that is possible: a size the file only claims is then the end of a buffer and no memory. */
    private HdfFile open() throws IOException {
        return fileBytes <= Integer.MAX_VALUE
                ? HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, fileBytes))
                : new HdfFile(file);
    }

    private FormatException error(String message) {
        return new FormatException(file, FormatException.UNKNOWN_OFFSET, message + ": the file is damaged");
    }

    private MatValue value(Node node, String path, int depth) {
        if (depth > DEEPEST) {
            throw error(path + " is nested more than " + DEEPEST + " levels deep, or holds itself");
        }
        if (node.isLink() && !(node instanceof Dataset) && !(node instanceof Group)) {
            return new MatOpaque("link");
        }
        if (node instanceof Group group) {
            return struct(group, path, depth);
        }
        if (node instanceof Dataset dataset) {
            return array(dataset, path, depth);
        }
        return new MatOpaque("object");
    }

    private MatValue struct(Group group, String path, int depth) {
        Map<String, List<MatValue>> fields = new LinkedHashMap<>();
        int[] dims = null;
        for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
            String inner = path + "." + child.getKey();
            if (!wanted.test(inner)) {
                continue;
            }
            if (child.getValue() instanceof Dataset dataset && matlabClass(dataset).isEmpty()
                    && isReference(dataset)) {
                // An array of structs: each field refers to one value for each struct.
                dims = agreed(dims, matlabDims(dataset), inner);
                fields.put(child.getKey(), referred(dataset, inner, depth));
            } else {
                dims = agreed(dims, new int[] {1, 1}, inner);
                fields.put(child.getKey(), List.of(value(child.getValue(), inner, depth + 1)));
            }
        }
        return new MatStruct(dims == null ? new int[] {1, 1} : dims, fields);
    }

    private int[] agreed(int[] before, int[] now, String path) {
        if (before != null && !Arrays.equals(before, now)) {
            throw error(path + " has " + Arrays.toString(now) + " values where other fields have "
                    + Arrays.toString(before));
        }
        return now;
    }

    private MatValue array(Dataset dataset, String path, int depth) {
        String kind = matlabClass(dataset);
        if (dataset.getAttribute("MATLAB_empty") != null) {
            return empty(dataset, kind, path);
        }
        if (kind.equals("cell") || kind.isEmpty() && isReference(dataset)) {
            return new MatCell(matlabDims(dataset), referred(dataset, path, depth));
        }
        if (kind.equals("function_handle") || kind.equals("table") || kind.equals("string")) {
            return new MatOpaque(kind);
        }
        int[] dims = matlabDims(dataset);
        if (dataset.isCompound()) {
            return complex(dataset, dims, path);
        }
        Object stored = stored(read(dataset, path), path);
        if (kind.equals("char")) {
            StringBuilder text = new StringBuilder(Array.getLength(stored));
            for (int i = 0; i < Array.getLength(stored); i++) {
                text.append((char) ((Number) Array.get(stored, i)).intValue());
            }
            return MatText.ofColumns(text, dims);
        }
        return new MatNumbers(type(kind, stored), dims, stored, kind.equals("uint64"), null);
    }

    /** All elements, once their count and that of a chunk are known to be borne out by the file. */
    private Object read(Dataset dataset, String path) {
        requireBounded(dataset, path);
        return dataset.isScalar() ? scalar(dataset) : dataset.getDataFlat();
    }

    private static Object scalar(Dataset dataset) {
        Object one = dataset.getData();
        Object array = Array.newInstance(one instanceof Double ? double.class : long.class, 1);
        Array.set(array, 0, one instanceof Double ? one : (Object) ((Number) one).longValue());
        return array;
    }

    private MatValue complex(Dataset dataset, int[] dims, String path) {
        requireBounded(dataset, path);
        if (dataset.getData() instanceof Map<?, ?> parts && parts.get("real") != null
                && parts.get("imag") != null) {
            return new MatNumbers(ElementType.FLOAT64, dims, stored(flat(parts.get("real")), path), false,
                    stored(flat(parts.get("imag")), path));
        }
        return new MatOpaque("compound");
    }

    /** Rows of rows one after the other. */
    private static Object flat(Object nested) {
        if (!(nested instanceof Object[] rows) || rows instanceof BigInteger[]) {
            return nested;
        }
        List<Object> parts = Arrays.stream(rows).map(Mat73Reader::flat).toList();
        int length = parts.stream().mapToInt(Array::getLength).sum();
        Class<?> kind = parts.isEmpty() ? double.class : parts.get(0).getClass().getComponentType();
        Object all = Array.newInstance(kind, length);
        int at = 0;
        for (Object part : parts) {
            System.arraycopy(part, 0, all, at, Array.getLength(part));
            at += Array.getLength(part);
        }
        return all;
    }

    private Object stored(Object data, String path) {
        if (data instanceof BigInteger[] large) {
            return Arrays.stream(large).mapToLong(BigInteger::longValue).toArray();
        }
        if (data instanceof double[] || data instanceof float[] || data instanceof long[]
                || data instanceof int[]
                || data instanceof short[] || data instanceof byte[]) {
            return data;
        }
        throw error(path + " holds " + data.getClass().getSimpleName() + " where numbers were expected");
    }

    private static ElementType type(String kind, Object stored) {
        return switch (kind) {
            case "logical" -> ElementType.BOOLEAN;
            case "single" -> ElementType.FLOAT32;
            case "int8" -> ElementType.INT8;
            case "uint8" -> ElementType.UINT8;
            case "int16" -> ElementType.INT16;
            case "uint16" -> ElementType.UINT16;
            case "int32" -> ElementType.INT32;
            case "uint32" -> ElementType.UINT32;
            case "int64" -> ElementType.INT64;
            case "uint64" -> ElementType.UINT64;
            default -> stored instanceof float[] ? ElementType.FLOAT32 : ElementType.FLOAT64;
        };
    }

    /** Of an empty array the dimensions are stored in place of its elements. */
    private MatValue empty(Dataset dataset, String kind, String path) {
        int[] dims = {0, 0};
        Object data = dataset.getSize() >= 2 && dataset.getSize() <= 32 ? read(dataset, path) : new long[0];
        if (Array.getLength(data) >= 2) {
            dims = new int[Array.getLength(data)];
            for (int i = 0; i < dims.length; i++) {
                dims[i] = (int) Math.min(Integer.MAX_VALUE,
                        Math.max(0, ((Number) Array.get(data, i)).longValue()));
            }
        }
        if (Arrays.stream(dims).noneMatch(length -> length == 0)) {
            dims = new int[] {0, 0};
        }
        return switch (kind) {
            case "char" -> new MatText(List.of());
            case "cell" -> new MatCell(dims, List.of());
            case "struct" -> new MatStruct(dims, Map.of());
            default -> new MatNumbers(type(kind, null), dims, new double[0], false, null);
        };
    }

    private List<MatValue> referred(Dataset dataset, String path, int depth) {
        if (dataset.getSize() > fileBytes / 8) {
            throw error(path + " claims " + dataset.getSize() + " references in a file of " + fileBytes
                    + " bytes");
        }
        if (!(stored(read(dataset, path),
                path) instanceof long[] addresses)) {
            throw error(path + " holds no references");
        }
        List<MatValue> values = new ArrayList<>(addresses.length);
        for (long address : addresses) {
            values.add(referred(address, path, depth));
        }
        return values;
    }

    private MatValue referred(long address, String path, int depth) {
        if (address == 0) {
            return MatNumbers.of(new double[0], 0, 0);
        }
        if (known.containsKey(address)) {
            MatValue value = known.get(address);
            if (value == null) {
                throw error(path + " holds itself by a reference");
            }
            return value;
        }
        known.put(address, null);
        Node node = hdf.getNodeByAddress(address);
        if (node == null) {
            throw error(path + " refers to address " + address + ", where nothing is");
        }
        MatValue value = value(node, path, depth + 1);
        known.put(address, value);
        return value;
    }

    private void requireBounded(Dataset dataset, String path) {
        long stored = Math.min(fileBytes, Math.max(0, dataset.getStorageInBytes()));
        long most = Math.max(ALWAYS_EXPANDED, LARGEST_EXPANSION * stored);
        long claimed = dataset.getSizeInBytes();
        if (claimed < 0 || dataset.getSize() > Integer.MAX_VALUE - 8 || claimed > most) {
            throw error(path + " of " + stored + " bytes claims to expand to " + claimed);
        }
        if (dataset instanceof ChunkedDataset chunked) {
            double chunk = dataset.getDataType().getSize();
            for (int length : chunked.getChunkDimensions()) {
                chunk *= length;
            }
            if (!(chunk > 0) || chunk > most) {
                throw error(path + " of " + stored + " bytes claims chunks of " + chunk);
            }
        }
    }

    private static int[] matlabDims(Dataset dataset) {
        int[] dims = dataset.getDimensions();
        int[] reversed = new int[Math.max(2, dims.length)];
        Arrays.fill(reversed, 1);
        for (int i = 0; i < dims.length; i++) {
            reversed[i] = dims[dims.length - 1 - i];
        }
        return reversed;
    }

    private static boolean isReference(Dataset dataset) {
        return dataset.getDataType().getDataClass() == 7;
    }

    private static String matlabClass(Node node) {
        Attribute attribute = node.getAttribute("MATLAB_class");
        return attribute == null || attribute.getSizeInBytes() > LONGEST_CLASS
                ? ""
                : String.valueOf(attribute.getData()).trim();
    }
}
