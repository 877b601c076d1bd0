package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Interpolation;
import org.engram.nn.operators.Resamplings;

/** Makes axes longer, or shorter, by interpolation. No parameters. */
public final class Upsampling extends SimpleLayer {
    private final Interpolation how;
    private final boolean cornersAligned;
    private final long[] size;
    private final double[] factors;

    private Upsampling(Interpolation how, boolean cornersAligned, long[] size, double[] factors) {
        this.how = how;
        this.cornersAligned = cornersAligned;
        this.size = size;
        this.factors = factors;
    }

    /**
     * @param how values between cells are made
     * @param factors of each axis
     * @return a layer; corners are not aligned
     */
    public static Upsampling by(Interpolation how, double... factors) {
        return new Upsampling(how, false, null, factors.clone());
    }

    /**
     * @param how values between cells are made
     * @param size of each axis
     * @return a layer; corners are not aligned
     */
    public static Upsampling to(Interpolation how, long... size) {
        return new Upsampling(how, false, size.clone(), null);
    }

    /** @return this layer with the centres of the first and last cells kept where they are */
    public Upsampling cornersAligned() {
        return new Upsampling(how, true, size, factors);
    }

    /** @param input (batch, channel, axes...) @return (batch, channel, other axes...) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return size != null
                ? Resamplings.resize(input, how, cornersAligned, size)
                : Resamplings.rescale(input, how, cornersAligned, factors);
    }
}
