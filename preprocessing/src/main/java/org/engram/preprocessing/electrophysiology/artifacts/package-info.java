/**
 * Artefacts of eyes, heart and stimulators: where they are, and two direct ways to remove them.
 *
 * <pre>{@code
 * long[] blinks = EogEvents.find(recording).samples();
 * EcgEvents.Heartbeats beats = EcgEvents.find(recording);
 * Recording clean = EogRegression.fit(recording, "EOG 061").apply(recording);
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.artifacts;
