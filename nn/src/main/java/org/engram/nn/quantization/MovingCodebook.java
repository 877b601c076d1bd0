package org.engram.nn.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.nn.operators.Algebra;
import org.engram.nn.operators.Normalizations;
import org.engram.nn.operators.Segments;

/**
 * A codebook that follows the inputs its codes take.
 *
 * <p>Euclidean (van den Oord et al. 2017, appendix A.1): N' = d N + (1 - d) n, m' = d m + (1 - d) sum of inputs, code
 * = m' / N', N' smoothed so that no code divides by nothing. By cosine (Peng et al. 2022): code' = d code + (1 - d)
 * mean direction of its inputs, scaled to length 1; a code that takes no input stays.
 */
final class MovingCodebook {
    private static final double SMOOTHING = 1e-5;

    private final Parameter weight;
    private final Parameter size;
    private final Parameter sum;
    private final Parameter started;
    private final double decay;
    private final int iterations;
    private final double fewestUses;

    /** @param sum of inputs; null by cosine */
    MovingCodebook(Parameter weight, Parameter size, Parameter sum, Parameter started, double decay,
            int iterations, double fewestUses) {
        this.weight = weight;
        this.size = size;
        this.sum = sum;
        this.started = started;
        this.decay = decay;
        this.iterations = iterations;
        this.fewestUses = fewestUses;
    }

    /**
     * @param z (item, feature)
     * @param codebook (code, feature)
     * @param cosine whether z and codebook count by direction; z has length 1 then
     * @return (item): the nearest code, int64
     */
    static NDArray nearest(NDArray z, NDArray codebook, boolean cosine) {
        // |z - e|^2 = |z|^2 - 2 (z.e - |e|^2 / 2), and |z|^2 is the same for every code.
        NDArray products = cosine
                ? z.matMul(Normalizations.unit(codebook, -1, 1e-12).transpose())
                : z.matMul(codebook.transpose()).sub(codebook.square().sum(new int[] {1}).mul(0.5));
        return products.argMax(1);
    }

    /** Gives the codebook its first values from the first batch it trains on. */
    void start(NDArray z) {
        if (started.getArray().getFloat(0) != 0) {
            return;
        }
        if (iterations > 0) {
            cluster(z);
        } else if (sum != null) {
            Algebra.assign(size.getArray(), size.getArray().onesLike());
            Algebra.assign(sum.getArray(), weight.getArray());
        }
        Algebra.assign(started.getArray(), started.getArray().onesLike());
    }

    /** Moves the codes towards the inputs that took them. */
    void follow(NDArray z, NDArray codes, NDArray uses) {
        Algebra.assign(size.getArray(), size.getArray().mul(decay).add(uses.mul(1 - decay)));
        NDArray sums = Segments.sum(z, codes, count());
        NDArray code = weight.getArray();
        if (sum == null) {
            NDArray moved = code.mul(decay).add(Normalizations.unit(sums, -1, 1e-12).mul(1 - decay));
            NDArray used = uses.gt(0).reshape(-1, 1).broadcast(moved.getShape());
            Algebra.assign(code, Normalizations.unit(NDArrays.where(used, moved, code), -1, 1e-12));
        } else {
            Algebra.assign(sum.getArray(), sum.getArray().mul(decay).add(sums.mul(1 - decay)));
            NDArray total = size.getArray().sum();
            NDArray smoothed = size.getArray().add(SMOOTHING).div(total.add(count() * SMOOTHING)).mul(total);
            Algebra.assign(code, sum.getArray().div(smoothed.reshape(-1, 1)));
        }
        restart(z);
    }

    private void restart(NDArray z) {
        if (fewestUses <= 0) {
            return;
        }
        NDArray dead = size.getArray().lt(fewestUses);
        NDArray column = dead.reshape(-1, 1).broadcast(weight.getShape());
        NDArray chosen = z.get(z.getManager().randomInteger(0, z.getShape().get(0), new Shape(count()),
                DataType.INT64));
        NDArray uses = size.getArray().onesLike().mul(fewestUses);
        Algebra.assign(weight.getArray(), NDArrays.where(column, chosen, weight.getArray()));
        Algebra.assign(size.getArray(), NDArrays.where(dead, uses, size.getArray()));
        if (sum != null) {
            Algebra.assign(sum.getArray(), NDArrays.where(column, chosen.mul(fewestUses), sum.getArray()));
        }
    }

    private void cluster(NDArray z) {
        boolean cosine = sum == null;
        long items = z.getShape().get(0);
        NDManager manager = z.getManager();
        NDArray first = items >= count()
                ? manager.randomPermutation(items).get("0:" + count())
                : manager.randomInteger(0, items, new Shape(count()), DataType.INT64);
        NDArray means = z.get(first);
        NDArray uses = null;
        for (int round = 0; round < iterations; round++) {
            NDArray codes = nearest(z, means, cosine);
            uses = Segments.count(z, codes, count());
            NDArray found = Segments.mean(z, codes, count());
            found = cosine ? Normalizations.unit(found, -1, 1e-12) : found;
            means = NDArrays.where(uses.gt(0).broadcast(found.getShape()), found, means);
        }
        Algebra.assign(weight.getArray(), means);
        Algebra.assign(size.getArray(), uses.reshape(-1));
        if (!cosine) {
            Algebra.assign(sum.getArray(), means.mul(uses));
        }
    }

    private long count() {
        return weight.getShape().get(0);
    }
}
