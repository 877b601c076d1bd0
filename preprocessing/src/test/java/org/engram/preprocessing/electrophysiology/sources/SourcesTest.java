package org.engram.preprocessing.electrophysiology.sources;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.SensorCovariance;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static Matrix random(int rows, int columns, long stream) {
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < matrix.data().length; i++) {
            matrix.data()[i] = RandomStream.of(11, stream).normal(i);
        }
        return matrix;
    }

    private static List<Channel> cap(int count) {
        List<Channel> channels = new ArrayList<>();
        for (int c = 0; c < count; c++) { // a spiral over the upper half
            double z = 0.1 + 0.88 * c / count;
            double angle = 2.4 * c;
            double r = Math.sqrt(1 - z * z);
            channels.add(Channel.of("E" + c, ChannelType.EEG).withPosition(
                    new Position(0.09 * r * Math.cos(angle), 0.09 * r * Math.sin(angle), 0.09 * z)));
        }
        return channels;
    }

    private static SensorCovariance covariance(Matrix samples, List<Channel> channels) {
        Matrix products = DenseAlgebra.gram(samples);
        double[][] rows = new double[products.rows()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.stream(products.row(i)).map(v -> v / samples.columns()).toArray();
        }
        return new SensorCovariance(channels.stream().map(Channel::name).toList(), rows, samples.columns(),
                List.of(), List.of());
    }

    /** Golden 13.3.3: a dipole 10 dB above white noise is reconstructed, and noise alone comes out with power 1. */
    @Test
    void beamformerFindsADipoleInNoise() {
        List<Channel> channels = cap(32);
        ForwardModel forward = SphereModel.of(new Position(0, 0, 0), 0.09).forward(channels, Optional.empty(),
                SourceGrid.inSphere(new Position(0, 0, 0), 0.06, 0.03), Parallelism.of(2));
        int source = forward.positions().indexOf(new Position(0.03, 0, 0.03));
        int times = 2000;
        Matrix noise = random(32, times, 1);
        double[] course = IntStream.range(0, times).mapToDouble(t -> Math.sin(0.05 * t)).toArray();
        double[] topography = forward.leadfield().column(3 * source + 1);
        double power = Arrays.stream(topography).map(v -> v * v).average().orElseThrow() / 2;
        double factor = Math.sqrt(10 / power); // 10 dB over noise of variance 1
        Matrix data = noise.copy();
        for (int c = 0; c < 32; c++) {
            for (int t = 0; t < times; t++) {
                data.set(c, t, data.get(c, t) + factor * topography[c] * course[t]);
            }
        }
        Beamformer beamformer = Beamformer.of(forward, covariance(data, channels),
                covariance(noise, channels),
                channels, Beamformer.Orientation.MAX_POWER, Beamformer.Scaling.UNIT_NOISE_GAIN, 0.05);
        double[] found = beamformer.apply(data).row(source);
        double product = 0;
        double squares = 0;
        for (int t = 0; t < times; t++) {
            product += found[t] * course[t];
            squares += found[t] * found[t];
        }
        double correlation = Math.abs(product)
                / Math.sqrt(squares * Arrays.stream(course).map(v -> v * v).sum());
        assertTrue(correlation > 0.95, "correlation " + correlation);
        for (int k = 0; k < forward.sourceCount(); k++) { // exactly 1 for the noise the weights were made with
            double[] out = beamformer.apply(noise).row(k);
            assertEquals(1, Arrays.stream(out).map(v -> v * v).average().orElseThrow(), 1e-6);
        }
        // The strongest source is where the dipole is.
        double[] powers = IntStream.range(0, forward.sourceCount())
                .mapToDouble(k -> Arrays.stream(beamformer.apply(data).row(k)).map(v -> v * v).sum())
                .toArray();
        int strongest = IntStream.range(0, powers.length).reduce(0, (a, b) -> powers[b] > powers[a] ? b : a);
        assertEquals(source, strongest);
    }

    /** Golden 13.3.4, and against a random other orthonormal matrix. */
    @Test
    void orthogonalizedCoursesAreTheNearest() {
        Matrix x = random(5, 200, 2);
        Matrix orthogonal = ParcelTimeCourses.orthogonalized(x, false);
        Matrix gram = DenseAlgebra.gram(orthogonal);
        for (int i = 0; i < 25; i++) {
            assertEquals(i % 6 == 0 ? 1 : 0, gram.data()[i], 1e-12);
        }
        double own = distance(x, orthogonal);
        for (int k = 0; k < 5; k++) {
            Matrix other = orthogonal.copy();
            for (int i = 0; i < other.data().length; i++) {
                other.data()[i] += 0.01 * random(5, 200, 3 + k).data()[i];
            }
            DenseAlgebra.SingularValues svd = DenseAlgebra.singularValues(other);
            assertTrue(distance(x, DenseAlgebra.multiply(svd.u(), svd.vt())) > own);
        }
        Matrix deficient = x.copy();
        System.arraycopy(deficient.data(), 0, deficient.data(), 200, 200);
        EngramException error = assertThrows(EngramException.class,
                () -> ParcelTimeCourses.orthogonalized(deficient, true));
        assertTrue(error.getMessage().contains("rank 5") && error.getMessage().contains("rank 4"));
        Matrix kept = ParcelTimeCourses.orthogonalized(x, true);
        for (int p = 0; p < 5; p++) {
            assertEquals(norm(x.row(p)), norm(kept.row(p)), 1e-9);
        }
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }

    private static double distance(Matrix a, Matrix b) {
        double sum = 0;
        for (int i = 0; i < a.data().length; i++) {
            sum += (a.data()[i] - b.data()[i]) * (a.data()[i] - b.data()[i]);
        }
        return sum;
    }

    /** One course in all voxels of a parcel, with signs in the loadings: it comes back with its size. */
    @Test
    void parcelsGiveTheCourseOfTheirVoxels() {
        Matrix course = random(1, 300, 20);
        double mean = Arrays.stream(course.data()).average().orElseThrow();
        Matrix voxels = Matrix.zeros(40, 300);
        Matrix maps = Matrix.zeros(40, 3);
        for (int v = 0; v < 40; v++) {
            for (int t = 0; t < 300; t++) {
                voxels.set(v, t,
                        v < 20 ? 2 * (course.data()[t] - mean) + 5 : Math.sin(0.1 * t * (v % 3 + 1)));
            }
            maps.set(v, 0, v < 20 ? -3 : 0); // a map whose peak is negative is turned
            maps.set(v, 1, v >= 20 ? 1 : 0);
        }
        List<Notice> notices = new ArrayList<>();
        for (Matrix found : List.of(ParcelTimeCourses.spatialBasis(voxels, maps, notices::add),
                ParcelTimeCourses.principalComponents(voxels, maps, notices::add))) {
            for (int t = 0; t < 300; t++) {
                assertEquals(2 * (course.data()[t] - mean), found.get(0, t), 1e-9);
                assertEquals(0, found.get(2, t), 0);
            }
        }
        assertEquals(2, notices.size());
        assertEquals("empty-parcel", notices.get(0).code());
    }

    @Test
    void signsAreAlignedOverSubjects() {
        Matrix mixing = random(6, 6, 30);
        List<Matrix> subjects = new ArrayList<>();
        int[][] truth = new int[4][6];
        for (int s = 0; s < 4; s++) {
            Matrix x = DenseAlgebra.multiply(mixing, random(6, 3000, 31 + s));
            for (int p = 0; p < 6; p++) {
                truth[s][p] = RandomStream.of(5, s).uniform(p) < 0.5 ? -1 : 1;
                for (int t = 0; t < 3000; t++) {
                    x.set(p, t, truth[s][p] * x.get(p, t));
                }
            }
            subjects.add(x);
        }
        SignFlipping flipping = SignFlipping.of(subjects, 3);
        for (int s = 0; s < 4; s++) {
            assertTrue(flipping.correlations()[s] > 0.9, Arrays.toString(flipping.correlations()));
            int all = 0; // up to one sign for all parcels, the truth relative to the template
            for (int p = 0; p < 6; p++) {
                all += flipping.flips()[s][p] * truth[s][p] * truth[flipping.template()][p];
            }
            assertEquals(6, Math.abs(all));
        }
        Matrix applied = flipping.apply(0, subjects.get(0));
        assertEquals(flipping.flips()[0][2] * subjects.get(0).get(2, 7), applied.get(2, 7), 0);
    }

    @Test
    void impossibleSourcesAndSensorsAreNamed() {
        SphereModel sphere = SphereModel.of(new Position(0, 0, 0), 0.09);
        EngramException error = assertThrows(EngramException.class,
                () -> sphere.forward(cap(3), Optional.empty(),
                        List.of(new Position(0, 0, 0.085)), Parallelism.single()));
        assertTrue(error.getMessage().contains("source 0"), error.getMessage());
        Channel lost = Channel.of("E9", ChannelType.EEG);
        error = assertThrows(EngramException.class, () -> sphere.forward(List.of(lost), Optional.empty(),
                List.of(new Position(0, 0, 0.05)), Parallelism.single()));
        assertTrue(error.getMessage().contains("E9 has no position"), error.getMessage());
        // A dipole at the centre: its potential follows the cosine, finite and without special care.
        double[] row = sphere.forward(cap(2), Optional.empty(), List.of(new Position(0, 0, 0)),
                Parallelism.single()).leadfield().row(1);
        Position e = cap(2).get(1).position().orElseThrow();
        assertEquals(e.x() / e.z(), row[0] / row[2], 1e-9);
        assertArrayEquals(new int[] {1, 7, 33}, new int[] {
                SourceGrid.inSphere(new Position(0, 0, 0), 0.9, 1).size(),
                SourceGrid.inSphere(new Position(0, 0, 0), 1, 1).size(),
                SourceGrid.inSphere(new Position(0, 0, 0), 2, 1).size()});
    }
}
