/**
 * Ways from trials to classes by name: a step that looks at one trial at a time, an alignment that looks at one group at
 * a time without labels, and a classifier that learns inside training sets only.
 *
 * <pre>{@code
 * EpochPipeline pipeline = EpochPipelines.named("ra+ts+lr");
 * }</pre>
 */
package org.engram.decoders.timeseries.pipelines;
