package org.engram.nn.convolutional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/**
 * The convolutions of one level on one side of a U-Net. Takes one array; gives the result and what leaves by the skip
 * (the same array unless the level is normalised as a whole).
 *
 * <p>Parameters: {@code 0.*}, {@code 1.*}, ... of the units, {@code shortcut.*} where a residual changes its width,
 * {@code norm.*} where the level is normalised as a whole.
 */
final class LevelBlock extends Layer {
    private final Sequence units = new Sequence();
    private final SimpleLayer normalization;
    private final SimpleLayer shortcut;
    private final boolean residual;

    LevelBlock(UNetConfiguration options, int level, long inputs, boolean encoder) {
        long width = options.widths().get(level);
        long from = inputs;
        for (int unit = 0; unit < options.unitsPerLevel(); unit++) {
            long to = encoder && options.halveFirst() && unit == 0 && options.unitsPerLevel() > 1
                    ? Math.max(width / 2, inputs)
                    : width;
            ConvolutionUnit convolution = child(Integer.toString(unit),
                    new ConvolutionUnit(options, level, from, to));
            units.then(convolution);
            from = to;
        }
        residual = options.residual();
        shortcut = residual && inputs != width
                ? child("shortcut", Convolution.builder(options.axes(), inputs, width).build())
                : null;
        normalization = options.normalizeLevelsOnly()
                ? options.normalization().layer(width).map(layer -> child("norm", layer)).orElse(null)
                : null;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray input = inputs.get(0);
        NDArray x = units.apply(pass, input);
        if (residual) {
            NDArray straight = shortcut == null ? input : shortcut.apply(pass, input);
            x = x.add(centre(straight, x.getShape()));
        }
        return new NDList(normalization == null ? x : normalization.apply(pass, x), x);
    }

    /** The middle of {@code array} in the size of {@code wanted} along the axes behind the channels. */
    static NDArray centre(NDArray array, Shape wanted) {
        NDArray cut = array;
        for (int axis = 2; axis < wanted.dimension(); axis++) {
            long size = array.getShape().get(axis);
            if (size != wanted.get(axis)) {
                long start = (size - wanted.get(axis)) / 2;
                cut = slice(cut, axis, start, start + wanted.get(axis));
            }
        }
        return cut;
    }

    private static NDArray slice(NDArray array, int axis, long start, long end) {
        return array.get(new NDIndex().addEllipseDim().addSliceDim(start, end)
                .addAllDim(array.getShape().dimension() - 1 - axis));
    }
}
