/**
 * How well a pipeline decodes trials, by protocols that say what is new in the test: trials, sessions or subjects. A
 * split that lets a subject, or samples of the recording, stand on both sides without saying so is refused.
 *
 * <pre>{@code
 * EpochDecodingResult result = EpochDecoding.builder(EpochPipelines.named("ts+lr"), EpochProtocol.CROSS_SUBJECT)
 *         .build().decode(epochs, trials, "condition", "subject");
 * System.out.println(result.describe());
 * }</pre>
 */
package org.engram.decoders.timeseries.evaluation;
