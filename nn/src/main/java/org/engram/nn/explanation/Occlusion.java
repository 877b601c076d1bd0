package org.engram.nn.explanation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.engram.core.ShapeException;

/**
 * How much the score falls when a patch of the input is replaced by a baseline, for patches all over the input. Each
 * value gets the mean over the patches that cover it. Needs no gradient; one run of the network per patch.
 *
 * <p>Defaults: strides of half a patch (at least 1), the mean of the sample as baseline, 8 masked copies at once.
 *
 * <h2>References</h2> M. D. Zeiler, R. Fergus, ECCV, 2014.
 */
public final class Occlusion implements AttributionMethod {
    private final Builder options;

    private Occlusion(Builder options) {
        this.options = options;
    }

    /**
     * @param patch its size along each axis of the sample, or along each but the first, in which case all channels are
     *     masked together; one size for all axes after the channels when only one is given
     * @return a builder with the defaults
     */
    public static Builder builder(int... patch) {
        return new Builder(patch);
    }

    @Override
    public String name() {
        return "occlusion";
    }

    @Override
    public Attribution explain(ExplainedNetwork network, Sample sample, Target target) {
        int[] shape = Arrays.stream(sample.shape()).mapToInt(Math::toIntExact).toArray();
        int[] patch = fit("patch", options.patch, shape, true);
        int[] stride = options.stride == null ? halves(patch) : fit("stride", options.stride, shape, false);
        for (int axis = 0; axis < shape.length; axis++) {
            if (stride[axis] > patch[axis]) {
                throw new IllegalArgumentException("the stride " + Arrays.toString(stride)
                        + " leaves gaps between patches of " + Arrays.toString(patch)
                        + ": give strides no longer than the patch");
            }
        }
        double whole = network.scores(target, sample.values(), sample.shape())[0];
        List<int[]> corners = corners(shape, patch, stride);
        double[] falls = falls(network, sample, target, corners.size(),
                n -> places(shape, patch, corners.get(n)),
                whole);
        return Attribution.builder(this, sample, target).values(falls).score(whole)
                .parameter("patch", Arrays.toString(patch)).parameter("stride", Arrays.toString(stride))
                .parameter("baseline", options.baseline.description()).parameter("patches", corners.size())
                .build();
    }

    /** For each value the mean fall of the score over the patches that cover it. */
    private double[] falls(ExplainedNetwork network, Sample sample, Target target, int patches,
            IntFunction<int[]> places, double whole) {
        int size = sample.size();
        float[] baseline = options.baseline.of(sample);
        double[] falls = new double[size];
        int[] covers = new int[size];
        for (int from = 0; from < patches; from += options.batchSize) {
            int count = Math.min(options.batchSize, patches - from);
            float[] copies = new float[Math.multiplyExact(count, size)];
            for (int copy = 0; copy < count; copy++) {
                System.arraycopy(sample.values(), 0, copies, copy * size, size);
                for (int place : places.apply(from + copy)) {
                    copies[copy * size + place] = baseline[place];
                }
            }
            double[] scores = network.scores(target, copies, sample.shape());
            for (int copy = 0; copy < count; copy++) {
                for (int place : places.apply(from + copy)) {
                    falls[place] += whole - scores[copy];
                    covers[place]++;
                }
            }
        }
        for (int i = 0; i < size; i++) {
            falls[i] /= covers[i];
        }
        return falls;
    }

    /** Spreads sizes over all axes; a patch never reaches over the sample. */
    private static int[] fit(String what, int[] sizes, int[] shape, boolean patch) {
        int[] fitted = new int[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
            boolean channels = sizes.length < shape.length && axis == 0 && shape.length > 1;
            int at = sizes.length == shape.length ? axis : sizes.length == 1 ? 0 : axis - 1;
            if (!channels && (at < 0 || at >= sizes.length)
                    || sizes.length != 1 && sizes.length < shape.length - 1) {
                throw new ShapeException(
                        "a " + what + " of " + Arrays.toString(sizes) + " does not fit a sample of shape "
                                + Arrays.toString(shape)
                                + ": give one size, one per axis after the channels, or one per axis");
            }
            fitted[axis] = channels ? shape[axis] : Math.min(sizes[at], patch ? shape[axis] : sizes[at]);
        }
        return fitted;
    }

    private static int[] halves(int[] patch) {
        return Arrays.stream(patch).map(size -> Math.max(1, size / 2)).toArray();
    }

    /** First corners along every axis; the last patch ends where the sample ends. */
    private static List<int[]> corners(int[] shape, int[] patch, int[] stride) {
        List<int[]> corners = List.of(new int[0]);
        for (int axis = 0; axis < shape.length; axis++) {
            List<int[]> longer = new ArrayList<>();
            int last = shape[axis] - patch[axis];
            for (int[] corner : corners) {
                for (int at = 0; at < last + stride[axis]; at += stride[axis]) {
                    int[] next = Arrays.copyOf(corner, axis + 1);
                    next[axis] = Math.min(at, last);
                    longer.add(next);
                }
            }
            corners = longer;
        }
        return corners;
    }

    private static int[] places(int[] shape, int[] patch, int[] corner) {
        int count = Arrays.stream(patch).reduce(1, Math::multiplyExact);
        int[] places = new int[count];
        for (int n = 0; n < count; n++) {
            int rest = n;
            int place = 0;
            int step = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                place += (corner[axis] + rest % patch[axis]) * step;
                rest /= patch[axis];
                step *= shape[axis];
            }
            places[n] = place;
        }
        return places;
    }

    /** Collects the options of {@link Occlusion}; its defaults are stated there. */
    public static final class Builder {
        private final int[] patch;
        private int[] stride;
        private Baseline baseline = Baseline.mean();
        private int batchSize = 8;

        private Builder(int... patch) {
            this.patch = sizes("patch", patch);
        }

        /** @param steps between patches, given like the patch */
        public Builder stride(int... steps) {
            stride = sizes("stride", steps);
            return this;
        }

        /** @param in place of what is masked */
        public Builder baseline(Baseline in) {
            baseline = in;
            return this;
        }

        /** @param count of masked copies that run at once, at least 1: what memory depends on */
        public Builder batchSize(int count) {
            batchSize = Options.atLeastOne("the batch size", count);
            return this;
        }

        /** @return the method */
        public Occlusion build() {
            Builder copy = new Builder(patch).baseline(baseline).batchSize(batchSize);
            copy.stride = stride;
            return new Occlusion(copy);
        }

        private static int[] sizes(String what, int... sizes) {
            if (sizes.length == 0 || Arrays.stream(sizes).anyMatch(size -> size < 1)) {
                throw new IllegalArgumentException("the " + what + " is " + Arrays.toString(sizes)
                        + ": give sizes of 1 or more");
            }
            return sizes.clone();
        }
    }
}
