package org.engram.preprocessing.electrophysiology.ica;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.linalg.Matrix;
import org.engram.core.FormatException;
import org.engram.io.AtomicFile;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;

/** A solution as two files: what it is in JSON, its numbers in an npz archive beside it. */
final class IcaFile {
    private static final String FORMAT = "engram-ica";
    private static final int VERSION = 1;
    private static final long LARGEST_HEADER = 16 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

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
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("version", VERSION);
        solution.channels().forEach(root.putArray("channels")::add);
        root.put("rank", solution.rank()).put("sampleCount", solution.sampleCount());
        Convergence end = solution.convergence();
        ObjectNode convergence = root.putObject("convergence");
        convergence.put("converged", end.converged()).put("iterations", end.iterations())
                .put("attempts", end.attempts());
        putFinite(convergence, "measure", end.measure());
        putFinite(convergence, "gradientNorm", end.gradientNorm());
        putFinite(convergence, "learningRate", end.learningRate());
        byte[] text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        AtomicFile.write(json, partial -> Files.write(partial, text));
    }

    static IcaSolution read(Path json) throws IOException {
        Path numbers = numbers(json);
        if (Files.size(json) > LARGEST_HEADER) {
            throw new FormatException(json,
                    "holds " + Files.size(json) + " bytes: no description of components");
        }
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(json));
        } catch (JsonProcessingException e) {
            throw new FormatException(json, FormatException.UNKNOWN_OFFSET,
                    "is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!FORMAT.equals(root.path("format").asText()) || root.path("version").asInt() != VERSION) {
            throw new FormatException(json, "is \"" + root.path("format").asText() + "\" version "
                    + root.path("version").asText() + ", expected \"" + FORMAT + "\" version " + VERSION);
        }
        List<String> channels = new ArrayList<>();
        root.path("channels").forEach(name -> channels.add(name.asText()));
        Map<String, NpyArray> arrays = NpzFile.read(numbers);
        Matrix principal = matrix(numbers, arrays, "principal");
        JsonNode end = root.path("convergence");
        Convergence convergence = new Convergence(end.path("converged").asBoolean(),
                end.path("iterations").asInt(), end.path("measure").asDouble(Double.NaN),
                end.path("gradientNorm").asDouble(Double.NaN), end.path("attempts").asInt(1),
                end.path("learningRate").asDouble(Double.NaN));
        return IcaSolution.of(channels, vector(numbers, arrays, "scales"), vector(numbers, arrays, "means"),
                new Principal(principal, vector(numbers, arrays, "variances"), root.path("rank").asInt()),
                matrix(numbers, arrays, "unmixing"), root.path("sampleCount").asLong(), convergence);
    }

    private static void putFinite(ObjectNode node, String name, double value) {
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
