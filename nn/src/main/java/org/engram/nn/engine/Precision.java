package org.engram.nn.engine;

/**
 * In what arithmetic the matrix products, convolutions and attentions of a {@link Pass} run. Weights and what passes from
 * operator to operator keep their own type.
 */
public enum Precision {
    /** In the type of the weights. */
    FULL,
    /**
     * Operands rounded to bfloat16, sums kept by the device in float32; normalisation, softmax and losses stay in float32.
     * Needs no loss scaling, because bfloat16 has the exponent range of float32.
     */
    BFLOAT16
}
