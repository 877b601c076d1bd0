/**
 * Random numbers that are addressed, not drawn: each is a function of a seed, a stream and an index, so that a
 * permutation test gives the same numbers on one thread and on sixty.
 *
 * <pre>{@code
 * RandomStream random = RandomStream.of(42, permutation);   // one stream per permutation
 * int[] order = random.permutation(labels.size());
 * double noise = random.normal(0);
 * }</pre>
 */
package org.engram.compute.random;
