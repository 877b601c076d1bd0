package org.engram.nn.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Precision;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductsTest {
    /** Two units in the last place of bfloat16, whose step is 2^-8 of a number: sums are taken in another order. */
    private static final double ROUNDING = 2.0 / 256;

    private static NDArray compute(String name, Pass pass, List<NDArray> in) {
        Map<String, BiFunction<Pass, List<NDArray>, NDArray>> functions = Map.of(
                "linear", (p, x) -> Products.linear(p, x.get(0), x.get(1), x.get(2)),
                "convolution",
                (p, x) -> Products.convolution(p, x.get(0), x.get(1), x.get(2), new Shape(2, 2),
                        new Shape(1, 1), new Shape(1, 1), 1),
                "transposed", (p, x) -> Products.transposed(p, x.get(0), x.get(1), x.get(2),
                        new Convolutions.Transposition(new long[] {2, 2}, new long[2], new long[2],
                                new long[] {1, 1},
                                1)),
                "attention", (p, x) -> Attentions.attend(p, x.get(0), x.get(1), x.get(2), 0.5, false, 0));
        return functions.get(name).apply(pass, in);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "convolution", "transposed", "attention"})
    void inShortArithmeticAsPyTorch(String name) throws Exception {
        Map<String, NpyArray> fixture = NpzFile
                .read(Path.of(ProductsTest.class.getResource("bfloat16.npz").toURI()));
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.training(1, Precision.BFLOAT16)) {
            List<NDArray> inputs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                NDArray input = array(manager, fixture.get(name + "/input/" + i));
                input.setRequiresGradient(true);
                inputs.add(input);
            }
            NDArray result = compute(name, pass, inputs);
            assertEquals(DataType.FLOAT32, result.getDataType());
            double error = compare(fixture.get(name + "/output"), result);
            pass.backward(result, array(manager, fixture.get(name + "/cotangent")));
            for (int i = 0; i < 3; i++) {
                compare(fixture.get(name + "/gradient/" + i), pass.gradient(inputs.get(i)));
            }
            try (Pass full = Pass.inference()) {
                double whole = distance(fixture.get(name + "/output"), compute(name, full, inputs));
                assertTrue(whole > 1e-4, "the fixture does not tell short arithmetic from full: " + whole);
                assertTrue(error <= whole + ROUNDING);
            }
        }
    }

    private static double compare(NpyArray expected, NDArray found) {
        double error = distance(expected, found);
        assertTrue(error <= ROUNDING, "differs by " + error + " of the largest value");
        return error;
    }

    private static double distance(NpyArray expected, NDArray found) {
        double[] wanted = expected.toDoubles();
        double[] got = Parity.numbers(found);
        double largest = Arrays.stream(wanted).map(Math::abs).max().orElseThrow();
        double error = 0;
        for (int i = 0; i < wanted.length; i++) {
            error = Math.max(error, Math.abs(wanted[i] - got[i]) / largest);
        }
        return error;
    }

    private static NDArray array(NDManager manager, NpyArray value) {
        return manager.create((float[]) value.data(),
                new Shape(Arrays.stream(value.shape()).asLongStream().toArray()));
    }
}
