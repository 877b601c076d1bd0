package org.engram.nn.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.attention.Heads;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.operators.Attentions;

/**
 * Self-attention within windows of a volume, with a learnt number for each head and relative position (Liu et al. 2021).
 * Parameters: {@code relative_position_bias_table} (relative position, head), {@code qkv}, {@code proj}. The
 * {@code relative_position_index} of published checkpoints follows from the window and is left out.
 */
final class WindowAttention extends Layer {
    /** Weights held at a time without gradients: 64 MiB of float32. */
    private static final long MOST_WEIGHTS = 1L << 24;

    private final Parameter table;
    private final Linear projection;
    private final Linear output;
    private final long[] window;
    private final long heads;
    private final double dropout;
    private final long most;

    WindowAttention(long width, long heads, long[] window, boolean biased, double dropout) {
        this(width, heads, window, biased, dropout, MOST_WEIGHTS);
    }

    /** @param most how many weights are held at a time without gradients */
    WindowAttention(long width, long heads, long[] window, boolean biased, double dropout,
            long most) {
        if (width % heads != 0) {
            throw new ShapeException(heads + " heads do not divide " + width + " features");
        }
        this.window = window;
        this.heads = heads;
        this.dropout = dropout;
        this.most = most;
        table = parameter("relative_position_bias_table", Initialization.truncatedNormal(0.02),
                (2 * window[0] - 1) * (2 * window[1] - 1) * (2 * window[2] - 1), heads);
        projection = child("qkv",
                new Linear(width, 3 * width, biased, Initialization.truncatedNormal(0.02)));
        output = child("proj", new Linear(width, width, true, Initialization.truncatedNormal(0.02)));
    }

    /**
     * @param tokens (batch and window, token, feature)
     * @param cut how the windows were cut
     * @return of the same shape
     */
    NDArray apply(Pass pass, NDArray tokens, Windows cut) {
        return run(pass, new NDList(tokens), () -> new NDList(attend(pass, tokens, cut))).get(0);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        long[] shape = inputs.get(0).getShape().getShape();
        if (shape[1] != window[0] * window[1] * window[2]) {
            throw new ShapeException(path() + " takes whole windows of " + new Shape(window)
                    + ", but the input has shape " + inputs.get(0).getShape());
        }
        return new NDList(attend(pass, inputs.get(0), Windows.of(window, window, false)));
    }

    private NDArray attend(Pass pass, NDArray tokens, Windows cut) {
        Shape shape = tokens.getShape();
        NDArray heading = projection.apply(pass, tokens)
                .reshape(shape.get(0), shape.get(1), 3, heads, shape.get(2) / heads)
                .transpose(2, 0, 3, 1, 4); // (part, batch and window, head, token, feature)
        NDArray bias = bias(pass, cut.tokens());
        NDArray[] parts = {heading.get(0), heading.get(1), heading.get(2)};
        NDArray result = cut.shifted()
                ? separated(pass, parts, bias, cut)
                : weighted(pass, parts, bias);
        return output.apply(pass, Heads.join(result));
    }

    /** By groups of windows, since each has its own mask. */
    private NDArray separated(Pass pass, NDArray[] parts, NDArray bias, Windows cut) {
        NDArray regions = constant("regions " + new Shape(cut.sizes()), bias, cut::regions);
        long windows = cut.count();
        long tokens = cut.tokens();
        long group = pass.recording() ? windows : Math.max(1, most / (heads * tokens * tokens));
        NDList results = new NDList();
        long all = parts[0].getShape().get(0);
        NDArray whole = group >= windows ? masked(bias, regions) : null;
        for (long sample = 0; sample < all; sample += windows) {
            for (long from = 0; from < windows; from += group) {
                long to = Math.min(windows, from + group);
                NDArray mask = whole != null
                        ? whole
                        : masked(bias, regions.get(new NDIndex("{}:{}", from, to)));
                NDIndex rows = new NDIndex("{}:{}", sample + from, sample + to);
                results.add(weighted(pass, new NDArray[] {parts[0].get(rows), parts[1].get(rows),
                        parts[2].get(rows)}, mask));
                if (whole == null) {
                    mask.close();
                }
            }
        }
        return results.size() == 1 ? results.get(0) : NDArrays.concat(results, 0);
    }

    private static NDArray masked(NDArray bias, NDArray regions) {
        NDArray together = regions.expandDims(2).eq(regions.expandDims(1)).expandDims(1);
        Shape shape = bias.getShape();
        return Attentions.hiddenElsewhere(bias.broadcast(regions.getShape().get(0), shape.get(1),
                shape.get(2), shape.get(3)), together);
    }

    private NDArray weighted(Pass pass, NDArray[] parts, NDArray mask) {
        double scale = 1 / Math.sqrt(parts[0].getShape().get(3));
        return Attentions.attend(pass, parts[0], parts[1], parts[2], mask, scale,
                pass.training() ? dropout : 0);
    }

    /** (1, head, token, token) */
    private NDArray bias(Pass pass, long tokens) {
        NDArray values = pass.value(table);
        NDArray index = constant("relative positions", values, this::relativePositions);
        // A window cut short by a small volume takes the first rows, as the network was trained in MONAI.
        NDArray used = tokens == index.getShape().get(0)
                ? index
                : index.get(new NDIndex(":{}, :{}", tokens, tokens));
        return values.getNDArrayInternal().embedding(used, values, SparseFormat.DENSE).get(0)
                .transpose(2, 0, 1).expandDims(0);
    }

    private NDArray relativePositions(NDManager manager) {
        int tokens = Math.toIntExact(window[0] * window[1] * window[2]);
        long[] rows = new long[tokens * tokens];
        for (int i = 0; i < tokens; i++) {
            for (int j = 0; j < tokens; j++) {
                long number = 0;
                long stride = tokens;
                long restI = i;
                long restJ = j;
                for (long size : window) {
                    stride /= size;
                    number = number * (2 * size - 1) + restI / stride - restJ / stride + size - 1;
                    restI %= stride;
                    restJ %= stride;
                }
                rows[i * tokens + j] = number;
            }
        }
        return manager.create(rows, new Shape(tokens, tokens));
    }
}
