package org.engram.nn.engine;

import ai.djl.ndarray.types.DataType;

/** In what arithmetic the matrix products and convolutions of a {@link Pass} run. Weights keep their own type. */
public enum Precision {
    /** In the type of the weights. */
    FULL(null),
    /**
     * Products and convolutions in bfloat16; normalisation, softmax and losses stay in float32. Needs no loss scaling,
     * because bfloat16 has the exponent range of float32.
     */
    BFLOAT16(DataType.BFLOAT16);

    private final DataType type;

    Precision(DataType type) {
        this.type = type;
    }

    DataType type() {
        return type;
    }
}
