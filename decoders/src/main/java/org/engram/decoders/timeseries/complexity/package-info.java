/** How complex a series is: Lempel and Ziv's count of new patterns, and its normalised form. */
package org.engram.decoders.timeseries.complexity;
