package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.engram.cli.results.RunRecord;
import org.engram.cli.results.TrainingFiles;
import org.engram.cli.terminal.InterruptibleWork;
import org.engram.core.CancelledException;
import org.engram.decoders.simulation.SimulatedEpochs;
import org.engram.decoders.supervised.DecoderTraining;
import org.engram.decoders.supervised.DecoderTrainingOptions;
import org.engram.decoders.supervised.LearningRate;
import org.engram.decoders.supervised.SampleSet;
import org.engram.decoders.supervised.Standardization;
import org.engram.decoders.supervised.TargetKind;
import org.engram.decoders.supervised.TrainedResult;
import org.engram.io.array.NpyFile;
import org.engram.io.array.NpzFile;
import org.engram.io.table.JsonFile;
import org.engram.nn.engine.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram train}: a network learns from labelled samples. */
@Command(name = "train", sortOptions = false, description = {
        "Trains a network on labelled samples, and tests it on samples it has not seen.",
        "DATA is a .npz file with an array X (sample, ...) and arrays with one value for each sample, or a .tsv or .csv"
                + " with a column \"file\" of .npy arrays or volumes, one for each row."}, footerHeading = "%nExamples:%n", footer = {
                        "  engram train --demo",
                        "  engram train epochs.npz --network eegnet --target y --group subject --out OUT",
                        "  engram train scans.tsv --network resnet --set width=16 --target age --patience 10 --out OUT",
                        "  engram train epochs.npz --network eegnet --target y --out OUT --resume --max-epochs 200"})
public final class TrainCommand extends EngramCommand {
    /** What shells expect of a command that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;
    private static final String DEMO_DATA = "simulated-epochs.npz";

    @Parameters(arity = "0..1", paramLabel = "DATA", description = "The samples.")
    Path data;

    @Option(names = "--demo", description = "Train a small network on simulated epochs whose answer is known.")
    boolean demo;

    @Option(names = "--network", paramLabel = "NAME", description = "Which network; \"engram networks\" lists them.")
    String network;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of the network; more than once for more.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--target", paramLabel = "NAME", defaultValue = "y", description = "The array or column to learn (default: ${DEFAULT-VALUE}).")
    String target;

    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "AUTO", description = "What the target is: classes, number or auto (default: text and few whole numbers are classes).")
    TargetKind kind;

    @Option(names = "--group", paramLabel = "NAME", description = "The array or column whose values (subjects, sessions) are never in two parts.")
    String group;

    @Option(names = "--validation", paramLabel = "SHARE|NAME", defaultValue = "0.2", description = "Share of samples the best epoch is chosen by (default: ${DEFAULT-VALUE}), or a column that says train, validation or test for each.")
    String validation;

    @Option(names = "--test", paramLabel = "SHARE", defaultValue = "0", description = "Share of samples kept for the final score (default: none).")
    double test;

    @Option(names = "--axes", paramLabel = "N", description = "How many axes of a sample are space or time; those before are channels.")
    Integer axes;

    @Option(names = "--standardize", paramLabel = "PER", defaultValue = "channel", description = "What gets mean 0 and deviation 1, learnt on training samples: channel, value, sample or none (default: ${DEFAULT-VALUE}).")
    String standardize;

    @Option(names = "--max-epochs", paramLabel = "N", description = "Epochs (default: 100).")
    Integer epochs;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "32", description = "Samples of a step (default: ${DEFAULT-VALUE}).")
    int batchSize;

    @Option(names = "--learning-rate", paramLabel = "X", defaultValue = "0.001", description = "At its highest (default: ${DEFAULT-VALUE}).")
    double learningRate;

    @Option(names = "--schedule", paramLabel = "NAME", defaultValue = "cosine", description = "constant, cosine, linear, step, plateau or one-cycle (default: ${DEFAULT-VALUE}).")
    String schedule;

    @Option(names = "--warm-up", paramLabel = "STEPS", defaultValue = "0", description = "Steps in which the learning rate rises (default: ${DEFAULT-VALUE}).")
    int warmUp;

    @Option(names = "--weight-decay", paramLabel = "X", defaultValue = "0.01", description = "Of AdamW (default: ${DEFAULT-VALUE}).")
    double weightDecay;

    @Option(names = "--clip-norm", paramLabel = "X", description = "Shorten longer gradients to this.")
    Double clipNorm;

    @Option(names = "--ema", paramLabel = "DECAY", defaultValue = "0", description = "Use a moving average of the weights with this decay, such as 0.999.")
    double averageDecay;

    @Option(names = "--patience", paramLabel = "EPOCHS", defaultValue = "0", description = "Stop after so many epochs without a lower validation loss.")
    int patience;

    @Option(names = "--class-weights", paramLabel = "HOW", defaultValue = "balanced", description = "balanced or none (default: ${DEFAULT-VALUE}).")
    String classWeights;

    @Option(names = "--label-smoothing", paramLabel = "X", defaultValue = "0", description = "Certainty given to the other classes (default: ${DEFAULT-VALUE}).")
    double labelSmoothing;

    @Option(names = "--precision", paramLabel = "TYPE", defaultValue = "float32", description = "float32 or bfloat16 (default: ${DEFAULT-VALUE}).")
    String precision;

    @Mixin
    SampleOptions source = new SampleOptions();

    @Option(names = "--resume", description = "Go on with the run in --out from its last checkpoint.")
    boolean resume;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the model, metrics, loss curve, predictions and report.")
    Path folder;

    @Override
    public Integer call() throws IOException {
        if (demo) {
            useDemo();
        }
        if (data == null || network == null || folder == null) {
            throw wrongUsage((data == null
                    ? "no DATA is"
                    : network == null ? "no --network is" : "no --out is")
                    + " given: \"engram train --demo\" shows how it looks, \"engram networks\" which networks there are");
        }
        TrainingFiles.requireWritable(folder);
        RunRecord record = startRecord();
        DecoderTrainingOptions.Builder options = ofOptions(this::options);
        SampleSet samples = source.read(data, record);
        Optional<TrainedResult> trained = train(samples, options);
        if (trained.isEmpty()) {
            return INTERRUPTED;
        }
        TrainedResult result = trained.get();
        TrainingFiles files = new TrainingFiles(samples, result, record);
        files.write(folder);
        print(result.notices());
        if (json) {
            out().println(JsonFile.format(files.fields()));
        } else {
            out().println(files.headline());
            out().println("model: " + folder.resolve("model"));
            out().println("report: " + folder.resolve("report.html"));
        }
        return 0;
    }

    /** Empty when the work was interrupted, of which a person has been told. */
    private Optional<TrainedResult> train(SampleSet samples, DecoderTrainingOptions.Builder options)
            throws IOException {
        try (InterruptibleWork work = new InterruptibleWork(progress())) {
            try {
                return Optional.of(options.progress(work).build().train(samples, folder));
            } catch (CancelledException stopped) {
                // Said before the work is closed, because with that the process ends.
                System.err.println("engram: stopped; the last checkpoint is in " + folder.resolve("training")
                        + ": give the same command with --resume to go on");
                return Optional.empty();
            }
        }
    }

