package org.engram.nn.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Convolutions.Transposition;
import org.engram.nn.operators.Resamplings.Outside;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results and gradients of the operators against PyTorch, or against the definition written out in the generator. */
class OperatorsTest {
    private static void check(String fixture, Function<NDList, NDArray> operator) {
        checkAll(fixture, inputs -> new NDList(operator.apply(inputs)));
    }

    private static void checkAll(String fixture, UnaryOperator<NDList> operator) {
        Parity.of(OperatorsTest.class, fixture + ".npz").check(new Layer() {
            @Override
            protected NDList compute(Pass pass, NDList inputs) {
                return operator.apply(inputs);
            }
        });
    }

    private static long[] longs(long... values) {
        return values;
    }

    @Test
    void transposedConvolution() {
        check("transposed-1d", in -> Convolutions.transposed(in.get(0), in.get(1), in.get(2),
                new Transposition(longs(3), longs(2), longs(1), longs(2), 2)));
        check("transposed-2d", in -> Convolutions.transposed(in.get(0), in.get(1), null,
                new Transposition(longs(2, 3), longs(1, 0), longs(1, 2), longs(1, 1), 1)));
        check("transposed-3d", in -> Convolutions.transposed(in.get(0), in.get(1), in.get(2),
                new Transposition(longs(2, 2, 2), longs(0, 0, 0), longs(0, 0, 0), longs(1, 1, 1), 1)));
    }

    @Test
    void windows() {
        check("unfold",
                in -> Convolutions.unfold(in.get(0), longs(2, 3), longs(2, 1), longs(1, 2), longs(1, 2)));
        check("fold", in -> Convolutions.fold(in.get(0), longs(4, 5), longs(2, 3), longs(1, 1), longs(1, 0),
                longs(2, 1)));
        check("roll", in -> Convolutions.roll(in.get(0), longs(2, -1), longs(1, 2)));
    }

    @Test
    void padding() {
        check("pad-zeros", in -> Convolutions.pad(in.get(0), PaddingMode.ZEROS, 1, 2, -1, 3));
        check("pad-value", in -> Convolutions.padWith(in.get(0), 0.5, 1, 2));
        check("pad-reflect-1d", in -> Convolutions.pad(in.get(0), PaddingMode.REFLECT, 2, 1));
        check("pad-reflect-3d", in -> Convolutions.pad(in.get(0), PaddingMode.REFLECT, 2, 1, 0, 1, 1, 1));
        check("pad-replicate", in -> Convolutions.pad(in.get(0), PaddingMode.REPLICATE, 2, 1, 0, 3));
        check("pad-circular", in -> Convolutions.pad(in.get(0), PaddingMode.CIRCULAR, 2, 1, 1, 0));
    }

    @Test
    void poolingWithPlaces() {
        checkAll("pool-2d", in -> Poolings.maximum(in.get(0), longs(2, 3), longs(2, 1), longs(0, 1)));
        checkAll("pool-3d",
                in -> Poolings.maximum(in.get(0), longs(2, 2, 2), longs(2, 2, 2), longs(0, 0, 0)));
        check("unpool-2d", in -> {
            NDList pooled = Poolings.maximum(in.get(0), longs(2, 2), longs(2, 2), longs(0, 0));
            return Poolings.unpool(pooled.get(0), pooled.get(1), 5, 6);
        });
        check("unpool-3d", in -> {
            NDList pooled = Poolings.maximum(in.get(0), longs(2, 2, 2), longs(2, 2, 2), longs(0, 0, 0));
            return Poolings.unpool(pooled.get(0), pooled.get(1), 4, 2, 4);
        });
    }

