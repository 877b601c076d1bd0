package org.engram.decoders.searchlight;

import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.GramClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.Split;

/**
 * Kernels for any classifier: through inner products where it knows them, else through the sphere's own
 * samples.
 */
final class InterfaceKernels {
    private InterfaceKernels() {}

    /** Refits a classifier on blocks of the sphere's inner products. */
    static final class OfGram implements SphereKernel {
        private final GramClassifier classifier;
        private final Labels y;
        private int[] train = new int[0];
        private Matrix gram = Matrix.zeros(0, 0);
        private Matrix cross = Matrix.zeros(0, 0);

        OfGram(GramClassifier classifier, Labels y) {
            this.classifier = classifier;
            this.y = y;
        }

        @Override
        public void prepare(Sphere sphere, Split fold) {
            train = fold.train();
            gram = block(sphere.gram(), fold.train(), fold.train());
            cross = block(sphere.gram(), fold.test(), fold.train());
        }

        @Override
        public void predict(int[] codes, int[] predicted) {
            Matrix values = classifier.fitGram(gram, y.withCodes(codes).select(train)).decisionValues(cross);
            for (int t = 0; t < predicted.length; t++) {
                predicted[t] = values.largestInRow(t);
            }
        }

        /** Training samples stand in a few stretches, because whole runs are left out: those are copied in one go. */
        private static Matrix block(double[][] from, int[] rows, int[] columns) {
            Matrix m = Matrix.zeros(rows.length, columns.length);
            double[] data = m.data();
            for (int start = 0; start < columns.length;) {
                int length = 1;
                while (start + length < columns.length
                        && columns[start + length] == columns[start] + length) {
                    length++;
                }
                for (int r = 0; r < rows.length; r++) {
                    System.arraycopy(from[rows[r]], columns[start], data, r * columns.length + start, length);
                }
                start += length;
            }
            return m;
        }
    }

    /** Refits a classifier on the samples of the sphere, voxels in the order of the sphere's places. */
    static final class OfSamples implements SphereKernel {
        private final Classifier classifier;
        private final Labels y;
        private int[] train = new int[0];
        private Matrix trainSamples = Matrix.zeros(0, 0);
        private Matrix testSamples = Matrix.zeros(0, 0);

        OfSamples(Classifier classifier, Labels y) {
            this.classifier = classifier;
            this.y = y;
        }

        @Override
        public void prepare(Sphere sphere, Split fold) {
            train = fold.train();
            int[] voxels = sphere.voxelList();
            trainSamples = gather(sphere, voxels, fold.train());
            testSamples = gather(sphere, voxels, fold.test());
        }

        @Override
        public void predict(int[] codes, int[] predicted) {
            int[] found = classifier.fit(trainSamples, y.withCodes(codes).select(train)).predict(testSamples);
            System.arraycopy(found, 0, predicted, 0, predicted.length);
        }

        private static Matrix gather(Sphere sphere, int[] voxels, int[] samples) {
            Matrix m = Matrix.zeros(samples.length, voxels.length);
            double[] data = m.data();
            for (int v = 0; v < voxels.length; v++) {
                double[] values = sphere.samplesOf(voxels[v]);
                for (int s = 0; s < samples.length; s++) {
                    data[s * voxels.length + v] = values[samples[s]];
                }
            }
            return m;
        }
    }
}
