package org.engram.decoders.searchlight;

import java.util.Locale;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.GramClassifier;
import org.engram.compute.estimation.Labels;

/**
 * What tells the classes apart inside each sphere. Four closed forms work straight on the inner products a
 * searchlight slides along: {@link #ridge}, {@link #linearDiscriminant()}, {@link #nearestCentroid()} and
 * {@link #correlation()}. {@link #of} takes any other classifier: one that is a {@link GramClassifier} (a
 * linear support vector machine, say) still gets the shared inner products, one that is not gets the samples
 * of each sphere.
 *
 * <p>None of them standardises voxels within a fold: scales per voxel and fold cannot be expressed in inner
 * products that all folds share. Hand over samples that are standardised run by run, which uses no labels
 * and, with leave-one-run-out, nothing of the other side. Immutable and thread-safe.
 */
public final class LocalClassifier {
    private final String description;
    private final boolean usesGram;
    private final boolean closedForm;
    private final KernelSource source;
    private final KernelSource manySamplesSource;

    private LocalClassifier(String description, boolean usesGram, boolean closedForm, KernelSource source) {
        this.closedForm = closedForm;
        this.description = description;
        this.usesGram = usesGram;
        this.source = source;
        this.manySamplesSource = null;
    }

    private LocalClassifier(String description, KernelSource source, KernelSource manySamplesSource) {
        this.closedForm = true;
        this.description = description;
        this.usesGram = true;
        this.source = source;
        this.manySamplesSource = manySamplesSource;
    }

    /**
     * The ridge classifier: least squares on targets +1 and -1, one per class, with an unpenalised intercept.
     * Its factorisation does not depend on the labels, so permutations cost next to nothing. Where there are
     * more than twice as many samples as voxels in a whole sphere it works on products between voxels instead
     * of samples; the answer is the same.
     *
     * @param alpha the penalty on squared weights, more than 0, in squared units of the samples
     * @return that classifier
     */
    public static LocalClassifier ridge(double alpha) {
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("ridge alpha is " + alpha + ", expected a number above 0");
        }
        return new LocalClassifier("ridge classifier, alpha = " + alpha,
                (y, many) -> new RidgeKernel(alpha, y.classCount(), many),
                (y, many) -> new RidgePrimalKernel(alpha, y.classCount()));
    }

    /**
     * Linear discriminant analysis with the Ledoit-Wolf amount of shrinkage, found anew in each sphere and
     * fold from the pooled training samples less their class means. (The features are not standardised for
     * this, unlike in scikit-learn's {@code shrinkage="auto"}.)
     *
     * @return that classifier
     */
    public static LocalClassifier linearDiscriminant() {
        return new LocalClassifier("linear discriminant, Ledoit-Wolf shrinkage", true, true,
                (y, many) -> new DiscriminantKernel(Double.NaN, y.classCount()));
    }

    /**
     * Linear discriminant analysis with a fixed shrinkage of the covariance S to
     * {@code (1 - shrinkage) S + shrinkage tr(S) / voxels I}, and priors from the class frequencies.
     *
     * @param shrinkage more than 0, at most 1
     * @return that classifier
     */
    public static LocalClassifier linearDiscriminant(double shrinkage) {
        if (!(shrinkage > 0) || shrinkage > 1) {
            throw new IllegalArgumentException("shrinkage is " + shrinkage
                    + ", expected above 0 and at most 1: covariances from few samples have no inverse at 0");
        }
        return new LocalClassifier("linear discriminant, shrinkage = " + shrinkage, true, true,
                (y, many) -> new DiscriminantKernel(shrinkage, y.classCount()));
    }

    /** @return the class whose mean training pattern is nearest (Euclidean) */
    public static LocalClassifier nearestCentroid() {
        return new LocalClassifier("nearest class mean", true, true,
                (y, many) -> new CentroidKernel(false, y.classCount()));
    }

    /**
     * The class whose mean training pattern correlates most with the test pattern (over the voxels of the
     * sphere). In a sphere of one voxel no pattern has a correlation and the first class is answered.
     *
     * <h2>References</h2> Haxby et al. 2001, Science 293:2425 (there for halves of the runs and pairs of
     * classes).
     *
     * @return that classifier
     */
    public static LocalClassifier correlation() {
        return new LocalClassifier("correlation with class mean", true, true,
                (y, many) -> new CentroidKernel(true, y.classCount()));
    }

    /**
     * Any classifier. It is called from several threads at once; OpenBLAS has one thread meanwhile, the spheres keep all
     * processors busy.
     *
     * @param classifier immutable and thread-safe; fitted once per sphere, fold and permutation
     * @return it, through inner products when it is a {@link GramClassifier}
     */
    public static LocalClassifier of(Classifier classifier) {
        if (classifier instanceof GramClassifier dual) {
            return new LocalClassifier(dual.describe(), true, false,
                    (y, many) -> new InterfaceKernels.OfGram(dual, y));
        }
        return new LocalClassifier(classifier.describe(), false, false,
                (y, many) -> new InterfaceKernels.OfSamples(classifier, y));
    }

    /** @return the method and its options, as a reader of a paper would name them */
    public String describe() {
        return description;
    }

    boolean isClosedForm() { return closedForm; }

    boolean usesGram(int samples, int sphereVoxels) {
        return usesGram && !isPrimal(samples, sphereVoxels);
    }

    SphereKernel newKernel(Labels y, boolean manyLabellings, int sphereVoxels) {
        return (isPrimal(y.size(), sphereVoxels) ? manySamplesSource : source).create(y, manyLabellings);
    }

    private boolean isPrimal(int samples, int sphereVoxels) {
        return manySamplesSource != null && samples > 2 * sphereVoxels;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "LocalClassifier[%s]", description);
    }

    @FunctionalInterface
    private interface KernelSource {
        SphereKernel create(Labels y, boolean manyLabellings);
    }
}
