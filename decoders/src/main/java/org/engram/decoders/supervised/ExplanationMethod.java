package org.engram.decoders.supervised;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.engram.core.EngramException;
import org.engram.io.table.ClosestName;
import org.engram.nn.explanation.Attribution;
import org.engram.nn.explanation.AttributionMethod;
import org.engram.nn.explanation.Baseline;
import org.engram.nn.explanation.ExplainedNetwork;
import org.engram.nn.explanation.GradCam;
import org.engram.nn.explanation.Gradient;
import org.engram.nn.explanation.IntegratedGradients;
import org.engram.nn.explanation.Occlusion;
import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.SmoothGrad;
import org.engram.nn.explanation.Target;
import org.engram.nn.explanation.relevance.LayerwiseRelevance;

/** The ways to explain a decoder, by the names people type. */
public enum ExplanationMethod {
    /** Gradients averaged over noisy copies: the default. */
    SMOOTHGRAD,
    /** The gradient itself. */
    GRADIENT,
    /** The gradient multiplied with the input. */
    GRADIENT_TIMES_INPUT,
    /** Gradients on the way from the training mean to the sample. */
    INTEGRATED_GRADIENTS,
    /** Weighted activations of a convolutional layer. */
    GRAD_CAM,
    /** Layer-wise relevance propagation, composite rule. */
    LRP,
    /** The fall of the score when a patch is replaced by its mean. */
    OCCLUSION;

    /** @param text a name as people type it @return that method @throws EngramException with the closest name */
    public static ExplanationMethod of(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(values()).filter(method -> method.word().equals(wanted)).findFirst()
                .orElseThrow(() -> new EngramException("there is no method \"" + text + "\": "
                        + ClosestName.hint(wanted,
                                Arrays.stream(values()).map(ExplanationMethod::word).toList())));
    }

    /** @return the name people type */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param choices layer, patch, copies, seed
     * @param network that will be explained
     * @param sample one of its inputs, by which a layer is chosen where none is given
     * @return the method
     */
    AttributionMethod method(ExplanationChoices choices, ExplainedNetwork network, Sample sample) {
        return switch (this) {
            case SMOOTHGRAD -> SmoothGrad.builder().copies(choices.copies()).seed(choices.seed()).build();
            case GRADIENT -> Gradient.plain();
            case GRADIENT_TIMES_INPUT -> Gradient.timesInput();
            case INTEGRATED_GRADIENTS -> IntegratedGradients.builder().baseline(Baseline.zeros()).build();
            case GRAD_CAM -> gradCam(choices.layer(), network, sample);
            case LRP -> LayerwiseRelevance.composite();
            case OCCLUSION ->
                Occlusion.builder(choices.patch().orElseGet(() -> patch(sample.shape()))).build();
        };
    }

    private static int[] patch(long... shape) {
        if (shape.length <= 2) {
            int last = (int) Math.max(1, shape[shape.length - 1] / 16);
            return shape.length == 1 ? new int[] {last} : new int[] {1, last};
        }
        return Arrays.stream(shape).skip(1).mapToInt(length -> (int) Math.max(1, length / 8)).toArray();
    }

    /** The last layer whose activations still lie in space: those of a classifier at the end do not. */
    private static AttributionMethod gradCam(Optional<String> layer, ExplainedNetwork network,
            Sample sample) {
        if (layer.isPresent()) {
            return new GradCam(layer.get());
        }
        List<String> order = network.layersInOrder(sample);
        for (int i = order.size() - 1; i >= 0; i--) {
            GradCam method = new GradCam(order.get(i));
            try {
                Attribution map = method.explain(network, sample, Target.predicted(network, sample));
                float first = map.values()[0];
                for (float value : map.values()) {
                    if (value != first) {
                        return method;
                    }
                }
            } catch (EngramException unsuited) {
                continue;
            }
        }
        throw new EngramException("no layer of this network gives Grad-CAM a map: name one with --layer ("
                + String.join(", ", order) + "), or use smoothgrad");
    }
}
