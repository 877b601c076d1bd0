package org.engram.nn.explanation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Interpolation;
import org.engram.nn.operators.Resamplings;

/**
 * Which places of a convolutional layer speak for an answer: the rectified sum of its channels, each weighted by the
 * mean over space of the gradient of the score, brought to the size of the input by linear interpolation. In one, two or
 * three dimensions.
 *
 * <p>The map is as coarse as the layer, and has one value for all channels of the input. On structural MRI with known
 * sources it did not localise: every result says so, and validation on the user's own network decides.
 *
 * <h2>References</h2> R. R. Selvaraju and others, ICCV, 2017.
 */
public final class GradCam implements AttributionMethod {
    private final String layer;

    /**
     * @param layer the path of a layer in the network, as in its parameter names: usually the last one before space is
     *     averaged away, such as {@code "features.12"}. It gives (batch, channels, axes...), with as many axes as the
     *     input has after its channels, or as many as the input has altogether
     */
    public GradCam(String layer) {
        this.layer = layer;
    }

    @Override
    public String name() {
        return "Grad-CAM";
    }

    @Override
    public Attribution explain(ExplainedNetwork network, Sample sample, Target target) {
        Layer hooked = network.layer().layers().get(layer);
        if (hooked == null) {
            throw new EngramException("the network has no layer \"" + layer + "\": choose one of "
                    + network.layer().layers().keySet());
        }
        try (Pass pass = network.open(); NDManager manager = network.newManager()) {
            NDArray[] activation = new NDArray[1];
            pass.observedBy((block, inputs, outputs) -> {
                if (block != hooked) {
                    return outputs;
                }
                if (activation[0] != null) {
                    throw new EngramException("layer \"" + layer
                            + "\" runs more than once, so its gradient has no one "
                            + "place: choose a layer that runs once");
                }
                activation[0] = pass.cut(outputs.get(0));
                NDList replaced = new NDList(outputs);
                replaced.set(0, pass.share(activation[0]));
                return replaced;
            });
            NDArray batch = network.batch(manager, sample.values(), sample.shape());
            NDArray scores = ExplainedNetwork.scored(target, network.layer().apply(pass, batch), batch);
            if (activation[0] == null) {
                throw new EngramException(
                        "layer \"" + layer + "\" did not run on this input: choose another");
            }
            ExplainedNetwork.differentiate(pass, target, scores);
            double[] map = map(activation[0], pass.gradient(activation[0]), sample);
            return Attribution.builder(this, sample, target).values(map).score(scores.toType(
                    DataType.FLOAT64, false).toDoubleArray()[0]).parameter("layer", layer)
                    .notice("grad-cam-coarse", "Grad-CAM failed to localise known sources on structural MRI: "
                            + "trust this map only after validation on this network")
                    .build();
        }
    }

    private double[] map(NDArray activation, NDArray gradient, Sample sample) {
        if (gradient == null) {
            throw new EngramException("the score does not depend on layer \"" + layer
                    + "\": choose a layer between the input and the explained output");
        }
        long[] shape = activation.getShape().getShape();
        long[] grid = Arrays.copyOfRange(shape, Math.min(2, shape.length), shape.length);
        long[] input = sample.shape();
        boolean allAxes = grid.length == input.length;
        if (grid.length == 0 || !allAxes && grid.length != input.length - 1) {
            throw new ShapeException("layer \"" + layer + "\" gives " + activation.getShape()
                    + ", whose axes after (batch, channels) do not correspond to those of an input "
                    + Arrays.toString(input) + ": choose a convolutional layer before space is flattened");
        }
        NDArray weighted = activation.getManager().create(
                weighted(numbers(activation), numbers(gradient), (int) shape[1]),
                new Shape(1, 1).addAll(new Shape(grid)));
        long[] wanted = allAxes ? input : Arrays.copyOfRange(input, 1, input.length);
        double[] fine = Resamplings.resize(weighted, Interpolation.LINEAR, false, wanted).toDoubleArray();
        double[] map = new double[sample.size()];
        for (int from = 0; from < map.length; from += fine.length) {
            System.arraycopy(fine, 0, map, from, fine.length);
        }
        return map;
    }

    private static double[] weighted(double[] activation, double[] gradient, int channels) {
        int places = activation.length / channels;
        double[] sum = new double[places];
        for (int channel = 0; channel < channels; channel++) {
            double weight = 0;
            for (int i = 0; i < places; i++) {
                weight += gradient[channel * places + i];
            }
            weight /= places;
            for (int i = 0; i < places; i++) {
                sum[i] += weight * activation[channel * places + i];
            }
        }
        for (int i = 0; i < places; i++) {
            sum[i] = Math.max(0, sum[i]);
        }
        return sum;
    }

    private static double[] numbers(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
}
