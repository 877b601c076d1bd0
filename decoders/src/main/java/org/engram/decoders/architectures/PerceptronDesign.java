package org.engram.decoders.architectures;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.engram.core.ShapeException;
import org.engram.nn.checkpoints.networks.ConfigurationRecord;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Flattening;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;

/** A multilayer perceptron: linear layers with a rectifier and dropout between them. */
public final class PerceptronDesign implements NetworkDesign<PerceptronDesign.Configuration> {
    /**
     * @param inputs values of one sample
     * @param outputs classes, or 1 for a number
     * @param hidden features of each hidden layer; none makes it a linear model
     * @param activation between layers
     * @param dropout probability after each hidden layer
     */
    public record Configuration(int inputs, int outputs, List<Integer> hidden, Activation activation,
            double dropout) {
        /** Checks that every layer has a feature. */
        public Configuration {
            hidden = List.copyOf(hidden);
            if (inputs < 1 || outputs < 1 || hidden.stream().anyMatch(count -> count < 1)) {
                throw new ShapeException("every layer of a perceptron has at least one feature");
            }
        }
    }

    @Override
    public String name() {
        return "mlp";
    }

    @Override
    public String description() {
        return "a multilayer perceptron: linear layers with an activation and dropout between them";
    }

    @Override
    public String takes() {
        return "anything, as one long vector";
    }

    @Override
    public Class<Configuration> configuration() {
        return Configuration.class;
    }

    @Override
    public int[] inputShape(int[] sample, OptionalInt axes) {
        return sample.clone();
    }

    @Override
    public Configuration sized(int[] input, int outputs) {
        int inputs = Arrays.stream(input).reduce(1, Math::multiplyExact);
        return new Configuration(inputs, outputs, List.of(64), Activation.RELU, 0.25);
    }

    @Override
    public Set<String> fromData() {
        return Set.of("inputs", "outputs");
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>(ConfigurationRecord.toMap(sized(new int[] {1}, 2)));
        all.keySet().removeAll(fromData());
        return all;
    }

    @Override
    public Layer build(Configuration configuration) {
        Sequence layers = new Sequence(new Flattening());
        long inputs = configuration.inputs();
        for (int features : configuration.hidden()) {
            layers.then(new Linear(inputs, features)).then(configuration.activation().layer())
                    .then(new Dropout(configuration.dropout()));
            inputs = features;
        }
        return layers.then(new Linear(inputs, configuration.outputs()));
    }
}
