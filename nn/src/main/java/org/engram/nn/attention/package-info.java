/**
 * Attention and the transformers made of it: self, cross and linear attention, masks of every kind, relative and rotary
 * positions, encoders and decoders under the parameter names of PyTorch, timm, diffusers and BEiT, step-by-step
 * decoding, and Perceiver latents.
 *
 * <pre>{@code
 * TransformerOptions options = TransformerOptions.builder(256, 8).dropout(0.1).build();
 * TransformerEncoder encoder = new TransformerEncoder(12, options, true);
 * encoder.initialize(manager, DataType.FLOAT32, seed);
 * try (Pass pass = Pass.inference()) {
 *     NDArray features = encoder.apply(pass, tokens, AttentionContext.NONE.with(AttentionMask.keys(present)));
 * }
 * }</pre>
 *
 * <p>Tokens are (batch, token, feature) throughout.
 */
package org.engram.nn.attention;
