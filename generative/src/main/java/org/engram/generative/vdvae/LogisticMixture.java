package org.engram.generative.vdvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.operators.Activations;

/**
 * The distribution of pixels that a {@link Vdvae} gives: a mixture of logistic distributions cut into 256 values,
 * red first, then green given red, then blue given both.
 *
 * <p>Its parameters are (batch, height, width, 10 mixtures): logits of the mixtures, then for each channel means,
 * log scales and coefficients.
 *
 * <h2>References</h2> T. Salimans et al., "PixelCNN++", ICLR 2017.
 */
public final class LogisticMixture {
    private static final double LEAST_LOG_SCALE = -7;
    /** Half of the distance between two of the 256 values of a pixel. */
    private static final double HALF_BIN = 1.0 / 255;
    /** Beyond these, a value takes in the rest of its tail. */
    private static final double EDGE = 0.999;
    /** Below this probability a difference of two is rounding; the density at the middle of the bin stands in. */
    private static final double LEAST_DIFFERENCE = 1e-5;

    private LogisticMixture() {}

    /** Logits (b, h, w, m); means, log scales, coefficients (b, h, w, 3, m). */
    private record Parts(NDArray logits, NDArray means, NDArray logScales, NDArray coefficients) {
        static Parts of(NDArray mixture) {
            Shape shape = mixture.getShape();
            if (shape.dimension() != 4 || shape.get(3) % 10 != 0 || shape.get(3) == 0) {
                throw new ShapeException("a logistic mixture has shape " + shape
                        + ": expected (batch, height, width, 10 times the number of mixtures)");
            }
            long count = shape.get(3) / 10;
            NDList halves = mixture.split(new long[] {count}, 3);
            NDList rest = halves.get(1).reshape(shape.get(0), shape.get(1), shape.get(2), 3, 3 * count)
                    .split(3, 4);
            return new Parts(halves.get(0), rest.get(0), rest.get(1).maximum(LEAST_LOG_SCALE),
                    rest.get(2).tanh());
        }
    }

    private static NDArray channel(NDArray x, int channel) {
        return x.get(new NDIndex("..., {}, :", channel));
    }

    /**
     * @param mixture parameters (batch, height, width, 10 mixtures)
     * @param image (batch, height, width, 3) in [-1, 1]
     * @return negative log likelihood of each item (batch), in nats per value
     */
    public static NDArray negativeLogLikelihood(NDArray mixture, NDArray image) {
        Parts parts = Parts.of(mixture);
        Shape wanted = mixture.getShape().slice(0, 3).add(3);
        if (!image.getShape().equals(wanted)) {
            throw new ShapeException(
                    "the image has shape " + image.getShape() + ", but the mixture is one of " + wanted);
        }
        NDArray x = image.expandDims(-1);
        NDArray red = channel(x, 0);
        NDArray green = channel(x, 1);
        NDArray c0 = channel(parts.coefficients(), 0);
        NDArray c1 = channel(parts.coefficients(), 1);
        NDArray c2 = channel(parts.coefficients(), 2);
        NDArray means = NDArrays.stack(new NDList(channel(parts.means(), 0),
                channel(parts.means(), 1).add(c0.mul(red)),
                channel(parts.means(), 2).add(c1.mul(red)).add(c2.mul(green))), 3);
        NDArray logs = logProbability(x, x.sub(means), parts.logScales()).sum(new int[] {3})
                .add(parts.logits().logSoftmax(-1));
        NDArray most = logs.max(new int[] {-1}, true).stopGradient();
        NDArray total = logs.sub(most).exp().sum(new int[] {-1}, true).log().add(most);
        return total.sum(new int[] {1, 2, 3}).mul(-1.0 / image.getShape().slice(1).size());
    }

    private static NDArray logProbability(NDArray x, NDArray centered, NDArray logScales) {
        NDArray inverse = logScales.neg().exp();
        NDArray upper = centered.add(HALF_BIN).mul(inverse);
        NDArray lower = centered.sub(HALF_BIN).mul(inverse);
        NDArray middle = centered.mul(inverse);
        NDArray between = Activations.sigmoid(upper).sub(Activations.sigmoid(lower));
        NDArray density = middle.sub(logScales).sub(Activations.softplus(middle).mul(2.0))
                .sub(Math.log(127.5));
        NDArray inside = NDArrays.where(between.gt(LEAST_DIFFERENCE), between.maximum(1e-12).log(), density);
        NDArray everywhere = x.broadcast(centered.getShape());
        NDArray leftTail = upper.sub(Activations.softplus(upper));
        NDArray rightTail = Activations.softplus(lower).neg();
        return NDArrays.where(everywhere.lt(-EDGE), leftTail,
                NDArrays.where(everywhere.gt(EDGE), rightTail, inside));
    }

    /**
     * Draws an image.
     *
     * @param mixture parameters (batch, height, width, 10 mixtures)
     * @param choice numbers between 1e-5 and 1 - 1e-5 that choose the mixtures (batch, height, width, mixtures)
     * @param values numbers between 1e-5 and 1 - 1e-5 that choose the values (batch, height, width, 3)
     * @return (batch, height, width, 3) in [-1, 1]
     */
    public static NDArray sample(NDArray mixture, NDArray choice, NDArray values) {
        Parts parts = Parts.of(mixture);
        NDArray gumbel = choice.log().neg().log().neg();
        NDArray chosen = chosen(parts.logits().add(gumbel));
        NDArray noise = values.log().sub(values.neg().add(1.0).log());
        return image(parts, chosen, noise);
    }

    /**
     * The mean of the most probable mixture: without noise, and nearer to the original than a sample.
     *
     * @param mixture parameters (batch, height, width, 10 mixtures)
     * @return (batch, height, width, 3) in [-1, 1]
     */
    public static NDArray mean(NDArray mixture) {
        Parts parts = Parts.of(mixture);
        return image(parts, chosen(parts.logits()), null);
    }

    /** (b, h, w, 1, m): 1 at the largest, 0 elsewhere. */
    private static NDArray chosen(NDArray scores) {
        int count = (int) scores.getShape().get(3);
        return scores.argMax(3).oneHot(count, DataType.FLOAT32).toType(scores.getDataType(), false)
                .expandDims(3);
    }

    private static NDArray image(Parts parts, NDArray chosen, NDArray noise) {
        NDArray x = parts.means().mul(chosen).sum(new int[] {4});
        if (noise != null) {
            x = x.add(parts.logScales().mul(chosen).sum(new int[] {4}).exp().mul(noise));
        }
        NDArray coefficients = parts.coefficients().mul(chosen).sum(new int[] {4});
        NDArray red = last(x, 0).clip(-1.0, 1.0);
        NDArray green = last(x, 1).add(last(coefficients, 0).mul(red)).clip(-1.0, 1.0);
        NDArray blue = last(x, 2).add(last(coefficients, 1).mul(red)).add(last(coefficients, 2).mul(green))
                .clip(-1.0, 1.0);
        return NDArrays.stack(new NDList(red, green, blue), 3);
    }

    private static NDArray last(NDArray x, int place) {
        return x.get(new NDIndex("..., {}", place));
    }
}