    @Test
    void normalization() {
        check("instance", in -> Normalizations.instance(in.get(0), null, null, 1e-4));
        check("instance-affine", in -> Normalizations.instance(in.get(0), in.get(1), in.get(2), 1e-5));
        check("root-mean-square", in -> Normalizations.rootMeanSquare(in.get(0), in.get(1), 1e-6));
        check("unit", in -> Normalizations.unit(in.get(0), 1, 1e-12));
        check("weight", in -> Normalizations.weight(in.get(0), in.get(1), 0));
        check("weight-last", in -> Normalizations.weight(in.get(0), in.get(1), 2));
        check("bounded", in -> Normalizations.bounded(in.get(0), 0, 1.5));
        check("prelu", in -> Activations.parametricRelu(in.get(0), in.get(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void resizing(int axes) {
        long[] size = {8, 3, 5};
        double[] factor = {1.7, 2.0, 0.6};
        for (Interpolation how : new Interpolation[] {Interpolation.NEAREST, Interpolation.NEAREST_EXACT,
                Interpolation.LINEAR}) {
            String name = how.name().toLowerCase(Locale.ROOT);
            for (boolean aligned : new boolean[] {false, true}) {
                if (aligned && how != Interpolation.LINEAR) {
                    continue;
                }
                String fixture = name + (aligned ? "-aligned-" : "-") + axes;
                check("resize-" + fixture, in -> Resamplings.resize(in.get(0), how, aligned,
                        Arrays.copyOf(size, axes)));
                check("rescale-" + fixture, in -> Resamplings.rescale(in.get(0), how, aligned,
                        Arrays.copyOf(factor, axes)));
            }
        }
    }

    @Test
    void cubicAndAntialiasedResizing() {
        check("resize-cubic-2", in -> Resamplings.resize(in.get(0), Interpolation.CUBIC, false, 9, 4));
        check("resize-cubic-aligned-2", in -> Resamplings.resize(in.get(0), Interpolation.CUBIC, true, 9, 4));
        check("rescale-cubic-2", in -> Resamplings.rescale(in.get(0), Interpolation.CUBIC, false, 1.7, 0.6));
        check("resize-linear_antialiased-2",
                in -> Resamplings.resize(in.get(0), Interpolation.LINEAR_ANTIALIASED, false, 3, 9));
        check("resize-cubic_antialiased-2",
                in -> Resamplings.resize(in.get(0), Interpolation.CUBIC_ANTIALIASED, false, 3, 4));
        check("rescale-linear_antialiased-2",
                in -> Resamplings.rescale(in.get(0), Interpolation.LINEAR_ANTIALIASED, false, 0.4, 1.3));
        check("rescale-cubic_antialiased-2",
                in -> Resamplings.rescale(in.get(0), Interpolation.CUBIC_ANTIALIASED, false, 0.4, 0.7));
    }

    @ParameterizedTest
    @CsvSource({"2, bilinear, LINEAR", "2, nearest, NEAREST", "3, bilinear, LINEAR", "3, nearest, NEAREST"})
    void sampling(int axes, String mode, Interpolation how) {
        for (Outside outside : Outside.values()) {
            String name = "sample-" + axes + "d-" + mode + "-" + outside.name().toLowerCase(Locale.ROOT);
            check(name + "-aligned", in -> Resamplings.sample(in.get(0), in.get(1), how, outside, true));
            check(name + "-edges", in -> Resamplings.sample(in.get(0), in.get(1), how, outside, false));
        }
    }

    @Test
    void cubicSamplingAndAffineGrids() {
        check("sample-2d-bicubic", in -> Resamplings.sample(in.get(0), in.get(1), Interpolation.CUBIC,
                Outside.BORDER, false));
        check("affine-2d", in -> Resamplings.affineGrid(in.get(0), false, 2, 3, 4, 5));
        check("affine-3d", in -> Resamplings.affineGrid(in.get(0), true, 1, 3, 2, 4, 5));
    }

    @Test
    void algebra() {
        check("einsum", in -> Algebra.einsum("bhid,bhjd->bhij", in.get(0), in.get(1)));
        check("einsum-three", in -> Algebra.einsum("bi,ij,bj->b", in.get(0), in.get(1), in.get(2)));
        checkAll("eigen", in -> {
            NDList eigen = Algebra.symmetricEigen(in.get(0));
            return new NDList(eigen.get(0), eigen.get(1).square());
        });
        checkAll("svd", in -> {
            NDList parts = Algebra.singularValues(in.get(0));
            return new NDList(parts.get(1), parts.get(0).square());
        });
        check("cholesky", in -> Algebra.cholesky(in.get(0)));
        check("solve", in -> Algebra.solve(in.get(0), in.get(1)));
        check("solve-lower", in -> Algebra.solveTriangular(in.get(0), in.get(1), false));
        check("inverse", in -> Algebra.inverse(in.get(0)));
        check("determinant", in -> Algebra.determinant(in.get(0)));
        checkAll("log-determinant", in -> Algebra.logDeterminant(in.get(0)));
        check("distance-2", in -> Algebra.pairwiseDistance(in.get(0), in.get(1), 2));
        check("distance-1", in -> Algebra.pairwiseDistance(in.get(0), in.get(1), 1));
    }

    @Test
    void relaxedChoices() {
        check("gumbel", in -> Choices.relaxed(in.get(0), in.get(1), 0.7, false));
        check("annealed", in -> Choices.annealed(in.get(0), 0.3));
        check("gumbel-hard", in -> Choices.relaxed(in.get(0), in.get(1), 0.7, true));
    }

    @Test
    void gumbelChoicesFollowTheSoftmax() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.training(5)) {
            NDArray logits = manager.create(new float[] {0, 1, 2});
            NDArray drawn = Choices.gumbelSoftmax(logits.broadcast(20_000, 3), 1, true).mean(new int[] {0});
            NDArray wanted = logits.softmax(0);
            for (int k = 0; k < 3; k++) {
                // Three standard errors of a share among 20,000 draws are at most 0.011.
                assertEquals(wanted.getFloat(k), drawn.getFloat(k), 0.011);
            }
            assertTrue(pass.training());
        }
    }

    @Test
    void segments() {
        check("segment-sum", in -> Segments.sum(in.get(0), in.get(1), 5));
        check("segment-mean", in -> Segments.mean(in.get(0), in.get(1), 5));
        check("segment-maximum", in -> Segments.maximum(in.get(0), in.get(1), 5));
        check("segment-softmax", in -> Segments.softmax(in.get(0), in.get(1), 5));
    }

    @Test
    void wrongUseIsNamed() {
        try (NDManager manager = Torch.newManager()) {
            NDArray image = manager.zeros(new Shape(1, 2, 4, 4));
            assertEquals(
                    "CUBIC interpolation takes (batch, channel, 2 to 2 axes) and a size or factor for each axis, "
                            + "but the input has shape (1, 2, 4, 4) and 3 were given",
                    assertThrows(ShapeException.class,
                            () -> Resamplings.resize(image, Interpolation.CUBIC, false, 1, 2, 3))
                            .getMessage());
            assertThrows(IllegalArgumentException.class,
                    () -> Resamplings.resize(image, Interpolation.NEAREST, true, 2, 2));
            assertThrows(ShapeException.class, () -> Algebra.einsum("ij,jk", image));
            assertThrows(ShapeException.class, () -> Convolutions.pad(image, PaddingMode.REFLECT, 1));
            assertThrows(IllegalArgumentException.class, () -> Choices.softmax(image, 0, true));
        }
    }
}
