/**
 * What in an input a network's answer rests on: attribution maps for any {@link org.engram.nn.layers.Layer} from (batch,
 * input...) to (batch, outputs).
 *
 * <pre>{@code
 * ExplainedNetwork network = ExplainedNetwork.of(trained);
 * Sample scan = new Sample(values, 1, 64, 64, 64);
 * Attribution map = SmoothGrad.builder().seed(7).build().explain(network, scan, Target.predicted(network, scan));
 * }</pre>
 *
 * <p>A map is a claim to be tested: {@link org.engram.nn.explanation.validation} holds the tests (against networks that
 * know nothing, and against targets whose source is known), and {@link org.engram.nn.explanation.relevance} layer-wise
 * relevance propagation, which needs a rule for each kind of layer.
 *
 * <p>On some 45,000 structural scans with known sources, SmoothGrad was consistently accurate, Grad-CAM failed to
 * localise and layer-wise relevance propagation made widespread artefacts; SmoothGrad is therefore the default
 * everywhere. Raw magnitudes are never comparable between networks.
 */
package org.engram.nn.explanation;
