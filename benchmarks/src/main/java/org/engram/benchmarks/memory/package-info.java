/**
 * Peak memory of work on a series that is larger than the heap it is given. Each kind of work runs in a virtual machine of
 * its own, which prints the most memory it held; {@code benchmarks/compare --memory} makes the series, runs all kinds and
 * prints the figures beside their floors.
 *
 * <pre>{@code
 * java -Xmx160m -cp ... org.engram.benchmarks.memory.MemoryPeak mean series.nii.gz
 * }</pre>
 */
package org.engram.benchmarks.memory;
