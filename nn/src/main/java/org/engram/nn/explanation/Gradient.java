package org.engram.nn.explanation;

/**
 * The gradient of the score with respect to the input, as it is or multiplied with the input. What a small change of
 * each value would do; noisy in deep networks with rectifiers, for which {@link SmoothGrad} is the remedy.
 *
 * <p>Gradient times input is exact for a network that is linear without offsets; the input's own structure shows in the
 * map whatever the network has learnt, and the randomisation check says so.
 *
 * <h2>References</h2> K. Simonyan, A. Vedaldi, A. Zisserman, ICLR workshop, 2014; A. Shrikumar and others,
 * arXiv:1605.01713, 2016 (times input).
 */
public final class Gradient implements AttributionMethod {
    private final boolean timesInput;

    private Gradient(boolean timesInput) {
        this.timesInput = timesInput;
    }

    /** @return the gradient itself */
    public static Gradient plain() {
        return new Gradient(false);
    }

    /** @return the gradient multiplied with the input */
    public static Gradient timesInput() {
        return new Gradient(true);
    }

    @Override
    public String name() {
        return timesInput ? "gradient x input" : "gradient";
    }

    @Override
    public Attribution explain(ExplainedNetwork network, Sample sample, Target target) {
        var gradients = network.gradients(target, sample.values(), sample.shape());
        float[] values = gradients.values();
        if (timesInput) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= sample.values()[i];
            }
        }
        return Attribution.builder(this, sample, target).values(values).score(gradients.scores()[0]).build();
    }
}
