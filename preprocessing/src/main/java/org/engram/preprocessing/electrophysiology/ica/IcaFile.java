package org.engram.preprocessing.electrophysiology.ica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.linalg.Matrix;
import org.engram.core.FormatException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.table.JsonFile;

/** A solution as two files: what it is in JSON, its numbers in an npz archive beside it. */
final class IcaFile {
    private static final String FORMAT = "engram-ica";
    private static final int VERSION = 1;
    private static final long LARGEST_HEADER = 16 << 20;

    private IcaFile() {}

    static void write(Path json, IcaSolution solution) throws IOException {
        Path numbers = numbers(json);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("scales", NpyArray.of(solution.channelScales(), solution.channels().size()));
        arrays.put("means", NpyArray.of(solution.means(), solution.channels().size()));
        arrays.put("principal", array(solution.principalComponents()));
        arrays.put("variances",
                NpyArray.of(solution.principalVariances(), solution.principalVariances().length));
        arrays.put("unmixing", array(solution.unmixing()));
        NpzFile.write(numbers, arrays, false);
        Convergence end = solution.convergence();
        Map<String, Object> convergence = new LinkedHashMap<>();
        convergence.put("converged", end.converged());
        convergence.put("iterations", end.iterations());
        convergence.put("attempts", end.attempts());
        putFinite(convergence, "measure", end.measure());
        putFinite(convergence, "gradientNorm", end.gradientNorm());
        putFinite(convergence, "learningRate", end.learningRate());
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FORMAT);
        root.put("version", VERSION);
        root.put("channels", solution.channels());
        root.put("rank", solution.rank());
        root.put("sampleCount", solution.sampleCount());
        root.put("convergence", convergence);
        JsonFile.write(json, root);
    }

    static IcaSolution read(Path json) throws IOException {
        Path numbers = numbers(json);
        if (Files.size(json) > LARGEST_HEADER) {
            throw new FormatException(json,
                    "holds " + Files.size(json) + " bytes: no description of components");
        }
        Map<String, Object> root = JsonFile.read(json);
        if (!FORMAT.equals(root.get("format")) || number(root, "version") != VERSION) {
            throw new FormatException(json, "is \"" + root.get("format") + "\" version " + root.get("version")
                    + ", expected \"" + FORMAT + "\" version " + VERSION);
        }
        if (!(root.get("channels") instanceof List<?> names)
                || !(root.get("convergence") instanceof Map<?, ?> end)) {
            throw new FormatException(json, "lacks channels or convergence: the file is damaged");
        }
        Map<String, NpyArray> arrays = NpzFile.read(numbers);
        Convergence convergence = new Convergence(Boolean.TRUE.equals(end.get("converged")),
                (int) number(end, "iterations"), number(end, "measure"), number(end, "gradientNorm"),
                (int) number(end, "attempts"), number(end, "learningRate"));
        return IcaSolution.of(names.stream().map(String::valueOf).toList(), vector(numbers, arrays, "scales"),
                vector(numbers, arrays, "means"),
                new Principal(matrix(numbers, arrays, "principal"), vector(numbers, arrays, "variances"),
                        (int) number(root, "rank")),
                matrix(numbers, arrays, "unmixing"), (long) number(root, "sampleCount"), convergence);
    }

    private static double number(Map<?, ?> values, String name) {
        return values.get(name) instanceof Number value ? value.doubleValue() : Double.NaN;
    }

    private static void putFinite(Map<String, Object> node, String name, double value) {
        if (Double.isFinite(value)) { // JSON knows no NaN
            node.put(name, value);
        }
    }

    private static Path numbers(Path json) {
        String name = json.getFileName().toString();
        if (!name.endsWith(".json")) {
            throw new IllegalArgumentException(json + ": give a name that ends in .json");
        }
        return json.resolveSibling(name.substring(0, name.length() - 5) + ".npz");
    }

    private static NpyArray array(Matrix matrix) {
        return NpyArray.of(matrix.data(), matrix.rows(), matrix.columns());
    }

    private static double[] vector(Path file, Map<String, NpyArray> arrays, String name) {
        return find(file, arrays, name, 1).toDoubles();
    }

    private static Matrix matrix(Path file, Map<String, NpyArray> arrays, String name) {
        NpyArray array = find(file, arrays, name, 2);
        return Matrix.of(array.shape()[0], array.shape()[1], array.toDoubles());
    }

    private static NpyArray find(Path file, Map<String, NpyArray> arrays, String name, int dimensions) {
        NpyArray array = arrays.get(name);
        if (array == null || array.shape().length != dimensions || array.type().isText()) {
            throw new FormatException(file, "array \"" + name + "\" is "
                    + (array == null ? "missing" : array.toString()) + ", expected " + dimensions
                    + " dimensions of numbers");
        }
        return array;
    }
}
