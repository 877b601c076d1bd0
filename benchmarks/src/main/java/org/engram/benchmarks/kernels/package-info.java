/**
 * JMH benchmarks of single kernels, for work on one of them; {@link org.engram.benchmarks.kernels.Kernels} runs them all
 * in a short configuration. What a user waits for is measured by {@code benchmarks/compare} instead.
 *
 * <pre>{@code
 * java -cp "benchmarks/target/engram-benchmarks.jar:benchmarks/target/lib/*" \
 *     org.engram.benchmarks.kernels.Kernels Smoothing
 * }</pre>
 */
package org.engram.benchmarks.kernels;
