/**
 * Attention as the published recordings encoders name it: heads cut from one feature axis, PyTorch's own fused
 * projection, and encoder layers with the normalisation before, after or left out.
 */
package org.engram.decoders.attention;
