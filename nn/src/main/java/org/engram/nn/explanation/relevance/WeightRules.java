package org.engram.nn.explanation.relevance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;

/**
 * Which weight rule a linear or convolutional layer follows.
 *
 * @param dense of linear layers
 * @param convolution of convolutional layers
 * @param input of the first of all; null when it follows that of its kind
 * @param bounded whether the first of all follows z^B between the smallest and largest of its own inputs
 */
record WeightRules(WeightRule dense, WeightRule convolution, WeightRule input, boolean bounded) {
    WeightRule of(Layer layer, boolean first, NDArray values) {
        if (first && input != null) {
            return input;
        }
        if (first && bounded) {
            return new WeightRule.Bounded(values.min().toType(DataType.FLOAT64, false)
                    .getDouble(),
                    values.max().toType(DataType.FLOAT64, false).getDouble());
        }
        return layer instanceof Linear ? dense : convolution;
    }

    String describeInput() {
        return input != null
                ? input.toString()
                : bounded ? "Bounded[smallest and largest input]" : "as its kind";
    }
}
