/**
 * How channels or parcels go together: coherence and phase measures over trials, and correlations of envelopes, as matrices
 * that name their rows.
 */
package org.engram.preprocessing.electrophysiology.connectivity;
