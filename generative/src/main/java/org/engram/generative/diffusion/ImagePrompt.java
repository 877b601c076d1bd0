package org.engram.generative.diffusion;

import ai.djl.ndarray.NDList;

/**
 * An image in the place of words: keys and values for every attention of a U-Net to its context. They do not depend
 * on the time step, so they are computed once for a whole sampling run.
 *
 * @param keysAndValues key and value (batch, token, inner) of each attention in turn, in the order of the U-Net's
 * checkpoint; not copied
 * @param scale weight beside the text's 1
 */
public record ImagePrompt(NDList keysAndValues, double scale) {}
