/**
 * Epochs and the table of their trials from the files people have: epochs of any format, several of them joined, or a BIDS
 * dataset whose recordings are cut around their events; with the preparation that decoding usually asks for.
 *
 * <pre>{@code
 * EpochStudy study = EpochStudyReader.builder().window(-0.1, 0.6).build().read(List.of(Path.of("epochs.npz")));
 * EpochDecodingResult result = EpochDecoding.builder(EpochPipelines.named("ts+lr"), EpochProtocol.CROSS_SUBJECT).build()
 *         .decode(study.epochs(), study.table(), "label", "subject");
 * }</pre>
 */
package org.engram.decoders.timeseries.study;
