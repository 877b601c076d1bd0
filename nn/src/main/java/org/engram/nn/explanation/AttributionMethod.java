package org.engram.nn.explanation;

/** A way to say which part of an input a network's answer rests on. Immutable; one seed, one map. */
public interface AttributionMethod {
    /** @return its name in reports, such as {@code "SmoothGrad"} */
    String name();

    /**
     * @param network whose answer is explained
     * @param sample the input it answered on
     * @param target which of its answers
     * @return one number for each value of the sample
     */
    Attribution explain(ExplainedNetwork network, Sample sample, Target target);
}
