package org.engram.nn.explanation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.engram.compute.random.RandomStream;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.SimpleLayer;

/** Layers and small networks for the tests of explanations. */
public final class Networks {
    private Networks() {}

    /** Everything after the batch axis in one axis. */
    public static final class Flat extends SimpleLayer {
        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            return input.reshape(input.getShape().get(0), -1);
        }
    }

    /** The mean over all axes after the channels. */
    public static final class SpatialMean extends SimpleLayer {
        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            return input.reshape(input.getShape().get(0), input.getShape().get(1), -1).mean(new int[] {2});
        }
    }

    /** The largest of each pair along each spatial axis of images. */
    public static final class PairMaximum extends SimpleLayer {
        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            return JniUtils.maxPool((PtNDArray) input, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0),
                    false);
        }
    }

    /** The input added to what a layer makes of it. */
    public static final class Residual extends SimpleLayer {
        private final SimpleLayer body;

        public Residual(SimpleLayer body) {
            this.body = child("body", body);
        }

        public Layer body() {
            return body;
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            return input.add(body.apply(pass, input));
        }
    }

    /** Puts values into a parameter. */
    public static void set(Layer network, String path, float... values) {
        Parameter parameter = network.state().get(path);
        try (NDArray copy = parameter.getArray().getManager().create(values, parameter.getShape())) {
            copy.copyTo(parameter.getArray());
        }
    }

    /** Random weights of both signs, running variances positive. */
    public static <L extends Layer> L filled(L network, NDManager manager, long seed) {
        network.initialize(manager, DataType.FLOAT32, seed);
        network.state().forEach((path, parameter) -> {
            RandomStream stream = RandomStream.of(seed, path.hashCode());
            float[] values = new float[(int) parameter.getShape().size()];
            for (int i = 0; i < values.length; i++) {
                double drawn = 0.5 * stream.normal(i);
                values[i] = (float) (path.endsWith("running_var") ? 0.5 + Math.abs(drawn) : drawn);
            }
            set(network, path, values);
        });
        return network;
    }

    /** Normal values. */
    public static Sample noise(long seed, long... shape) {
        int size = 1;
        for (long length : shape) {
            size *= (int) length;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) RandomStream.of(seed, 99).normal(i);
        }
        return new Sample(values, shape);
    }
}
