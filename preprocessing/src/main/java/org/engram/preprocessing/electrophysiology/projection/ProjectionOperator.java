package org.engram.preprocessing.electrophysiology.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Projector;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/**
 * Takes the directions of projectors out of channels: I - U U', where U spans the vectors restricted to the good channels
 * that are there. Immutable.
 */
public final class ProjectionOperator {
    /** Directions whose singular value is a smaller share of the largest are not independent. */
    private static final double DEPENDENT = 0.01;
    private static final double MUCH_LOST = 0.9;

    private final List<Channel> channels;
    private final Matrix operator;
    private final Matrix directions;
    private final List<Projector> projectors;

    private ProjectionOperator(List<Channel> channels, Matrix operator, Matrix directions,
            List<Projector> projectors) {
        this.channels = channels;
        this.operator = operator;
        this.directions = directions;
        this.projectors = projectors;
    }

    /**
     * @param projectors what to take out; those that are active already are passed over
     * @param channels of the data
     * @param notices told when a direction loses much of its length because channels are bad or missing
     * @return the operator for these channels
     */
    public static ProjectionOperator of(List<Projector> projectors, List<Channel> channels,
            Consumer<Notice> notices) {
        List<double[]> vectors = new ArrayList<>();
        for (Projector projector : projectors) {
            for (int k = 0; k < projector.vectors().length && !projector.active(); k++) {
                double[] vector = new double[channels.size()];
                double norm = restrict(projector, k, channels, vector);
                double full = norm(projector.vectors()[k]);
                if (norm < MUCH_LOST * full) {
                    notices.accept(new Notice("projector-channels", "projector \"" + projector.description()
                            + "\" keeps " + Math.round(100 * norm / full)
                            + " % of its length on the good channels here: compute it anew from them"));
                }
                if (norm > 0) {
                    for (int c = 0; c < vector.length; c++) {
                        vector[c] /= norm;
                    }
                    vectors.add(vector);
                }
            }
        }
        Matrix directions = independent(vectors, channels.size());
        Matrix operator = DenseAlgebra.multiplyTransposed(directions, directions);
        for (int i = 0; i < operator.data().length; i++) {
            operator.data()[i] = (i % (channels.size() + 1) == 0 ? 1 : 0) - operator.data()[i];
        }
        return new ProjectionOperator(List.copyOf(channels), operator, directions, List.copyOf(projectors));
    }

    private static double restrict(Projector projector, int k, List<Channel> channels, double[] into) {
        for (int c = 0; c < into.length; c++) {
            int at = channels.get(c).bad() ? -1 : projector.channels().indexOf(channels.get(c).name());
            into[c] = at < 0 ? 0 : projector.vectors()[k][at];
        }
        return norm(into);
    }

    private static double norm(double[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    /** Channel x direction, orthonormal. */
    private static Matrix independent(List<double[]> vectors, int channels) {
        if (vectors.isEmpty()) {
            return Matrix.zeros(channels, 0);
        }
        DenseAlgebra.SingularValues svd = DenseAlgebra
                .singularValues(Matrix.ofRows(vectors.toArray(double[][]::new)).transpose());
        int[] kept = IntStream.range(0, svd.s().length).filter(k -> svd.s()[k] > DEPENDENT * svd.s()[0])
                .toArray();
        return svd.u().selectColumns(kept);
    }

    /** @return channel x channel, symmetric; a copy */
    public Matrix matrix() {
        return operator.copy();
    }

    /** @return channel x direction, orthonormal columns: what is taken out; a copy */
    public Matrix directions() {
        return directions.copy();
    }

    /** @return how many dimensions are lost */
    public int count() {
        return directions.columns();
    }

    /**
     * @param recording with these channels
     * @return it without the directions, computed when samples are read; its projectors are these, marked as active
     */
    public Recording apply(Recording recording) {
        return mixing().apply(recording).toBuilder().projectors(active(recording.projectors())).build();
    }

    /**
     * @param epochs with these channels
     * @return them without the directions, computed when trials are read; their projectors are these, marked as active
     */
    public Epochs apply(Epochs epochs) {
        return mixing().apply(epochs).toBuilder().projectors(active(epochs.projectors())).build();
    }

    /**
     * @param evoked with these channels
     * @return it without the directions; its projectors are these, marked as active
     */
    public Evoked apply(Evoked evoked) {
        Evoked mixed = mixing().apply(evoked);
        return new Evoked(mixed.comment(), mixed.kind(), mixed.trialCount(), mixed.channels(),
                mixed.samplingRateHz(), mixed.firstTime(), mixed.samples(), active(evoked.projectors()));
    }

    /** Those the data had, once applied marked so, and then those they did not have. */
    private List<Projector> active(List<Projector> before) {
        List<Projector> all = new ArrayList<>();
        for (Projector projector : before) {
            all.add(projectors.contains(projector) ? activated(projector) : projector);
        }
        for (Projector projector : projectors) {
            if (!before.contains(projector)) {
                all.add(activated(projector));
            }
        }
        return all;
    }

    private static Projector activated(Projector projector) {
        return new Projector(projector.description(), projector.kind(), true, projector.channels(),
                projector.vectors(), projector.explainedVariance());
    }

    /** Only channels that a direction touches, so that triggers are not read to make EEG. */
    private ChannelMixing mixing() {
        int[] touched = IntStream.range(0, channels.size()).filter(c -> {
            for (int k = 0; k < directions.columns(); k++) {
                if (directions.get(c, k) != 0) {
                    return true;
                }
            }
            return false;
        }).toArray();
        return ChannelMixing.inPlace("signal-space projection of " + count() + " directions",
                IntStream.of(touched).mapToObj(channels::get).toList(),
                operator.selectRows(touched).selectColumns(touched));
    }
}
