/**
 * How work is expressed in every module: errors people can act on, notices, progress and cancellation, and the
 * number of threads. Nothing here knows about brains; everything else may depend on it.
 *
 * <pre>{@code
 * Progress progress = Progress.NONE;
 * Parallelism parallelism = Parallelism.of(4);
 * double[] squares = new double[100];
 * parallelism.forEach(squares.length, i -> squares[i] = i * i);
 * }</pre>
 */
package org.engram.core;
