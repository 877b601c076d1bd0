/**
 * Runs published models that come only as ONNX, through ONNX Runtime.
 *
 * <pre>{@code
 * try (OnnxModel model = OnnxModel.open(Path.of("extractor.onnx"), 2)) {
 *     System.out.println(model.inputs());
 *     float[] features = model.run(Map.of("image", OnnxArray.of(pixels, 1, 3, 224, 224))).get("features").toFloats();
 * }
 * }</pre>
 */
package org.engram.nn.onnx;
