package org.engram.decoders.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.decoders.architectures.NetworkDesign;
import org.engram.io.array.NpyArray;
import org.engram.io.table.JsonFile;
import org.engram.nn.checkpoints.Checkpoint;
import org.engram.nn.checkpoints.Checkpoints;
import org.engram.nn.checkpoints.WeightLoader;
import org.engram.nn.checkpoints.networks.ConfigurationRecord;
import org.engram.nn.checkpoints.networks.ModelCard;
import org.engram.nn.checkpoints.networks.SavedNetwork;
import org.engram.nn.data.ArraySource;
import org.engram.nn.data.Loader;
import org.engram.nn.data.Sampler;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;
import org.engram.nn.losses.CrossEntropy;
import org.engram.nn.losses.Losses;
import org.engram.nn.training.Adam;
import org.engram.nn.training.ParameterRule;
import org.engram.nn.training.Trainer;
import org.engram.nn.training.TrainingResult;
import org.engram.nn.training.TrainingTask;
import org.engram.nn.training.Validator;

/**
 * Trains a network on labelled samples, keeps the epoch with the lowest validation loss, and measures it on samples it did
 * not learn from. Immutable.
 */
public final class DecoderTraining {
    private static final String PLAN = "plan.json";

    private final DecoderTrainingOptions options;

    private DecoderTraining(DecoderTrainingOptions options) {
        this.options = options;
    }

    /** @param options what to train, and how @return a training with them */
    public static DecoderTraining of(DecoderTrainingOptions options) {
        return new DecoderTraining(options);
    }

    /**
     * @param network name of a design
     * @param target which column or array is learnt
     * @return options with the defaults their methods state
     */
    public static DecoderTrainingOptions.Builder builder(String network, String target) {
        return new DecoderTrainingOptions.Builder(network, target);
    }

    /**
     * Trains. The folder then holds {@code training/} (checkpoints, from which the run can go on, the metrics of every step
     * and the loss curve) and {@code model/} (the network, as {@link TrainedDecoder#open} takes it).
     *
     * @param samples with the target, and the groups where these are asked for
     * @param folder made if it is not there
     * @return what came of it
     * @throws IOException if writing fails
     * @throws EngramException if the data do not allow it; nothing is written before that is known
     */
    public TrainedResult train(SampleSet samples, Path folder) throws IOException {
        options.device().device(); // refused before anything is written
        LearnedTarget target = LearnedTarget.of(samples, options.target(), options.kind());
        Optional<List<String>> groups = options.group().map(samples::texts);
        Partition partition = partition(samples, target, groups);
        if (target.isClasses()) {
            partition.requireClasses(target.classes(), target.labels().codes());
        }
        List<Notice> notices = new ArrayList<>(samples.notices());
        Plan<?> plan = Plan.of(NetworkDesign.named(options.network()), options, samples, target, partition,
                notices);
        if (partition.test().length == 0) {
            notices.add(new Notice("no-test-part",
                    "the samples reported on also chose the best epoch, so the score is a "
                            + "little too good: keep a test part for a final figure"));
        }
        Path work = folder.resolve("training");
        requireSamePlan(work, plan, samples, partition);
        return plan.run(work, folder.resolve("model"), samples, target, groups, partition, notices);
    }

    private Partition partition(SampleSet samples, LearnedTarget target, Optional<List<String>> groups) {
        if (options.partColumn().isPresent()) {
            return Partition.named(samples.texts(options.partColumn().get()), groups);
        }
        return Partition.random(samples.size(),
                target.isClasses() ? Optional.of(target.labels().toList()) : Optional.empty(), groups,
                options.validation(), options.test(), options.seed());
    }

