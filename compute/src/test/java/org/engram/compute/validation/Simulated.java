package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.testdata.Lcg;

/** Samples in groups with classes in turn, normal noise and, if wanted, a class mean on a few features. */
record Simulated(Matrix x, Labels y, List<String> groups) {
    static Simulated of(int groups, int perGroup, int classes, int features, double signal, long seed) {
        Random random = new Random(seed);
        int n = groups * perGroup;
        Matrix x = Matrix.zeros(n, features);
        int[] codes = new int[n];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            codes[i] = i % perGroup % classes;
            names.add("run-" + (1 + i / perGroup));
            for (int v = 0; v < features; v++) {
                x.set(i, v,
                        random.nextGaussian() + (v % classes == codes[i] && v < 4 * classes ? signal : 0));
            }
        }
        return new Simulated(x, Labels.of(codes, names(classes)), names);
    }

    static List<String> names(int classes) {
        return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
    }

    /** The data of crossvalidation.py. */
    static Simulated fixture() {
        int n = 48;
        Matrix x = Matrix.of(n, 60, Lcg.numbers(21, n * 60));
        int[] codes = new int[n];
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] -= 0.5;
        }
        for (int i = 0; i < n; i++) {
            codes[i] = i % 3;
            groups.add(Integer.toString(i / 8));
            x.set(i, codes[i], x.get(i, codes[i]) + 0.3);
            x.set(i, 3 + codes[i], x.get(i, 3 + codes[i]) - 0.2);
        }
        return new Simulated(x, Labels.of(codes, names(3)), groups);
    }
}
