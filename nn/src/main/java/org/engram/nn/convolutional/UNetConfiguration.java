package org.engram.nn.convolutional;

import java.util.Collections;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.layers.Activation;

/**
 * The shape of a {@link UNet}.
 *
 * @param axes 2 or 3
 * @param inputs channels in
 * @param outputs channels out
 * @param widths features of each level, finest first
 * @param factors by how much each level is reduced to reach the next, along each axis; one entry fewer than widths
 * @param kernels taps along each axis at each level, odd
 * @param unitsPerLevel convolutions at each level on each side
 * @param order of convolution, normalisation and nonlinearity
 * @param normalization which statistics
 * @param normalizeLevelsOnly normalises once after each level instead of in each unit; skips leave before it (SynthSeg)
 * @param activation the nonlinearity
 * @param residual whether each level adds its input (through a 1-tap convolution where widths differ)
 * @param skip how the two sides meet
 * @param reduction how a level is reduced to the next
 * @param expansion how a level is brought back to the size above
 * @param same whether convolutions keep the size (zeros outside); otherwise they lose their rim and skips are cropped
 * @param halveFirst whether the first unit of each encoder level has half the level's width (Brain-ID)
 * @param supervisedLevels how many levels have an output of their own; 1 is the finest only
 */
public record UNetConfiguration(int axes, int inputs, int outputs, List<Integer> widths,
        List<List<Integer>> factors,
        List<List<Integer>> kernels, int unitsPerLevel, UnitOrder order, Normalization normalization,
        boolean normalizeLevelsOnly, Activation activation, boolean residual, Skip skip, Reduction reduction,
        Expansion expansion, boolean same, boolean halveFirst, int supervisedLevels) {
    /** How encoder and decoder meet. */
    public enum Skip {
        /** Channels of both. */
        CONCATENATE,
        /** Sum of both; the decoder is brought to the encoder's width first. */
        ADD,
        /** Not at all: a plain encoder and decoder. */
        NONE
    }

    /** How a level is reduced to the next. */
    public enum Reduction {
        /** The largest of each cell. */
        MAXIMUM,
        /** The mean of each cell. */
        AVERAGE,
        /** A convolution with as many taps as steps. */
        STRIDED_CONVOLUTION
    }

    /** How a level is brought to the size above. */
    public enum Expansion {
        /** Each value repeated. */
        NEAREST,
        /** Linear interpolation between cell centres. */
        LINEAR,
        /** A learned transposed convolution with as many taps as steps, to the width above. */
        TRANSPOSED_CONVOLUTION
    }

    /** Checks that the sizes fit together. */
    public UNetConfiguration {
        widths = List.copyOf(widths);
        factors = List.copyOf(factors);
        kernels = List.copyOf(kernels);
        if (axes != 2 && axes != 3) {
            throw new ShapeException("a U-Net runs over 2 or 3 axes, not " + axes);
        }
        if (widths.size() < 2) {
            throw new ShapeException("a U-Net has at least 2 levels, but widths is " + widths);
        }
        if (factors.size() != widths.size() - 1 || kernels.size() != widths.size()) {
            throw new ShapeException(widths.size() + " levels need " + (widths.size() - 1) + " factors and "
                    + widths.size() + " kernels, not " + factors.size() + " and " + kernels.size());
        }
        for (List<Integer> factor : factors) {
            if (factor.size() != axes || Collections.min(factor) < 1) {
                throw new ShapeException(
                        "factor " + factor + " does not give a positive number for each of " + axes
                                + " axes");
            }
        }
        for (List<Integer> kernel : kernels) {
            if (kernel.size() != axes || kernel.stream().anyMatch(taps -> taps < 1 || taps % 2 == 0)) {
                throw new ShapeException(
                        "kernel " + kernel + " does not give an odd number for each of " + axes
                                + " axes");
            }
        }
        if (supervisedLevels < 1 || supervisedLevels >= widths.size()) {
            throw new ShapeException(
                    "supervisedLevels is " + supervisedLevels + ": between 1 and the number of "
                            + "decoder levels, " + (widths.size() - 1));
        }
        if (inputs < 1 || outputs < 1 || unitsPerLevel < 1 || Collections.min(widths) < 1) {
            throw new ShapeException("inputs, outputs, units and widths are at least 1");
        }
    }

    /**
     * A U-Net of the given widths with: factor 2, kernel 3, two units per level, convolution - batch normalisation -
     * ReLU, concatenated skips, maximum reduction, transposed convolutions, size kept.
     *
     * @param axes 2 or 3
     * @param inputs channels in
     * @param outputs channels out
     * @param widths features of each level, finest first
     * @return a builder
     */
    public static Builder builder(int axes, int inputs, int outputs, Integer... widths) {
        return new Builder(axes, inputs, outputs, List.of(widths));
    }

    /**
     * The network of SynthSeg, SynthSR and the distance network of recon-all-clinical (Billot et al. 2023): five levels
     * of 24 x 2^level features, ELU, one batch normalisation after each level, nearest expansion.
     *
     * @param inputs channels in
     * @param outputs channels out
     * @return the configuration
     */
    public static UNetConfiguration synthSeg(int inputs, int outputs) {
        return builder(3, inputs, outputs, 24, 48, 96, 192, 384).activation(Activation.ELU)
                .normalization(Normalization.KERAS_BATCH).normalizeLevelsOnly().expansion(Expansion.NEAREST)
                .build();
    }

    /**
     * The backbone of Brain-ID (Liu et al. 2024) with its head: five levels of 64 x 2^level features, group
     * normalisation - convolution - leaky ReLU, nearest expansion.
     *
     * @param outputs channels out
     * @return the configuration
     */
    public static UNetConfiguration brainId(int outputs) {
        return builder(3, 1, outputs, 64, 128, 256, 512, 1024).activation(Activation.LEAKY_RELU)
                .normalization(Normalization.GROUP).order(UnitOrder.NORMALIZATION_CONVOLUTION_ACTIVATION)
                .halveFirst()
                .expansion(Expansion.NEAREST).build();
    }

    /**
     * The network of local shape descriptors on FIB-25 (Sheridan et al. 2023): valid convolutions, 12 features growing by
     * the given factor, reduced by 2, 2 and 3.
     *
     * @param outputs channels out
     * @param growth of the features from level to level; 6 as published
     * @return the configuration
     */
    public static UNetConfiguration localShapeDescriptors(int outputs, int growth) {
        return builder(3, 1, outputs, 12, 12 * growth, 12 * growth * growth, 12 * growth * growth * growth)
                .factors(List.of(List.of(2, 2, 2), List.of(2, 2, 2), List.of(3, 3, 3)))
                .normalization(Normalization.NONE)
                .expansion(Expansion.TRANSPOSED_CONVOLUTION).valid().build();
    }

    /**
     * The residual symmetric U-Net for anisotropic EM (Lee et al. 2017) as configured for SNEMI3D: in-plane kernels at
     * the finest level, no reduction along z, pre-activation, sums for skips.
     *
     * @param outputs channels out
     * @return the configuration
     */
    public static UNetConfiguration residualSymmetric(int outputs) {
        return builder(3, 1, outputs, 36, 48, 64, 80)
                .factors(List.of(List.of(1, 2, 2), List.of(1, 2, 2), List.of(1, 2, 2)))
                .kernels(List.of(List.of(1, 3, 3), List.of(3, 3, 3), List.of(3, 3, 3), List.of(3, 3, 3)))
                .order(UnitOrder.NORMALIZATION_ACTIVATION_CONVOLUTION).activation(Activation.ELU).residual()
                .skip(Skip.ADD).expansion(Expansion.LINEAR).build();
    }

    long[] kernel(int level) {
        return kernels.get(level).stream().mapToLong(Integer::longValue).toArray();
    }

    long[] padding(int level) {
        return kernels.get(level).stream().mapToLong(taps -> same ? taps / 2 : 0).toArray();
    }

    long[] factor(int level) {
        return factors.get(level).stream().mapToLong(Integer::longValue).toArray();
    }

    int levels() {
        return widths.size();
    }

    /** Collects the options of a U-Net. */
    public static final class Builder {
        private final int axes;
        private final int inputs;
        private final int outputs;
        private final List<Integer> widths;
        private List<List<Integer>> factors;
        private List<List<Integer>> kernels;
        private int unitsPerLevel = 2;
        private UnitOrder order = UnitOrder.CONVOLUTION_NORMALIZATION_ACTIVATION;
        private Normalization normalization = Normalization.BATCH;
        private boolean normalizeLevelsOnly;
        private Activation activation = Activation.RELU;
        private boolean residual;
        private Skip skip = Skip.CONCATENATE;
        private Reduction reduction = Reduction.MAXIMUM;
        private Expansion expansion = Expansion.TRANSPOSED_CONVOLUTION;
        private boolean same = true;
        private boolean halveFirst;
        private int supervisedLevels = 1;

        private Builder(int axes, int inputs, int outputs, List<Integer> widths) {
            this.axes = axes;
            this.inputs = inputs;
            this.outputs = outputs;
            this.widths = widths;
            factors = Collections.nCopies(Math.max(0, widths.size() - 1), Collections.nCopies(axes, 2));
            kernels = Collections.nCopies(widths.size(), Collections.nCopies(axes, 3));
        }

        /** @param perLevel by how much each level is reduced along each axis */
        public Builder factors(List<List<Integer>> perLevel) {
            factors = perLevel;
            return this;
        }

        /** @param perLevel odd taps along each axis */
        public Builder kernels(List<List<Integer>> perLevel) {
            kernels = perLevel;
            return this;
        }

        /** @param count convolutions at each level on each side */
        public Builder unitsPerLevel(int count) {
            unitsPerLevel = count;
            return this;
        }

        /** @param of convolution, normalisation and nonlinearity */
        public Builder order(UnitOrder of) {
            order = of;
            return this;
        }

        /** @param kind which statistics */
        public Builder normalization(Normalization kind) {
            normalization = kind;
            return this;
        }

        /** Normalises once after each level. */
        public Builder normalizeLevelsOnly() {
            normalizeLevelsOnly = true;
            return this;
        }

        /** @param nonlinearity after each convolution */
        public Builder activation(Activation nonlinearity) {
            activation = nonlinearity;
            return this;
        }

        /** Adds the input of each level to its result. */
        public Builder residual() {
            residual = true;
            return this;
        }

        /** @param how the two sides meet */
        public Builder skip(Skip how) {
            skip = how;
            return this;
        }

        /** @param how a level is reduced */
        public Builder reduction(Reduction how) {
            reduction = how;
            return this;
        }

        /** @param how a level is brought back */
        public Builder expansion(Expansion how) {
            expansion = how;
            return this;
        }

        /** Lets convolutions lose their rim. */
        public Builder valid() {
            same = false;
            return this;
        }

        /** Halves the width of the first unit of each encoder level. */
        public Builder halveFirst() {
            halveFirst = true;
            return this;
        }

        /** @param levels how many levels have an output of their own */
        public Builder supervisedLevels(int levels) {
            supervisedLevels = levels;
            return this;
        }

        /** @return the checked configuration */
        public UNetConfiguration build() {
            return new UNetConfiguration(axes, inputs, outputs, widths, factors, kernels, unitsPerLevel,
                    order,
                    normalization, normalizeLevelsOnly, activation, residual, skip, reduction, expansion,
                    same,
                    halveFirst, supervisedLevels);
        }
    }
}
