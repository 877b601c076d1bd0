package org.engram.decoders.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.decoders.architectures.NetworkDesign;
import org.engram.io.table.ClosestName;
import org.engram.nn.checkpoints.networks.ModelCard;
import org.engram.nn.checkpoints.networks.SavedNetwork;
import org.engram.nn.engine.DeviceChoice;
import org.engram.nn.engine.Pass;
import org.engram.nn.explanation.ExplainedNetwork;
import org.engram.nn.explanation.Sample;
import org.engram.nn.layers.Layer;

/** A trained network as it comes out of its folder: it standardises samples as in training, and predicts. */
public final class TrainedDecoder implements AutoCloseable {
    private static final int AT_ONCE = 64;

    private final SavedNetwork saved;
    private final DecoderConfiguration configuration;

    private TrainedDecoder(SavedNetwork saved, DecoderConfiguration configuration) {
        this.saved = saved;
        this.configuration = configuration;
    }

    /**
     * @param folder with config.json and model.safetensors
     * @param device where it runs
     * @return the network; to be closed
     * @throws IOException if a file cannot be read
     * @throws EngramException if the folder is broken, or holds no network this package saved
     */
    public static TrainedDecoder open(Path folder, DeviceChoice device) throws IOException {
        SavedNetwork saved = SavedNetwork.open(folder, device.device());
        if (saved.configuration() instanceof DecoderConfiguration configuration) {
            return new TrainedDecoder(saved, configuration);
        }
        saved.close();
        throw new EngramException(folder + " holds a network of the kind \"" + saved.architecture()
                + "\", which is no trained decoder: give the model folder that \"engram train\" wrote");
    }

    /** @return what it takes and gives */
    public DecoderConfiguration configuration() {
        return configuration;
    }

    /** @return what is known about it */
    public ModelCard card() {
        return saved.card();
    }

    /** @return the network, for explanations; of standardised input */
    public ExplainedNetwork network() {
        return ExplainedNetwork.of(saved.network());
    }

    /**
     * @param samples of the shape it was trained on
     * @param index of one of them
     * @return that sample, standardised, in the shape the network takes
     */
    public Sample input(SampleSet samples, int index) {
        requireShape(samples, configuration);
        return new Sample(configuration.standardization().apply(samples.sample(index), samples.width()),
                Arrays.stream(configuration.input()).asLongStream().toArray());
    }

    /**
     * @param samples of the shape it was trained on
     * @return for each sample its probabilities by class, or its number
     */
    public double[][] predict(SampleSet samples) {
        return predict(saved.network(), configuration, samples, IntStream.range(0, samples.size()).toArray());
    }

    /** @param name of a class @return its output @throws EngramException with the closest name */
    public int output(String name) {
        List<String> classes = configuration.classes();
        if (!classes.contains(name)) {
            throw new EngramException(classes.isEmpty()
                    ? "the network gives a number and no classes: leave the class out"
                    : "the network knows no class \"" + name + "\": " + ClosestName.hint(name, classes));
        }
        return classes.indexOf(name);
    }

    static void requireShape(SampleSet samples, DecoderConfiguration configuration) {
        if (!Arrays.equals(samples.shape(), configuration.sample())) {
            throw new ShapeException(samples.source() + " has samples of shape "
                    + NetworkDesign.words(samples.shape()) + ", but the network was trained on "
                    + NetworkDesign.words(configuration.sample())
                    + ": choose the same channels and times, or resample to the same grid");
        }
    }

    static double[][] predict(Layer network, DecoderConfiguration configuration, SampleSet samples,
            int... which) {
        requireShape(samples, configuration);
        double[][] all = new double[which.length][];
        long[] shape = new long[configuration.inputShape().size() + 1];
        for (int axis = 1; axis < shape.length; axis++) {
            shape[axis] = configuration.inputShape().get(axis - 1);
        }
        int width = samples.width();
        for (int from = 0; from < which.length; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, which.length - from);
            float[] values = new float[count * width];
            for (int i = 0; i < count; i++) {
                System.arraycopy(samples.values(), which[from + i] * width, values, i * width, width);
            }
            shape[0] = count;
            try (Pass pass = Pass.inference();
                    NDManager manager = ExplainedNetwork.of(network).newManager()) {
                NDArray input = manager.create(configuration.standardization().apply(values, width),
                        new Shape(shape));
                NDArray outputs = network.apply(pass, input).toType(DataType.FLOAT64, false);
                double[] flat = (configuration.isClassifier() ? outputs.softmax(1) : outputs).toDoubleArray();
                int each = flat.length / count;
                for (int i = 0; i < count; i++) {
                    all[from + i] = Arrays.copyOfRange(flat, i * each, (i + 1) * each);
                }
            }
        }
        if (!configuration.isClassifier()) {
            for (double[] row : all) {
                row[0] = row[0] * configuration.targetDeviation() + configuration.targetMean();
            }
        }
        return all;
    }

    /** @param probabilities by class @return the class with the largest */
    public static int decided(double... probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s of %s from samples %s", configuration.network(),
                configuration.target(),
                NetworkDesign.words(configuration.sample()));
    }

    @Override
    public void close() {
        saved.close();
    }
}
