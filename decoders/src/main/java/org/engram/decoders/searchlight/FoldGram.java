package org.engram.decoders.searchlight;

import org.engram.compute.validation.Split;

/**
 * The inner products of one fold, cut out of a sphere's: training x training, and training x test. Buffers
 * are kept while fold sizes stay the same.
 */
final class FoldGram {
    private double[][] train = new double[0][];
    private double[][] cross = new double[0][];

    /**
     * @param sphere where the inner products come from
     * @param fold which samples
     */
    void load(Sphere sphere, Split fold) {
        resize(fold);
        double[][] gram = sphere.gram();
        for (int i = 0; i < train.length; i++) {
            double[] from = gram[fold.train()[i]];
            pick(from, fold.train(), train[i]);
            pick(from, fold.test(), cross[i]);
        }
    }

    /**
     * As {@link #load}, with the mean over the sphere's voxels taken out of every sample.
     *
     * @param sphere where the inner products come from
     * @param fold which samples
     */
    void loadPatternCentred(Sphere sphere, Split fold) {
        load(sphere, fold);
        double[] sums = sphere.sums();
        double perVoxel = 1.0 / sphere.voxels();
        for (int i = 0; i < train.length; i++) {
            double mean = sums[fold.train()[i]] * perVoxel;
            for (int j = 0; j < train.length; j++) {
                train[i][j] -= mean * sums[fold.train()[j]];
            }
            for (int t = 0; t < cross[i].length; t++) {
                cross[i][t] -= mean * sums[fold.test()[t]];
            }
        }
    }

    private void resize(Split fold) {
        int n = fold.train().length;
        int m = fold.test().length;
        if (train.length != n || cross.length != n || n > 0 && cross[0].length != m) {
            train = new double[n][n];
            cross = new double[n][m];
        }
    }

    private static void pick(double[] from, int[] indices, double[] into) {
        for (int j = 0; j < indices.length; j++) {
            into[j] = from[indices[j]];
        }
    }

    /** @return training x training, both triangles; the caller may change it until the next load */
    double[][] train() {
        return train;
    }

    /** @return training x test; the caller may change it until the next load */
    double[][] cross() {
        return cross;
    }
}
