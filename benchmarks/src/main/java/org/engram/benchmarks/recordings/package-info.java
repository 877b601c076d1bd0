/**
 * Work on recordings beside MNE-Python. {@link org.engram.benchmarks.recordings.RecordingTasks} does what the script
 * {@code benchmarks/peers/electrophysiology.py} does, on the same files, and prints times, peak memory and numbers to agree
 * on; {@link org.engram.benchmarks.recordings.StreamedDecoding} decodes a recording that is larger than its heap.
 * {@code benchmarks/compare --recordings} and {@code --streaming} run them.
 *
 * <pre>{@code
 * java -cp ... org.engram.benchmarks.recordings.RecordingTasks fir FOLDER --threads 2
 * }</pre>
 */
package org.engram.benchmarks.recordings;
