/**
 * When, and for how long, a response tells conditions apart: classifiers trained and tested at each time, and across times,
 * with cluster permutation tests; and temporal receptive fields, which say how a response follows a continuous stimulus.
 */
package org.engram.decoders.timeseries.temporal;
