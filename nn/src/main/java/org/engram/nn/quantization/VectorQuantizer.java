package org.engram.nn.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Normalizations;
import org.engram.nn.operators.Segments;

/**
 * The nearest of a learnt codebook's vectors, with the gradient passed straight through to the input (van den Oord et
 * al. 2017).
 *
 * <p>The codebook learns by gradient from the loss |sg(z) - e|^2 + commitment |z - sg(e)|^2 (sg: no gradient, means
 * over all elements), or follows moving averages of the inputs its codes take, with the second term as the loss. By
 * cosine, inputs and codes are scaled to length 1 first, and a code moves on the sphere towards the mean of its
 * inputs (Peng et al. 2022).
 *
 * <p>{@code embedding.weight} (code, feature) is a parameter if learnt by gradient, else a buffer beside {@code
 * cluster_size} (code), {@code embedding.initted} (1), and unless by cosine {@code embedding.embed_avg} (code,
 * feature).
 *
 * <p>Input: (..., feature). Results: see {@link Quantized}. The codebook changes in passes that train; such passes
 * must not run at the same time.
 */
public final class VectorQuantizer extends Layer {
    private final Parameter weight;
    private final MovingCodebook moving;
    private final boolean cosine;
    private final double commitment;
    private final double codebookWeight;

    private VectorQuantizer(Builder options) {
        cosine = options.cosine;
        commitment = options.commitment;
        codebookWeight = options.codebookWeight;
        if (options.stored != null) {
            weight = options.stored[0];
            moving = new MovingCodebook(weight, options.stored[1], null, options.stored[2], options.decay,
                    options.iterations, options.fewestUses);
        } else if (options.decay == null) {
            weight = parameter("embedding.weight", options.start, options.codes, options.features);
            moving = null;
        } else {
            weight = buffer("embedding.weight", options.start, options.codes, options.features);
            Parameter size = buffer("cluster_size", Initialization.ONES, options.codes);
            Parameter sum = cosine
                    ? null
                    : buffer("embedding.embed_avg", Initialization.ZEROS, options.codes, options.features);
            Parameter started = buffer("embedding.initted", Initialization.ZEROS, 1);
            moving = new MovingCodebook(weight, size, sum, started, options.decay, options.iterations,
                    options.fewestUses);
        }
    }

    /** @param codes how many there are @param features of each @return its options */
    public static Builder builder(long codes, long features) {
        return new Builder(codes, features);
    }

    /**
     * @param pass the run it belongs to
     * @param input (..., feature)
     * @return the results under their names
     */
    public Quantized quantize(Pass pass, NDArray input) {
        return Quantized.of(apply(pass, new NDList(input)));
    }

    /**
     * The vectors of given codes, as a decoder takes them.
     *
     * @param pass the run it belongs to
     * @param codes (...), int64
     * @return (..., feature)
     */
    public NDArray vectors(Pass pass, NDArray codes) {
        NDArray table = pass.value(weight);
        NDArray found = table.getNDArrayInternal().embedding(codes, table, SparseFormat.DENSE).get(0);
        return cosine ? Normalizations.unit(found, -1, 1e-12) : found;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray given = inputs.get(0);
        Shape shape = given.getShape();
        Shape codebook = weight.getShape();
        if (shape.dimension() < 2 || shape.get(shape.dimension() - 1) != codebook.get(1)) {
            throw new ShapeException(path() + ".embedding.weight has shape " + codebook + " and wants (..., "
                    + codebook.get(1) + "), but the input has shape " + shape);
        }
        NDArray z = given.reshape(-1, codebook.get(1));
        z = cosine ? Normalizations.unit(z, -1, 1e-12) : z;
        NDArray seen = z.stopGradient();
        if (pass.training() && moving != null) {
            moving.start(seen);
        }
        NDArray codes = MovingCodebook.nearest(seen, pass.value(weight).stopGradient(), cosine);
        NDArray chosen = vectors(pass, codes);
        NDArray uses = Segments.count(seen.get(":, 0"), codes, codebook.get(0)).stopGradient();
        NDArray loss = z.sub(chosen.stopGradient()).square().mean().mul(commitment);
        if (moving == null) {
            loss = loss.add(chosen.sub(seen).square().mean().mul(codebookWeight));
        }
        NDArray passed = z.add(chosen.sub(z).stopGradient());
        if (pass.training() && moving != null) {
            moving.follow(seen, codes, uses);
        }
        return new Quantized(passed.reshape(shape), codes.reshape(shape.slice(0, shape.dimension() - 1)),
                loss,
                Quantized.perplexity(uses.div(uses.sum()))).list();
    }

