/**
 * Layer-wise relevance propagation: the score is handed back from layer to layer, each by a rule of its own, until it
 * lies on the input.
 *
 * <p><b>Documented failure.</b> On some 45,000 structural MRI scans with known sources of the target, relevance
 * propagation made widespread artefacts where SmoothGrad found the source. It is offered because the field asks for it;
 * every result carries that notice, and {@link org.engram.nn.explanation.validation} tells whether it works on the network
 * at hand.
 *
 * <p>Every kind of layer needs a rule. {@link org.engram.nn.explanation.relevance.RelevanceRules#standard()} knows the
 * layers of {@code nn.layers}; others are refused by name, and are added by a line such as
 *
 * <pre>{@code
 * RelevanceRules rules = RelevanceRules.standard()
 *         .with(WaveletLayer.class, RelevanceRule.proportional())
 *         .with(ResidualBlock.class, RelevanceRule.sum(ResidualBlock::body, block -> null));
 * }</pre>
 */
package org.engram.nn.explanation.relevance;
