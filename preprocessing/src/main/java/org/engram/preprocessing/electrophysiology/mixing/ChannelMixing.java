package org.engram.preprocessing.electrophysiology.mixing;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Recording;

/**
 * Channels computed as weighted sums of other channels: y = W x + b at every sample. An output named as a channel that is
 * there takes its place, any other is put at the end; channels that are neither replaced nor {@linkplain #removing
 * removed} stay as they are.
 *
 * <p>Applying costs nothing: samples are mixed when they are read, in blocks of bounded size, and only channels with a
 * weight other than 0 are read, so NaN in an input without weight does no harm. A sample comes out the same, bit by bit,
 * whatever else is read with it. Immutable and thread-safe.
 */
public final class ChannelMixing {
    private final String description;
    private final List<String> inputs;
    private final List<Channel> outputs;
    private final Matrix weights;
    private final double[] offsets;
    private final Set<String> removed;

    private ChannelMixing(String description, List<String> inputs, List<Channel> outputs, Matrix weights,
            double[] offsets, Set<String> removed) {
        this.description = description;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.weights = weights;
        this.offsets = offsets;
        this.removed = removed;
    }

    /**
     * @param description what it does, for the record: "average reference of 60 channels"
     * @param inputs names of the channels that are mixed, each once
     * @param outputs the channels that come out, names unique
     * @param weights output x input, finite; copied
     * @return that mixing
     */
    public static ChannelMixing of(String description, List<String> inputs, List<Channel> outputs,
            Matrix weights) {
        if (weights.rows() != outputs.size() || weights.columns() != inputs.size()) {
            throw new ShapeException("weights are " + weights.rows() + " x " + weights.columns() + " for "
                    + outputs.size() + " output and " + inputs.size() + " input channels");
        }
        if (new LinkedHashSet<>(inputs).size() != inputs.size()
                || outputs.stream().map(Channel::name).distinct().count() != outputs.size()) {
            throw new EngramException(
                    "a channel is named twice in \"" + description + "\": names are unique");
        }
        int place = weights.firstNotFinite();
        if (place >= 0) {
            throw new EngramException("the weight of " + inputs.get(place % inputs.size()) + " in "
                    + outputs.get(place / inputs.size()).name() + " is " + weights.data()[place]
                    + " in \"" + description + "\": weights must be finite");
        }
        return new ChannelMixing(description, inputs, outputs, weights.copy(), new double[outputs.size()],
                Set.of());
    }

    /**
     * @param description what it does, for the record
     * @param channels the channels that are mixed and replaced
     * @param weights channel x channel, finite; copied
     * @return a mixing of those channels in place
     */
    public static ChannelMixing inPlace(String description, List<Channel> channels, Matrix weights) {
        return of(description, channels.stream().map(Channel::name).toList(), channels, weights);
    }

    /**
     * @param names channels that are left out of what comes out, beside those removed already
     * @return this mixing, without them
     */
    public ChannelMixing removing(List<String> names) {
        Set<String> all = new LinkedHashSet<>(removed);
        all.addAll(names);
        for (Channel output : outputs) {
            if (all.contains(output.name())) {
                throw new EngramException("channel \"" + output.name() + "\" is both made and removed by \""
                        + description + "\"");
            }
        }
        return new ChannelMixing(description, inputs, outputs, weights, offsets, all);
    }

    /**
     * @param values what is added to each output, SI units; finite
     * @return this mixing with those offsets
     */
    public ChannelMixing withOffsets(double... values) {
        if (values.length != outputs.size()) {
            throw new ShapeException(values.length + " offsets for " + outputs.size() + " output channels");
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new EngramException("an offset of \"" + description + "\" is " + value
                        + ": offsets must be finite");
            }
        }
        return new ChannelMixing(description, inputs, outputs, weights, values.clone(), removed);
    }

    /** @return what it does */
    public String description() {
        return description;
    }

    /** @return names of the channels that are mixed */
    public List<String> inputs() {
        return inputs;
    }

    /** @return the channels that come out */
    public List<Channel> outputs() {
        return outputs;
    }

    /** @return output x input; a copy */
    public Matrix weights() {
        return weights.copy();
    }

    /** @return what is added to each output; a copy */
    public double[] offsets() {
        return offsets.clone();
    }

    /** @return names of the channels that are left out */
    public Set<String> removed() {
        return removed;
    }

    /**
     * The number of independent outputs: singular values above the largest times the larger side times 2^-52. Independent
     * component analysis and spatial filters need it; an average reference of n channels has rank n - 1.
     *
     * @return the rank of the weights
     */
    public int rank() {
        if (weights.data().length == 0) {
            return 0;
        }
        double[] values = DenseAlgebra.singularValues(weights).s();
        double least = values[0] * Math.max(weights.rows(), weights.columns()) * Math.ulp(1.0);
        int rank = 0;
        while (rank < values.length && values[rank] > least) {
            rank++;
        }
        return rank;
    }

    /**
     * @param recording has every input
     * @return it with the outputs, mixed when read. The description is added to its facts
     */
    public Recording apply(Recording recording) {
        MixingPlan plan = plan(recording.channels());
        Map<String, String> facts = new LinkedHashMap<>(recording.facts());
        int step = 1;
        while (facts.containsKey("mixing " + step)) {
            step++;
        }
        facts.put("mixing " + step, description);
        return recording.toBuilder().channels(plan.channels()).facts(facts)
                .source((asked, first, count, into, offset) -> plan.mix(asked, count, MixingPlan.BLOCK, into,
                        offset,
                        (sources, from, length, block) -> recording.source().read(sources, first + from,
                                length, block, 0)))
                .build();
    }

    /**
     * @param epochs have every input
     * @return them with the outputs, mixed when read
     */
    public Epochs apply(Epochs epochs) {
        MixingPlan plan = plan(epochs.channels());
        return epochs.toBuilder().channels(plan.channels())
                .trials(epochs.trials(), (trial, asked, into) -> plan.mix(asked, epochs.timeCount(),
                        epochs.timeCount(), into, 0,
                        (sources, from, length, block) -> epochs.source().read(trial, sources, block)))
                .build();
    }

    /**
     * @param evoked a mean, with every input; a standard error cannot be mixed
     * @return it with the outputs
     */
    public Evoked apply(Evoked evoked) {
        if (evoked.kind() == Evoked.Kind.STANDARD_ERROR) {
            throw new EngramException("standard errors cannot be mixed by \"" + description
                    + "\": mix the epochs first, then take their standard error");
        }
        MixingPlan plan = plan(evoked.channels());
        double[][] samples = plan.mixAll(evoked.samples(), evoked.timeCount());
        return new Evoked(evoked.comment(), evoked.kind(), evoked.trialCount(), plan.channels(),
                evoked.samplingRateHz(), evoked.firstTime(), samples, evoked.projectors());
    }

    private MixingPlan plan(List<Channel> present) {
        return MixingPlan.of(present, inputs, outputs, weights, offsets, removed);
    }

    @Override
    public String toString() {
        return "ChannelMixing[" + description + ", " + outputs.size() + " x " + inputs.size() + "]";
    }
}
