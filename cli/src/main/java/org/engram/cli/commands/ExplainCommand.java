package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.engram.cli.results.ExplanationFiles;
import org.engram.cli.results.RunRecord;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;
import org.engram.decoders.supervised.DecoderExplanation;
import org.engram.decoders.supervised.ExplanationChoices;
import org.engram.decoders.supervised.ExplanationMethod;
import org.engram.decoders.supervised.SampleSet;
import org.engram.decoders.supervised.TrainedDecoder;
import org.engram.io.array.NpyFile;
import org.engram.io.table.JsonFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram explain}: which part of a sample a network's answer rests on. */
@Command(name = "explain", sortOptions = false, description = {
        "Shows which part of its input a trained network goes by, and tests whether that can be believed.",
        "Methods: smoothgrad, gradient, gradient-times-input, integrated-gradients, grad-cam, lrp, occlusion."}, footerHeading = "%nExamples:%n", footer = {
                "  engram explain OUT/model epochs.npz --out EXPLAINED",
                "  engram explain OUT/model epochs.npz --class target --samples 0,3,7 --out EXPLAINED",
                "  engram explain OUT/model scans.tsv --method integrated-gradients --atlas regions.nii.gz --out EXPLAINED",
                "  engram explain OUT/model epochs.npz --truth truth.npy --sanity 20 --out EXPLAINED"})
public final class ExplainCommand extends EngramCommand {
    private static final int USUAL_SAMPLES = 20;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model folder that \"engram train\" wrote.")
    Path model;

    @Parameters(index = "1", paramLabel = "DATA", description = "The samples, as \"engram train\" takes them.")
    Path data;

    @Option(names = "--method", paramLabel = "NAME", defaultValue = "smoothgrad", description = "How (default: ${DEFAULT-VALUE}).")
    String method;

    @Option(names = "--class", paramLabel = "NAME", description = "The class to explain (default: the one each sample is decided for).")
    String output;

    @Option(names = "--samples", paramLabel = "N,N...|all", description = "Which samples, counted from 0 (default: 20 spread over all).")
    String which;

    @Option(names = "--truth", paramLabel = "MASK", description = "Where the information is known to be, as .npy or volume of a sample's shape: scores how well the map finds it.")
    Path truth;

    @Option(names = "--sanity", paramLabel = "N", defaultValue = "20", description = "Networks with random weights the map is checked against (default: ${DEFAULT-VALUE}; 0: no check).")
    int sanity;

    @Option(names = "--copies", paramLabel = "N", defaultValue = "50", description = "Noisy copies for smoothgrad (default: ${DEFAULT-VALUE}).")
    int copies;

    @Option(names = "--layer", paramLabel = "PATH", description = "Layer for grad-cam (default: the last that lies in space).")
    String layer;

    @Option(names = "--patch", paramLabel = "N,N...", split = ",", description = "Size of the patch for occlusion along each axis.")
    int[] patch;

    @Option(names = "--channels", paramLabel = "FILE", description = "Names of the channels, one on each line.")
    Path channels;

    @Option(names = "--atlas", paramLabel = "IMAGE", description = "Region numbers of a sample's shape, 0 for none: adds a table of regions.")
    Path atlas;

    @Mixin
    SampleOptions source = new SampleOptions();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for maps, pictures and report.")
    Path target;

    @Override
    public Integer call() throws IOException {
        ExplanationFiles.requireWritable(target);
        ExplanationMethod how = ofOptions(() -> ExplanationMethod.of(method));
        ExplanationChoices choices = ofOptions(() -> new ExplanationChoices(Optional.ofNullable(output),
                Optional.ofNullable(layer), Optional.ofNullable(patch), copies, sanity, seed));
        RunRecord record = startRecord();
        try (TrainedDecoder decoder = TrainedDecoder.open(model, source.device(this))) {
            SampleSet samples = source.read(data, record);
            record.input(model.resolve("model.safetensors"));
            boolean[] known = truth == null ? null : mask(record);
            DecoderExplanation explanation = DecoderExplanation.of(decoder, samples, indices(samples), how,
                    choices,
                    known, progress());
            ExplanationFiles files = new ExplanationFiles(decoder.configuration(), samples, explanation,
                    record,
                    channels == null ? List.of() : Files.readAllLines(channels), known,
                    regions(samples, record));
            files.write(target);
            print(explanation.notices());
            report(explanation, files);
        }
        return 0;
    }

    private void report(DecoderExplanation explanation, ExplanationFiles files) {
        explanation.banners().forEach(banner -> print(new Notice("not-validated", banner)));
        if (json) {
            out().println(JsonFile.format(files.fields()));
            return;
        }
        files.headlines().forEach(out()::println);
        out().println("report: " + target.resolve("report.html"));
    }

    private int[] indices(SampleSet samples) {
        int count = samples.size();
        if (which == null) {
            int wanted = Math.min(USUAL_SAMPLES, count);
            return IntStream.range(0, wanted).map(i -> (int) ((long) i * count / wanted)).toArray();
        }
        if (which.equalsIgnoreCase("all")) {
            return IntStream.range(0, count).toArray();
        }
        try {
            int[] chosen = Arrays.stream(which.split(",")).mapToInt(word -> Integer.parseInt(word.strip()))
                    .toArray();
            for (int index : chosen) {
                if (index < 0 || index >= count) {
                    throw new EngramException(
                            "there is no sample " + index + ": " + data + " has samples 0 to "
                                    + (count - 1));
                }
            }
            return chosen;
        } catch (NumberFormatException e) {
            throw wrongUsage("--samples is \"" + which + "\": give numbers with commas between them, or all");
        }
    }

    private boolean[] mask(RunRecord record) throws IOException {
        double[] values = values(truth, record);
        boolean[] mask = new boolean[values.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = values[i] != 0;
        }
        return mask;
    }

    private int[] regions(SampleSet samples, RunRecord record) throws IOException {
        if (atlas == null) {
            return null;
        }
        double[] values = values(atlas, record);
        if (samples.width() % values.length != 0) {
            throw new ShapeException(
                    atlas + " has " + values.length + " values, but a sample has " + samples.width()
                            + ": resample the atlas to the samples (engram resample)");
        }
        return Arrays.stream(values).mapToInt(value -> (int) Math.rint(value)).toArray();
    }

    private static double[] values(Path file, RunRecord record) throws IOException {
        record.input(file);
        if (file.toString().endsWith(".npy")) {
            return NpyFile.read(file).toDoubles();
        }
        try (Volume volume = Volumes.read(file)) {
            double[] values = new double[volume.volumeSize()];
            volume.readVolume(0, values);
            return values;
        }
    }
}