    /** A run goes on with the network, the settings and the data it began with. */
    private void requireSamePlan(Path work, Plan<?> plan, SampleSet samples, Partition partition)
            throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("network", plan.configuration.network());
        fields.put("settings", plan.configuration.sizes());
        fields.put("target", plan.configuration.target());
        fields.put("schedule", options.schedule().name());
        fields.put("learning rate", options.learningRate());
        fields.put("warm-up", options.warmUp());
        fields.put("weight decay", options.weightDecay());
        fields.put("classes", plan.configuration.classes());
        fields.put("standardisation", ConfigurationRecord.toMap(plan.configuration.standardization()));
        fields.put("data", fingerprint(samples, partition));
        Path file = work.resolve(PLAN);
        if (options.resume() && Files.exists(file)) {
            Map<String, Object> before = JsonFile.read(file);
            Map<String, Object> now = JsonFile.parse(file, JsonFile.format(fields).getBytes(
                    java.nio.charset.StandardCharsets.UTF_8));
            now.forEach((name, value) -> {
                if (!value.equals(before.get(name))) {
                    throw new EngramException(work + " holds a run with another " + name
                            + (value instanceof String || value instanceof Number
                                    ? " (" + before.get(name) + ", not " + value + ")"
                                    : "")
                            + ": resume it as it was begun, or give another folder");
                }
            });
            return;
        }
        if (Files.exists(file)) {
            throw new EngramException(work
                    + " already holds a training run: add --resume to go on with it, or give another folder");
        }
        Files.createDirectories(work);
        JsonFile.write(file, fields);
    }

    private static String fingerprint(SampleSet samples, Partition partition) {
        CRC32C sum = new CRC32C();
        for (int i = 0; i < samples.size(); i++) {
            sum.update(Integer.toString(Arrays.hashCode(samples.sample(i))).getBytes(
                    java.nio.charset.StandardCharsets.US_ASCII));
        }
        return samples + ", " + Long.toHexString(sum.getValue()) + ", " + partition + ", "
                + Integer.toHexString(partition.hashCode());
    }

    /** One network on one set of samples. */
    private record Plan<C extends Record>(NetworkDesign<C> design, DecoderTrainingOptions options,
            DecoderConfiguration configuration, C sizes) {
        static <C extends Record> Plan<C> of(NetworkDesign<C> design, DecoderTrainingOptions options,
                SampleSet samples, LearnedTarget target, Partition partition, List<Notice> notices) {
            int[] input = design.inputShape(samples.shape(), options.axes());
            int outputs = target.isClasses() ? target.classes().size() : 1;
            C sizes = design.configured(input, outputs, options.settings());
            notices.addAll(design.notices(sizes));
            design.build(sizes); // sizes that do not fit each other are refused before anything is written
            double mean = 0;
            double deviation = 1;
            if (!target.isClasses()) {
                double[] learnt = Arrays.stream(partition.training()).mapToDouble(target::number).toArray();
                mean = Arrays.stream(learnt).average().orElse(0);
                double centre = mean;
                double variance = Arrays.stream(learnt).map(value -> (value - centre) * (value - centre))
                        .average()
                        .orElse(0);
                if (!(variance > 0)) {
                    throw new EngramException("\"" + target.name() + "\" is " + mean
                            + " for every training sample: there is nothing to learn");
                }
                deviation = Math.sqrt(variance);
            }
            DecoderConfiguration configuration = new DecoderConfiguration(design.name(),
                    ConfigurationRecord.toMap(sizes), boxed(samples.shape()), boxed(input), target.name(),
                    target.classes(), mean, deviation,
                    Standardization.learn(options.standardize(), samples, partition.training(), input));
            return new Plan<>(design, options, configuration, sizes);
        }

        private static List<Integer> boxed(int... shape) {
            return Arrays.stream(shape).boxed().toList();
        }

        TrainedResult run(Path work, Path model, SampleSet samples, LearnedTarget target,
                Optional<List<String>> groups, Partition partition, List<Notice> notices) throws IOException {
            Layer network = design.build(sizes);
            try (NDManager manager = Torch.newManager(options.device().device())) {
                TrainingResult run = fit(network, manager, work, samples, target, partition);
                try (Checkpoint best = Checkpoints.open(work.resolve("best.safetensors"))) {
                    WeightLoader.strict().load(network, best);
                }
                int[] held = partition.heldOut();
                double[][] outputs = TrainedDecoder.predict(network, configuration, samples, held);
                Optional<List<String>> heldGroups = groups
                        .map(all -> Arrays.stream(held).mapToObj(all::get).toList());
                Evaluation.notice(heldGroups).ifPresent(notices::add);
                Evaluation evaluation = evaluate(target, held, outputs, heldGroups);
                TrainedResult result = new TrainedResult(configuration, network.parameterCount(), partition,
                        run,
                        evaluation,
                        Arrays.stream(held).mapToObj(i -> samples.column(target.name()).text(i)).toList(),
                        Arrays.asList(outputs), heldGroups, notices);
                SavedNetwork.save(model, new StandardizedNetwork(), configuration, network,
                        card(samples, result));
                return result;
            } finally {
                network.clear();
            }
        }

        private TrainingResult fit(Layer network, NDManager manager, Path work, SampleSet samples,
                LearnedTarget target, Partition partition) {
            Loader learning = loader(samples, target, partition.training(), true);
            Loader judging = loader(samples, target, partition.validation(), false);
            long steps = (long) options.epochs() * learning.batches(options.seed(), 0).size();
            TrainingTask<Layer> task = target.isClasses() ? classes(target, partition) : numbers();
            return Trainer.builder(task).updates(Adam.decoupled(options.weightDecay()))
                    .rules(ParameterRule.withoutDecay()).rate(options.rate(steps))
                    .validator(Validator.of(task, judging, options.precision())).progress(options.progress())
                    .options(options.trainer(work)).build().train(network, learning, manager);
        }

        private Loader loader(SampleSet samples, LearnedTarget target, int[] which, boolean shuffled) {
            int width = samples.width();
            int[] shape = new int[configuration.inputShape().size() + 1];
            float[] inputs = new float[Math.multiplyExact(which.length, width)];
            int[] codes = new int[which.length];
            float[] numbers = new float[which.length];
            for (int i = 0; i < which.length; i++) {
                System.arraycopy(samples.values(), which[i] * width, inputs, i * width, width);
                if (target.isClasses()) {
                    codes[i] = target.labels().code(which[i]);
                } else {
                    numbers[i] = (float) ((target.number(which[i]) - configuration.targetMean())
                            / configuration.targetDeviation());
                }
            }
            shape[0] = which.length;
            for (int axis = 1; axis < shape.length; axis++) {
                shape[axis] = configuration.inputShape().get(axis - 1);
            }
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            arrays.put("input", NpyArray.of(configuration.standardization().apply(inputs, width), shape));
            arrays.put("target", target.isClasses()
                    ? NpyArray.of(codes, which.length)
                    : NpyArray.of(numbers, which.length));
            // Batch statistics of a single sample say nothing, so a last batch of one is left out.
            boolean single = shuffled && which.length % options.batchSize() == 1 && which.length > 1;
            return Loader.builder(ArraySource.of(arrays)).batchSize(options.batchSize())
                    .sampler(shuffled ? Sampler.shuffled() : Sampler.sequential()).dropLast(single).build();
        }

        private TrainingTask<Layer> classes(LearnedTarget target, Partition partition) {
            long[] counts = new long[target.classes().size()];
            for (int i : partition.training()) {
                counts[target.labels().code(i)]++;
            }
            CrossEntropy plain = new CrossEntropy(options.labelSmoothing(), new double[0], -100);
            CrossEntropy loss = options.balanced()
                    ? plain.withClassWeights(CrossEntropy.balancedWeights(counts))
                    : plain;
            return (pass, network, batch) -> {
                NDArray logits = network.apply(pass, batch.array("input"));
                NDArray truth = batch.array("target");
                batch.measure("accuracy", logits.argMax(1).toType(DataType.INT32, false).eq(truth)
                        .toType(DataType.FLOAT32, false).mean());
                return loss.apply(logits, truth);
            };
        }

        private static TrainingTask<Layer> numbers() {
            return (pass, network, batch) -> Losses.meanSquare(
                    network.apply(pass, batch.array("input")).reshape(-1), batch.array("target"));
        }

        private Evaluation evaluate(LearnedTarget target, int[] held, double[][] outputs,
                Optional<List<String>> groups) {
            if (target.isClasses()) {
                return Evaluation.ofClasses(target.classes(),
                        Arrays.stream(held).map(i -> target.labels().code(i)).toArray(),
                        Arrays.stream(outputs).mapToInt(TrainedDecoder::decided).toArray(), groups,
                        options.seed());
            }
            return Evaluation.ofNumbers(Arrays.stream(held).mapToDouble(target::number).toArray(),
                    Arrays.stream(outputs).mapToDouble(row -> row[0]).toArray(), groups, options.seed());
        }

        private ModelCard card(SampleSet samples, TrainedResult result) {
            String gives = configuration.isClassifier()
                    ? "the logits of " + configuration.classes()
                    : "\"" + configuration.target() + "\", less " + configuration.targetMean() + " and over "
                            + configuration.targetDeviation();
            ModelCard.Builder card = ModelCard.builder()
                    .title(design.name() + " for " + configuration.target())
                    .description(
                            "Takes samples of shape " + configuration.sampleShape() + ", standardised per "
                                    + configuration.standardization().per().name()
                                            .toLowerCase(java.util.Locale.ROOT)
                                    + " (the numbers stand in config.json), as " + configuration.inputShape()
                                    + "; gives "
                                    + gives + ".")
                    .data(samples.source().getFileName() + ": " + result.partition() + ".")
                    .provenance(options.provenance());
            result.evaluation().metrics().forEach(
                    (name, value) -> card.metric(name + ", " + result.partition().heldOutName(), value));
            return card.notes(String.join("\n", result.notices().stream().map(Notice::text).toList()))
                    .build();
        }
    }
}