    private void useDemo() throws IOException {
        folder = folder == null ? Path.of("engram-train-demo") : folder;
        network = network == null ? "convolutional" : network;
        group = group == null ? "subject" : group;
        epochs = epochs == null ? 5 : epochs;
        test = test == 0 && validation.equals("0.2") ? 0.25 : test;
        learningRate = learningRate == 0.001 ? 0.003 : learningRate;
        if (data == null) {
            TrainingFiles.requireWritable(folder);
            Files.createDirectories(folder);
            data = folder.resolve(DEMO_DATA);
            SimulatedEpochs simulated = SimulatedEpochs.builder().seed(seed).build();
            NpzFile.write(data, simulated.arrays(), true);
            NpyFile.write(folder.resolve("truth.npy"), simulated.truth());
        }
    }

    private DecoderTrainingOptions.Builder options() {
        DecoderTrainingOptions.Builder options = DecoderTraining.builder(network, target).settings(settings)
                .kind(kind)
                .test(test).standardize(Standardization.Per.of(standardize)).batchSize(batchSize)
                .learningRate(learningRate).schedule(schedule()).warmUp(warmUp).weightDecay(weightDecay)
                .averageDecay(averageDecay).patience(patience).labelSmoothing(labelSmoothing)
                .balanced(choice("--class-weights", classWeights, List.of("none", "balanced")) == 1)
                .precision(choice("--precision", precision, List.of("float32", "bfloat16")) == 1
                        ? Precision.BFLOAT16
                        : Precision.FULL)
                .device(source.device(this)).seed(seed).resume(resume)
                .provenance("engram "
                        + String.join(" ", spec.root().commandLine().getParseResult().originalArgs())
                        + " (Engram " + version() + ")");
        if (epochs != null) {
            options.epochs(epochs);
        }
        if (axes != null) {
            options.axes(axes);
        }
        if (group != null) {
            options.group(group);
        }
        if (clipNorm != null) {
            options.clipNorm(clipNorm);
        }
        try {
            options.validation(Double.parseDouble(validation));
        } catch (NumberFormatException column) {
            options.partColumn(validation);
        }
        options.build(); // what no data could make right is refused before anything is read
        return options;
    }

    private LearningRate schedule() {
        String wanted = schedule.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        for (LearningRate rate : LearningRate.values()) {
            if (rate.name().equals(wanted)) {
                return rate;
            }
        }
        throw new IllegalArgumentException("--schedule is \"" + schedule
                + "\": give constant, cosine, linear, step, plateau or one-cycle");
    }

    private static int choice(String option, String value, List<String> known) {
        int at = known.indexOf(value.strip().toLowerCase(Locale.ROOT));
        if (at < 0) {
            throw new IllegalArgumentException(
                    option + " is \"" + value + "\": give " + String.join(" or ", known));
        }
        return at;
    }
}
