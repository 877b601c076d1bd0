package org.engram.nn.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Halves a volume along each axis and doubles its features: the eight neighbours are joined, normalized and projected.
 * Odd axes are padded with zeros at the end. Parameters: {@code reduction.weight}, {@code norm}.
 */
public final class PatchMerging extends SimpleLayer {
    /** Which neighbours are joined. */
    public enum Neighbours {
        /** All eight, the last axis fastest; MONAI's "mergingv2". */
        ALL(0, 1, 2, 3, 4, 5, 6, 7),
        /**
         * Those that MONAI's first version takes, of which two are taken twice and two left out; for weights that were
         * trained with it (its default, "merging").
         */
        AS_FIRST_RELEASED(0, 4, 2, 1, 5, 2, 1, 7);

        private final int[] order;

        Neighbours(int... order) {
            this.order = order;
        }
    }

    private final LayerNormalization normalization;
    private final Linear reduction;
    private final Neighbours neighbours;

    /** @param width features in; twice as many come out @param neighbours that are joined */
    public PatchMerging(long width, Neighbours neighbours) {
        this.neighbours = neighbours;
        reduction = child("reduction", new Linear(8 * width, 2 * width, false));
        normalization = child("norm", new LayerNormalization(8 * width));
    }

    /** @param input (batch, depth, height, width, feature) @return (batch, depth / 2, height / 2, width / 2, 2 feature) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        long[] half = {(shape.get(1) + 1) / 2, (shape.get(2) + 1) / 2, (shape.get(3) + 1) / 2};
        NDArray even = input;
        if (shape.get(1) % 2 + shape.get(2) % 2 + shape.get(3) % 2 > 0) {
            even = input.pad(
                    new Shape(0, 0, 0, shape.get(3) % 2, 0, shape.get(2) % 2, 0, shape.get(1) % 2), 0);
        }
        NDArray blocks = even.reshape(shape.get(0), half[0], 2, half[1], 2, half[2], 2, shape.get(4))
                .transpose(0, 1, 3, 5, 2, 4, 6, 7)
                .reshape(shape.get(0), half[0], half[1], half[2], 8, shape.get(4));
        NDArray joined;
        if (neighbours == Neighbours.ALL) {
            joined = blocks.reshape(shape.get(0), half[0], half[1], half[2], 8 * shape.get(4));
        } else {
            NDList parts = new NDList();
            for (int place : neighbours.order) {
                parts.add(blocks.get(new NDIndex(":, :, :, :, {}", place)));
            }
            joined = NDArrays.concat(parts, 4);
        }
        return reduction.apply(pass, normalization.apply(pass, joined));
    }
}
