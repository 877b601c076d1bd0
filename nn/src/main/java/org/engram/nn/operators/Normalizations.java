package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/** Statistics over groups of channels, with scale and shift. */
public final class Normalizations {
    private Normalizations() {}

    /**
     * Wu and He (2018).
     *
     * @param x (batch, channel, ...)
     * @param groups how many groups the channels fall into; divides their number
     * @param weight (channel)
     * @param bias (channel)
     * @param epsilon added to the variance
     * @return of the shape of {@code x}
     */
    public static NDArray group(NDArray x, int groups, NDArray weight, NDArray bias, double epsilon) {
        return TorchScript.callForOne("group_norm", List.of(x, weight, bias), groups, epsilon);
    }

    /**
     * Ulyanov et al. (2016).
     *
     * @param x (batch, channel, ...)
     * @param weight (channel), or null for neither scale nor shift
     * @param bias (channel), or null with {@code weight}
     * @param epsilon added to the variance
     * @return of the shape of {@code x}: each channel of each sample with mean 0 and variance 1, scaled and shifted
     */
    public static NDArray instance(NDArray x, NDArray weight, NDArray bias, double epsilon) {
        return weight == null
                ? TorchScript.callForOne("instance_norm", List.of(x), epsilon)
                : TorchScript.callForOne("affine_instance_norm", List.of(x, weight, bias), epsilon);
    }

    /**
     * Zhang and Sennrich (2019).
     *
     * @param x (..., feature)
     * @param weight (feature)
     * @param epsilon added to the mean square
     * @return x / sqrt(mean square + epsilon), times the weight
     */
    public static NDArray rootMeanSquare(NDArray x, NDArray weight, double epsilon) {
        return TorchScript.callForOne("rms_norm", List.of(x, weight), epsilon);
    }

    /**
     * @param x of any shape
     * @param axis along which norms are taken
     * @param epsilon below which a norm is taken to be {@code epsilon}
     * @return x divided by its Euclidean norms
     */
    public static NDArray unit(NDArray x, int axis, double epsilon) {
        return JniUtils.normalize((PtNDArray) x, 2, axis, epsilon);
    }

    /**
     * Salimans and Kingma (2016): direction and magnitude learnt apart.
     *
     * @param direction of any shape
     * @param magnitude of the same shape with size 1 on every axis but {@code axis}
     * @param axis the first or the last
     * @return magnitude * direction / norm of direction over all other axes
     */
    public static NDArray weight(NDArray direction, NDArray magnitude, int axis) {
        return TorchScript.callForOne("weight_norm", List.of(direction, magnitude), axis);
    }

    /**
     * @param x of any shape
     * @param axis whose slices are bounded
     * @param greatest Euclidean norm of a slice
     * @return x, slices of a greater norm scaled down to it
     */
    public static NDArray bounded(NDArray x, int axis, double greatest) {
        return TorchScript.callForOne("renorm", List.of(x), 2, axis, greatest);
    }
}
