/**
 * Transformers of images and volumes: patch embeddings, vision transformers, random masking of tokens, and the Swin
 * transformer of volumes.
 *
 * <pre>{@code
 * VisionTransformer.Builder vit = VisionTransformer.builder(12, TransformerOptions.builder(768, 12).build());
 * VisionTransformer network = vit.image(224, 224).patch(16, 16).classes(1000).build();
 * }</pre>
 */
package org.engram.nn.vision;
