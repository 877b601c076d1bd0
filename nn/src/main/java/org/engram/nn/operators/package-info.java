/**
 * What networks compute with that DJL does not have, as differentiable functions on arrays: {@code
 * Resamplings.resize(volume, Interpolation.LINEAR, false, 64, 64, 64)} is trilinear, {@code
 * Algebra.einsum("bij,bjk->bik", a, b)} multiplies matrices.
 *
 * <p>The functions stand in TorchScript in the {@code *.torchscript} files beside the classes, one file per topic.
 * All of them are compiled when one is first called.
 */
package org.engram.nn.operators;
