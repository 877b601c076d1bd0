/**
 * The same work as {@code benchmarks/peers/peer.py} does with the reference libraries, on the public interface of
 * Engram: each task is made ready from the same files, timed, and summed up in one check value that both sides print.
 * Beside each task stands its floor, the least it can cost on the machine at hand. {@code benchmarks/compare} runs all of
 * it in turn and prints the ratios.
 *
 * <pre>{@code
 * java -cp "benchmarks/target/engram-benchmarks.jar:benchmarks/target/lib/*" \
 *     org.engram.benchmarks.peers.PeerTasks smooth FOLDER --threads 2
 * }</pre>
 */
package org.engram.benchmarks.peers;
