package org.engram.nn.convolutional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.TransposedConvolution;
import org.engram.nn.operators.Interpolation;
import org.engram.nn.operators.Resamplings;

/**
 * An encoder that reduces, a decoder that brings back, and skips between them (Ronneberger et al. 2015; Cicek et al. 2016
 * in three dimensions).
 *
 * <p>Takes (batch, channel, z, y, x), or without z over two axes; gives (batch, output, z, y, x) without a last
 * nonlinearity, and further outputs of coarser levels where they are supervised, finest first. With size-keeping
 * convolutions each axis must be divisible by the product of its factors; with valid ones {@link #outputSize} says what
 * remains, and {@link #nextInputSize} what fits.
 *
 * <p>Parameters, with levels counted from the finest: {@code encoder.L.*}, {@code reduce.L.*} (strided convolutions),
 * {@code expand.L.*} (transposed convolutions, or the 1-tap convolution in front of summed skips), {@code decoder.L.*},
 * {@code head.L.*}.
 */
public final class UNet extends Layer {
    private final UNetConfiguration options;
    private final List<LevelBlock> encoder = new ArrayList<>();
    private final List<LevelBlock> decoder = new ArrayList<>();
    private final List<Layer> reductions = new ArrayList<>();
    private final List<Layer> expansions = new ArrayList<>();
    private final List<Layer> heads = new ArrayList<>();

    /** @param options its shape */
    public UNet(UNetConfiguration options) {
        this.options = options;
        List<Integer> widths = options.widths();
        for (int level = 0; level < options.levels(); level++) {
            long inputs = level == 0 ? options.inputs() : widths.get(level - 1);
            encoder.add(child("encoder." + level, new LevelBlock(options, level, inputs, true)));
            if (level < options.levels() - 1) {
                reductions.add(reduction(level));
            }
        }
        for (int level = 0; level < options.levels() - 1; level++) {
            expansions.add(expansion(level));
            decoder.add(child("decoder." + level, new LevelBlock(options, level, joinedWidth(level), false)));
        }
        for (int level = 0; level < options.supervisedLevels(); level++) {
            heads.add(child("head." + level,
                    Convolution.builder(options.axes(), widths.get(level), options.outputs()).build()));
        }
    }

    /** @return its shape */
    public UNetConfiguration configuration() {
        return options;
    }

    private Layer reduction(int level) {
        if (options.reduction() != UNetConfiguration.Reduction.STRIDED_CONVOLUTION) {
            return null;
        }
        long width = options.widths().get(level);
        long[] factor = options.factor(level);
        return child("reduce." + level,
                Convolution.builder(options.axes(), width, width).kernel(factor).stride(factor).build());
    }

    private Layer expansion(int level) {
        long below = options.widths().get(level + 1);
        long width = options.widths().get(level);
        if (options.expansion() == UNetConfiguration.Expansion.TRANSPOSED_CONVOLUTION) {
            long[] factor = options.factor(level);
            return child("expand." + level,
                    TransposedConvolution.builder(options.axes(), below, width).kernel(factor)
                            .stride(factor).build());
        }
        if (options.skip() == UNetConfiguration.Skip.ADD) {
            return child("expand." + level, Convolution.builder(options.axes(), below, width).build());
        }
        return null;
    }

    private long joinedWidth(int level) {
        long width = options.widths().get(level);
        boolean learned = options.expansion() == UNetConfiguration.Expansion.TRANSPOSED_CONVOLUTION;
        long expanded = learned ? width : options.widths().get(level + 1);
        return switch (options.skip()) {
            case CONCATENATE -> width + expanded;
            case ADD -> width;
            case NONE -> expanded;
        };
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray input = inputs.get(0);
        outputSize(Arrays.copyOfRange(input.getShape().getShape(), 2, input.getShape().dimension()));
        List<NDArray> skips = new ArrayList<>();
        NDArray x = encode(pass, input, skips);
        NDArray[] outputs = new NDArray[heads.size()];
        for (int level = decoder.size() - 1; level >= 0; level--) {
            NDArray joined = join(pass, level, x, skips.get(level));
            x.close();
            x = decoder.get(level).apply(pass, joined);
            joined.close();
            if (level < heads.size()) {
                outputs[level] = heads.get(level).apply(pass, x);
            }
        }
        return new NDList(outputs);
    }

