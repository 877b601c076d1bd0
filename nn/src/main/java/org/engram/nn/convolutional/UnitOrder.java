package org.engram.nn.convolutional;

/** In which order convolution, normalisation and nonlinearity follow each other in one unit. */
public enum UnitOrder {
    /** Convolution, normalisation, nonlinearity: the usual one. */
    CONVOLUTION_NORMALIZATION_ACTIVATION,
    /** Normalisation, nonlinearity, convolution: pre-activation (He et al. 2016). */
    NORMALIZATION_ACTIVATION_CONVOLUTION,
    /** Normalisation, convolution, nonlinearity, as in Brain-ID. */
    NORMALIZATION_CONVOLUTION_ACTIVATION
}
