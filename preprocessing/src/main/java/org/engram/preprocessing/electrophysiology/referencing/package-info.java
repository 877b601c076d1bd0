/**
 * References and montages as linear mixings of channels: average, electrodes, bipolar pairs, Laplacian along depth
 * electrodes, infinity (REST).
 *
 * <pre>{@code
 * ChannelMixing average = Referencing.average(recording.channels());
 * Recording referenced = average.apply(recording);
 * int rank = average.rank();                     // one less than the channels
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.referencing;
