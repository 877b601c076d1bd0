/**
 * The networks of {@code peers/networks.py} with Engram: the same weights, the same inputs, one training step or one
 * inference at a time. Run by {@code benchmarks/compare --networks}.
 */
package org.engram.benchmarks.networks;
