package org.engram.decoders.timeseries.ssvep;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;

/**
 * The frequency whose sines and cosines correlate most with any mixture of channels. Nothing is learned from trials.
 * Time is k / sampling rate (MOABB's reference has an inclusive range, which drifts in phase).
 *
 * <h2>References</h2> Lin, Zhang, Wu and Gao 2007, IEEE Trans. Biomed. Eng. 54:1172.
 *
 * @param trials shape, rate and frequencies
 * @param harmonics how many harmonics, at least 1. Published 3
 */
public record CanonicalCorrelation(SteadyState trials, int harmonics) implements Classifier {
    /** Checks the options. */
    public CanonicalCorrelation {
        Objects.requireNonNull(trials, "trials");
        if (harmonics < 1) {
            throw new IllegalArgumentException("number of harmonics is " + harmonics + ": give 1 or more");
        }
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        List<Matrix> spans = new ArrayList<>();
        for (String name : y.names()) {
            spans.add(SteadyState.span(trials.references(name, harmonics)));
        }
        return new SpanModel(y.names(), trials.shape(), spans);
    }

    @Override
    public String describe() {
        return "canonical correlation with " + harmonics + " harmonics of each stimulus frequency";
    }
}
