package org.engram.nn.explanation;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;

/**
 * A network as explanations see it: it behaves as in inference (no dropout, stored statistics), its parameters are
 * constants in which no gradient is left behind, and it may run with other values than its own, which is how networks
 * that know nothing are made without touching the one that does.
 *
 * <p>Immutable; usable by several threads as far as the network is.
 */
public final class ExplainedNetwork {
    /** Sets random networks apart from the start of the explained one, which may have had the same small seed. */
    private static final long UNRELATED = 0x6A09E667F3BCC908L;

    private final Layer network;
    private final Map<Parameter, NDArray> substitutes;

    private ExplainedNetwork(Layer network, Map<Parameter, NDArray> substitutes) {
        this.network = network;
        this.substitutes = Map.copyOf(substitutes);
    }

    /**
     * @param network with values in all its parameters, from (batch, input...) to (batch, outputs)
     * @return the network as it is
     */
    public static ExplainedNetwork of(Layer network) {
        if (!network.isInitialized()) {
            throw new EngramException(
                    "the network to explain has parameters without values: initialize it, or "
                            + "load a checkpoint first");
        }
        return new ExplainedNetwork(network, Map.of());
    }

    /**
     * @param others values for some parameters and buffers in place of their own; not copied, must stay open
     * @return this network with those values
     */
    public ExplainedNetwork with(Map<Parameter, NDArray> others) {
        return new ExplainedNetwork(network, others);
    }

    /**
     * A network of the same architecture in which some layers have learnt nothing: their parameters and buffers have the
     * values they would start from. This network is not changed.
     *
     * @param manager owns the random values, and must stay open as long as the result is used
     * @param seed one seed, one network
     * @param layers paths of layers whose own parameters are drawn anew
     * @return that network
     */
    public ExplainedNetwork randomized(NDManager manager, long seed, Collection<String> layers) {
        Map<Parameter, NDArray> drawn = new IdentityHashMap<>(substitutes);
        Map<String, Parameter> state = network.state();
        network.startValues(manager, type(), seed ^ UNRELATED).forEach((path, values) -> {
            int dot = path.lastIndexOf('.');
            if (layers.contains(dot < 0 ? "" : path.substring(0, dot))) {
                drawn.put(state.get(path), values);
            }
        });
        return with(drawn);
    }

    /**
     * @param manager owns the random values, and must stay open as long as the result is used
     * @param seed one seed, one network
     * @return a network of the same architecture that has learnt nothing
     */
    public ExplainedNetwork randomized(NDManager manager, long seed) {
        return randomized(manager, seed, network.layers().keySet());
    }

    /**
     * @param sample to run
     * @return paths of the layers with parameters of their own, in the order in which they run
     */
    public List<String> layersInOrder(Sample sample) {
        Set<String> seen = new LinkedHashSet<>();
        Map<Layer, String> paths = new IdentityHashMap<>();
        network.layers().forEach((path, layer) -> paths.put(layer, path));
        try (Pass pass = Pass.inference().frozen(substitutes); NDManager manager = newManager()) {
            pass.observedBy((layer, inputs, outputs) -> {
                if (!layer.getDirectParameters().isEmpty()) {
                    seen.add(paths.get((Layer) layer));
                }
                return outputs;
            });
            network.apply(pass, batch(manager, sample.values(), sample.shape()));
        }
        return List.copyOf(seen);
    }

    /** @return the network, for its structure; its values may not be the ones that are used */
    public Layer layer() {
        return network;
    }

    /**
     * @return a pass that records gradients with respect to everything but parameters; the network runs in it as it is
     *     explained
     */
    public Pass open() {
        return Pass.differentiating().frozen(substitutes);
    }

    /** @return a manager where the network lives, which the caller closes */
    public NDManager newManager() {
        return Torch.newManager(network.state().values().stream().findFirst()
                .map(parameter -> parameter.getArray().getDevice()).orElse(Device.cpu()));
    }