    /** Runs the encoder; every array that is not needed any more is closed at once: at full size each one counts. */
    private NDArray encode(Pass pass, NDArray input, List<NDArray> skips) {
        NDArray x = input;
        for (int level = 0; level < encoder.size(); level++) {
            NDList results = encoder.get(level).apply(pass, new NDList(x));
            if (x != input) {
                x.close();
            }
            x = results.get(0);
            if (level == encoder.size() - 1) {
                break;
            }
            NDArray skip = results.get(1);
            NDArray reduced = reduce(pass, level, x);
            if (x != skip) {
                x.close();
            }
            skips.add(skip);
            x = reduced;
        }
        return x;
    }

    private NDArray reduce(Pass pass, int level, NDArray x) {
        Shape factor = new Shape(options.factor(level));
        Shape none = new Shape(new long[options.axes()]);
        return switch (options.reduction()) {
            case MAXIMUM -> x.getNDArrayInternal().maxPool(factor, factor, none, false);
            case AVERAGE -> x.getNDArrayInternal().avgPool(factor, factor, none, false, true);
            case STRIDED_CONVOLUTION -> reductions.get(level).apply(pass, x);
        };
    }

    private NDArray join(Pass pass, int level, NDArray x, NDArray skip) {
        NDArray expanded = expand(pass, level, x);
        NDArray cut = LevelBlock.centre(skip, expanded.getShape());
        NDArray joined = switch (options.skip()) {
            case CONCATENATE -> cut.concat(expanded, 1);
            case ADD -> cut.add(expanded);
            case NONE -> expanded;
        };
        skip.close();
        if (joined != expanded) {
            expanded.close();
        }
        return joined;
    }

    private NDArray expand(Pass pass, int level, NDArray x) {
        Layer learned = expansions.get(level);
        NDArray before = learned == null ? x : learned.apply(pass, x);
        return switch (options.expansion()) {
            case TRANSPOSED_CONVOLUTION -> before;
            case NEAREST -> enlarge(before, Interpolation.NEAREST, level);
            case LINEAR -> enlarge(before, Interpolation.LINEAR, level);
        };
    }

    private NDArray enlarge(NDArray x, Interpolation how, int level) {
        long[] factor = options.factor(level);
        long[] size = IntStream.range(0, factor.length)
                .mapToLong(axis -> x.getShape().get(axis + 2) * factor[axis]).toArray();
        return Resamplings.resize(x, how, false, size);
    }

    /**
     * @param input size along each axis
     * @return the size of the finest output along each axis
     * @throws ShapeException when the network cannot take this size, with the next one it can take
     */
    public long[] outputSize(long... input) {
        if (input.length != options.axes()) {
            throw new ShapeException("a U-Net over " + options.axes() + " axes takes (batch, channel, "
                    + options.axes() + " axes), but the input has " + input.length
                    + " axes behind the channels");
        }
        long[] size = new long[input.length];
        for (int axis = 0; axis < input.length; axis++) {
            size[axis] = outputSize(axis, input[axis]);
            if (size[axis] < 1) {
                throw new ShapeException(
                        "input of size " + Arrays.toString(input) + " does not fit this U-Net: give "
                                + Arrays.toString(nextInputSize(input)) + " (the next size that does)");
            }
        }
        return size;
    }

    /**
     * @param atLeast size along each axis
     * @return the smallest size not below it that the network takes
     */
    public long[] nextInputSize(long... atLeast) {
        return IntStream.range(0, atLeast.length).mapToLong(axis -> {
            long size = Math.max(1, atLeast[axis]);
            while (outputSize(axis, size) < 1) {
                size++;
            }
            return size;
        }).toArray();
    }

    /** The size of the output along one axis, or 0 if the input does not fit. */
    private long outputSize(int axis, long input) {
        long size = input;
        for (int level = 0; level < options.levels(); level++) {
            size -= lost(level, axis);
            if (size < 1) {
                return 0;
            }
            if (level < options.levels() - 1) {
                int factor = options.factors().get(level).get(axis);
                if (size % factor != 0) {
                    return 0;
                }
                size /= factor;
            }
        }
        for (int level = options.levels() - 2; level >= 0 && size > 0; level--) {
            size = size * options.factors().get(level).get(axis) - lost(level, axis);
        }
        return Math.max(size, 0);
    }

    private long lost(int level, int axis) {
        return options.same()
                ? 0
                : (long) options.unitsPerLevel() * (options.kernels().get(level).get(axis) - 1);
    }
}
