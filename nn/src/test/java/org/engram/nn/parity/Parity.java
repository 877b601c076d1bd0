package org.engram.nn.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.engram.io.array.ElementType;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;

/**
 * Compares a layer with a fixture written by {@code parity.py}: the names of its parameters, its results, the gradients of
 * its inputs and parameters, and where recorded its buffers after the run.
 *
 * <p>Differences are taken relative to the largest magnitude in the compared array: float32 sums of a few hundred terms
 * agree with float64 ones to about 1e-6 of it.
 */
public final class Parity {
    private static final double FORWARD = 1e-5;
    private static final double GRADIENT = 1e-4;

    private final Map<String, NpyArray> arrays;
    private final String file;
    private boolean training = true;

    private Parity(String file, Map<String, NpyArray> arrays) {
        this.file = file;
        this.arrays = arrays;
    }

    /**
     * @param beside the test whose resource folder holds the fixture
     * @param file its name
     */
    public static Parity of(Class<?> beside, String file) {
        URL url = beside.getResource(file);
        assertNotNull(url, "no fixture " + file + " beside " + beside.getName() + ": run its generator");
        try {
            return new Parity(file, NpzFile.read(Path.of(url.toURI())));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Compares the layer as it behaves in inference (gradients are still taken). */
    public Parity inInference() {
        training = false;
        return this;
    }

    /** @param layer not yet initialized; filled from the fixture, run, compared, and closed */
    public void check(Layer layer) {
        try (NDManager manager = Torch.newManager()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            fill(layer);
            try (Pass pass = training ? Pass.training(1) : Pass.differentiating()) {
                NDList inputs = inputs(manager);
                NDList outputs = layer.apply(pass, inputs);
                compare(outputs);
                differentiate(pass, outputs, manager);
                compareGradients(layer, inputs);
            }
            group("after/").forEach((name, expected) -> compare("state " + name + " after the run", expected,
                    layer.state().get(name).getArray(), FORWARD));
        } finally {
            layer.clear();
        }
    }

    /**
     * Fills the layer with the fixture's weights.
     *
     * @param layer initialized, whose names and shapes must be exactly the fixture's
     */
    public void fill(Layer layer) {
        Map<String, NpyArray> expected = group("state/");
        Map<String, Parameter> state = layer.state();
        assertEquals(new TreeSet<>(expected.keySet()), new TreeSet<>(state.keySet()),
                file + ": parameter names");
        expected.forEach((name, value) -> {
            Parameter parameter = state.get(name);
            assertEquals(shape(value), parameter.getShape(), file + ": shape of " + name);
            try (NDArray copy = parameter.getArray().getManager().create((float[]) value.data(),
                    shape(value))) {
                copy.copyTo(parameter.getArray());
            }
        });
    }

    /** @return the fixture's inputs, as leaves whose gradient is recorded where they are floating point */
    public NDList inputs(NDManager manager) {
        NDList inputs = new NDList();
        group("input/").values().forEach(value -> {
            NDArray array = array(manager, value);
            if (array.getDataType().isFloating()) {
                array.setRequiresGradient(true);
            }
            inputs.add(array);
        });
        return inputs;
    }

    /** @param outputs of a layer, compared with the fixture's */
    public void compare(NDList outputs) {
        Map<String, NpyArray> expected = group("output/");
        assertTrue(outputs.size() >= expected.size(), file + ": too few results");
        expected.forEach(
                (index, value) -> compare("result " + index, value, outputs.get(Integer.parseInt(index)),
                        FORWARD));
    }

    private void differentiate(Pass pass, NDList outputs, NDManager manager) {
        NDArray total = null;
        for (var entry : group("cotangent/").entrySet()) {
            NDArray output = outputs.get(Integer.parseInt(entry.getKey()));
            NDArray term = output.mul(array(manager, entry.getValue())).sum();
            total = total == null ? term : total.add(term);
        }
        if (total != null) {
            pass.backward(total);
        }
    }

    private void compareGradients(Layer layer, NDList inputs) {
        Map<String, Parameter> learned = layer.learned();
        group("gradient/").forEach((name, expected) -> {
            NDArray of = name.startsWith("input/")
                    ? inputs.get(Integer.parseInt(name.substring(6)))
                    : learned.get(name).getArray();
            NDArray gradient = Pass.gradientOf(of);
            assertNotNull(gradient, file + ": no gradient reached " + name);
            compare("gradient of " + name, expected, gradient, GRADIENT);
        });
    }

    private void compare(String what, NpyArray expected, NDArray found, double tolerance) {
        assertEquals(shape(expected), found.getShape(), file + ": shape of " + what);
        double[] wanted = expected.toDoubles();
        double[] got = numbers(found);
        double largest = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
        // A gradient that is exactly zero in theory is rounding noise on both sides.
        double allowed = Math.max(largest * tolerance, 1e-7);
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], got[i], allowed, file + ": " + what + ", element " + i);
        }
    }

    /** @return the values of any numeric array */
    public static double[] numbers(NDArray array) {
        try (NDArray wide = array.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }

    private static NDArray array(NDManager manager, NpyArray value) {
        if (value.type() == ElementType.INT64) {
            return manager.create((long[]) value.data(), shape(value));
        }
        if (value.type() == ElementType.INT32) {
            return manager.create((int[]) value.data(), shape(value));
        }
        return manager.create((float[]) value.data(), shape(value));
    }

    private static Shape shape(NpyArray value) {
        return new Shape(Arrays.stream(value.shape()).asLongStream().toArray());
    }

    private Map<String, NpyArray> group(String prefix) {
        Map<String, NpyArray> group = new LinkedHashMap<>();
        arrays.keySet().stream().sorted().filter(name -> name.startsWith(prefix))
                .forEach(name -> group.put(name.substring(prefix.length()), arrays.get(name)));
        return group;
    }
}