    /**
     * @param manager owns the array
     * @param samples one after the other
     * @param shape of each
     * @return (batch, shape...), in the network's own type
     */
    public NDArray batch(NDManager manager, float[] samples, long... shape) {
        long[] whole = new long[shape.length + 1];
        System.arraycopy(shape, 0, whole, 1, shape.length);
        whole[0] = samples.length / Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        NDArray array = manager.create(samples, new Shape(whole));
        return array.toType(type(), false);
    }

    /** @return the type the network computes in */
    private DataType type() {
        return network.learned().values().stream().findFirst()
                .map(parameter -> parameter.getArray().getDataType()).orElse(DataType.FLOAT32);
    }

    /**
     * @param sample one input
     * @return what the network answers, flat
     */
    public float[] outputs(Sample sample) {
        try (Pass pass = Pass.inference().frozen(substitutes); NDManager manager = newManager()) {
            NDArray outputs = network.apply(pass, batch(manager, sample.values(), sample.shape()));
            return outputs.toType(DataType.FLOAT32, false).toFloatArray();
        }
    }

    /**
     * @param target what is asked for
     * @param samples one after the other
     * @param shape of each
     * @return the score of each
     */
    public double[] scores(Target target, float[] samples, long... shape) {
        try (Pass pass = Pass.inference().frozen(substitutes); NDManager manager = newManager()) {
            NDArray batch = batch(manager, samples, shape);
            return numbers(scored(target, network.apply(pass, batch), batch));
        }
    }

    /**
     * @param target what is asked for
     * @param samples one after the other
     * @param shape of each
     * @return the score of each, and its gradient with respect to that sample
     */
    public Gradients gradients(Target target, float[] samples, long... shape) {
        try (Pass pass = open(); NDManager manager = newManager()) {
            NDArray batch = batch(manager, samples, shape);
            batch.setRequiresGradient(true);
            NDArray scores = scored(target, network.apply(pass, batch), batch);
            differentiate(pass, target, scores);
            NDArray gradient = pass.gradient(batch);
            if (gradient == null) {
                throw new EngramException("no gradient reaches the input from \"" + target.description()
                        + "\": the score does not depend on it");
            }
            return new Gradients(numbers(scores), gradient.toType(DataType.FLOAT32, false).toFloatArray());
        }
    }

    /**
     * Takes the gradient of every score, in a pass that {@link #open} gave.
     *
     * @param pass in which the scores were computed
     * @param target of which they are the scores
     * @param scores (batch)
     */
    public static void differentiate(Pass pass, Target target, NDArray scores) {
        try {
            pass.backward(scores.sum());
        } catch (EngineException failure) {
            throw new EngramException("\"" + target.description() + "\" cannot be differentiated ("
                    + failure.getMessage().lines().findFirst().orElse("")
                    + "): compute it from the outputs by differentiable operations", failure);
        }
    }

    /**
     * @param target what is asked for
     * @param outputs of the network
     * @param batch its inputs
     * @return the scores, checked to be one per sample
     */
    public static NDArray scored(Target target, NDArray outputs, NDArray batch) {
        NDArray scores = target.score(outputs);
        long samples = batch.getShape().get(0);
        if (scores.getShape().dimension() != 1 || scores.getShape().get(0) != samples) {
            throw new ShapeException("\"" + target.description() + "\" gives " + scores.getShape() + " for "
                    + samples + " samples: one number per sample is needed, shape (" + samples + ")");
        }
        return scores;
    }

    private static double[] numbers(NDArray scores) {
        double[] values = scores.toType(DataType.FLOAT64, false).toDoubleArray();
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new EngramException("the explained score is " + value
                        + ": the network overflows on this input; check its normalisation and weights");
            }
        }
        return values;
    }

    /**
     * Scores and their gradients.
     *
     * @param scores one per sample
     * @param values the gradient of each with respect to its sample, one after the other
     */
    public record Gradients(double[] scores, float[] values) {}
}
