package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.layers.Sinusoids;

/** Adds sines and cosines of its place to each frame (Vaswani et al. 2017). Buffer: {@code pe} (1, frame, width). */
final class FramePositions extends SimpleLayer {
    private final Parameter table;

    FramePositions(int mostFrames, int width) {
        table = buffer("pe", Sinusoids.of(width, Sinusoids.Order.INTERLEAVED).table(), 1, mostFrames, width);
    }

    /** @param input (batch, frame, width) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        long frames = input.getShape().get(1);
        long most = table.getShape().get(1);
        if (frames > most) {
            throw new ShapeException("the motion modules know " + most + " frames, but the clip has " + frames
                    + ": cut it into overlapping windows");
        }
        return input.add(pass.value(table).get(new NDIndex(":, :{}", frames)));
    }
}