    /**
     * Collects the options of a {@link VectorQuantizer}. Defaults: Euclidean distance, a codebook learnt by gradient,
     * commitment 0.25.
     */
    public static final class Builder {
        private final long codes;
        private final long features;
        private boolean cosine;
        private Double decay;
        private int iterations;
        private double fewestUses;
        private double commitment = 0.25;
        private double codebookWeight = 1;
        private Initialization start;
        private Parameter[] stored;

        private Builder(long codes, long features) {
            this.codes = codes;
            this.features = features;
            start = Initialization.uniform(1.0 / codes);
        }

        /** Compares directions rather than positions; codes start as random directions. @return this */
        public Builder cosine() {
            cosine = true;
            start = Initialization.normal(1);
            return this;
        }

        /** @param share that a code keeps of itself at every step, 0 to below 1: 0.99 by custom @return this */
        public Builder movingAverage(double share) {
            if (!(share >= 0 && share < 1)) {
                throw new IllegalArgumentException(
                        "the share a moving average keeps is " + share + ": it is at least 0 and below 1");
            }
            decay = share;
            return this;
        }

        /**
         * Starts a codebook of moving averages from the means of clusters of the first batch.
         *
         * @param rounds of k-means (Lloyd 1982), at least 1
         * @return this
         */
        public Builder clusteredStart(int rounds) {
            if (rounds < 1) {
                throw new IllegalArgumentException(rounds + " rounds of k-means are none: give at least 1");
            }
            iterations = rounds;
            return this;
        }

        /**
         * Moves a code of moving averages to a random input of the batch when its average number of uses in a batch
         * falls below a limit (Dhariwal et al. 2020).
         *
         * @param uses per batch
         * @return this
         */
        public Builder restartBelow(double uses) {
            fewestUses = uses;
            return this;
        }

        /** @param weight of the loss that ties inputs to their codes @return this */
        public Builder commitment(double weight) {
            commitment = weight;
            return this;
        }

        /** @param weight of the loss that moves codes learnt by gradient to their inputs @return this */
        public Builder codebookWeight(double weight) {
            codebookWeight = weight;
            return this;
        }

        /** @param vectors how the codes start @return this */
        public Builder start(Initialization vectors) {
            start = vectors;
            return this;
        }

        /**
         * A codebook of moving averages by cosine that another layer declares, under the names its checkpoint has.
         *
         * @param vectors (code, feature)
         * @param uses (code), the average number of uses in a batch
         * @param started (1), other than 0 once the codebook has its first values
         * @return this
         */
        public Builder stored(Parameter vectors, Parameter uses, Parameter started) {
            stored = new Parameter[] {vectors, uses, started};
            return this;
        }

        /** @return the layer */
        public VectorQuantizer build() {
            if (stored != null && (decay == null || !cosine)) {
                throw new IllegalArgumentException(
                        "a codebook that another layer declares follows averages by cosine: "
                                + "give movingAverage and cosine too");
            }
            if (decay == null && (iterations > 0 || fewestUses > 0)) {
                throw new IllegalArgumentException(
                        "a clustered start and restarts belong to a codebook of moving "
                                + "averages: give movingAverage too");
            }
            return new VectorQuantizer(this);
        }
    }
}
