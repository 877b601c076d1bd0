package org.engram.nn.explanation.relevance;

import ai.djl.ndarray.NDArray;
import org.engram.nn.explanation.relevance.AffineMap.Part;

/**
 * How a layer z = W a + b divides the relevance R of its results among its inputs. A batch normalisation that follows is
 * part of W and b.
 *
 * <h2>References</h2> S. Bach and others, PLoS ONE 10, 2015; G. Montavon and others, Pattern Recognition 65, 2017 (z^B)
 * and "Layer-wise relevance propagation: an overview", 2019 (gamma, composites).
 */
public interface WeightRule {
    /**
     * @param map the layer
     * @param input a, as it was in the explained run
     * @param relevance R, of the shape of z
     * @return of the shape of a
     */
    NDArray relevance(AffineMap map, NDArray input, NDArray relevance);

    /**
     * R_i = sum_j a_i w_ij / (z_j + epsilon sign z_j) R_j. What falls to the bias b is lost.
     *
     * @param epsilon keeps small results from blowing up; 0 or more
     */
    record Epsilon(double epsilon) implements WeightRule {
        /** Checks the stabilizer. */
        public Epsilon {
            requireNotNegative("epsilon", epsilon);
        }

        @Override
        public NDArray relevance(AffineMap map, NDArray input, NDArray relevance) {
            NDArray share = relevance.div(AffineMap.stabilized(map.of(input), epsilon));
            return input.mul(map.back(Part.ALL, input, share));
        }
    }

    /**
     * The epsilon rule with w + gamma max(w, 0) in place of w, and so for b: what speaks for the result counts more.
     *
     * @param gamma 0 or more; 0.25 is usual
     */
    record Gamma(double gamma) implements WeightRule {
        /** Checks the factor. */
        public Gamma {
            requireNotNegative("gamma", gamma);
        }

        @Override
        public NDArray relevance(AffineMap map, NDArray input, NDArray relevance) {
            NDArray z = map.of(input)
                    .add(map.forward(Part.POSITIVE, input).add(map.bias(Part.POSITIVE)).mul(gamma));
            NDArray share = relevance.div(AffineMap.stabilized(z, AffineMap.STABILIZER));
            NDArray back = map.back(Part.ALL, input, share)
                    .add(map.back(Part.POSITIVE, input, share).mul(gamma));
            return input.mul(back);
        }
    }

    /**
     * alpha times the share in all that is positive, less beta times the share in all that is negative, of a_i w_ij and b_j.
     *
     * @param alpha of what speaks for the result
     * @param beta of what speaks against it; alpha - beta is 1
     */
    record AlphaBeta(double alpha, double beta) implements WeightRule {
        /** Checks the balance. */
        public AlphaBeta {
            requireNotNegative("beta", beta);
            if (Math.abs(alpha - beta - 1) > 1e-9) {
                throw new IllegalArgumentException("alpha is " + alpha + " and beta " + beta
                        + ": relevance is kept only where alpha - beta is 1, as for 2 and 1");
            }
        }

        @Override
        public NDArray relevance(AffineMap map, NDArray input, NDArray relevance) {
            NDArray above = input.maximum(0);
            NDArray below = input.minimum(0);
            NDArray result = signed(map, above, below, relevance.mul(alpha), Part.POSITIVE, Part.NEGATIVE);
            return beta == 0
                    ? result
                    : result.sub(
                            signed(map, above, below, relevance.mul(beta), Part.NEGATIVE, Part.POSITIVE));
        }

        /** Positive inputs through one part of the weights and negative ones through the other give one sign. */
        private static NDArray signed(AffineMap map, NDArray above, NDArray below, NDArray relevance,
                Part ofAbove, Part ofBelow) {
            NDArray z = map.forward(ofAbove, above).add(map.forward(ofBelow, below)).add(map.bias(ofAbove));
            NDArray share = relevance.div(AffineMap.stabilized(z, AffineMap.STABILIZER));
            return above.mul(map.back(ofAbove, above, share)).add(below.mul(map.back(ofBelow, below, share)));
        }
    }

    /**
     * z^B, for a first layer whose inputs lie between known bounds: a_i w_ij - low w_ij^+ - high w_ij^- takes the place of
     * a_i w_ij. The bias has no part, so all relevance is kept.
     *
     * @param low the smallest value an input can have
     * @param high the largest value an input can have
     */
    record Bounded(double low, double high) implements WeightRule {
        /** Checks the order of the bounds. */
        public Bounded {
            if (!(low <= high)) {
                throw new IllegalArgumentException(
                        "inputs cannot lie between " + low + " and " + high
                                + ": give the smaller bound first");
            }
        }

        @Override
        public NDArray relevance(AffineMap map, NDArray input, NDArray relevance) {
            NDArray lows = input.zerosLike().add(low);
            NDArray highs = input.zerosLike().add(high);
            NDArray z = map.forward(Part.ALL, input).sub(map.forward(Part.POSITIVE, lows))
                    .sub(map.forward(Part.NEGATIVE, highs));
            NDArray share = relevance.div(AffineMap.stabilized(z, AffineMap.STABILIZER));
            return input.mul(map.back(Part.ALL, input, share))
                    .sub(lows.mul(map.back(Part.POSITIVE, input, share)))
                    .sub(highs.mul(map.back(Part.NEGATIVE, input, share)));
        }
    }

    private static void requireNotNegative(String name, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " is " + value + ": give 0 or more");
        }
    }
}
