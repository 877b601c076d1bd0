package org.engram.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.engram.decoders.simulation.SimulatedEpochs;
import org.engram.decoders.supervised.DecoderTraining;
import org.engram.decoders.supervised.SampleFiles;
import org.engram.decoders.supervised.SampleSet;
import org.engram.decoders.supervised.TrainedDecoder;
import org.engram.decoders.supervised.TrainedResult;
import org.engram.io.array.NpzFile;
import org.engram.nn.engine.DeviceChoice;
import org.engram.nn.explanation.Attribution;
import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.SmoothGrad;
import org.engram.nn.explanation.Target;
import org.engram.nn.explanation.validation.SanityCheck;
import org.engram.nn.explanation.validation.SanityResult;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the guide "Train, save, load, explain", compiled, run, and word for word what the guide shows. */
class TrainingGuideTest {
    private static final Path GUIDE = Path.of("docs/train-save-load-explain.md");
    private static final Path SOURCE = Path.of("cli/src/test/java/org/engram/cli/TrainingGuideTest.java");

    @TempDir
    Path folder;

    @Test
    void theCodeOfTheGuideRuns() throws IOException {
        // the guide begins here @formatter:off
        SimulatedEpochs simulated = SimulatedEpochs.builder().subjects(8).build();
        NpzFile.write(folder.resolve("epochs.npz"), simulated.arrays(), true);

        // Train on some subjects, choose the epoch by others, test on the rest.
        SampleSet samples = SampleFiles.read(folder.resolve("epochs.npz"));
        DecoderTraining training = DecoderTraining.builder("mlp", "y").group("subject").test(0.25).epochs(8).build();
        TrainedResult result = training.train(samples, folder);
        double accuracy = result.evaluation().metrics().get("accuracy");

        // Load it again, predict, and ask what it goes by.
        try (TrainedDecoder decoder = TrainedDecoder.open(folder.resolve("model"), DeviceChoice.CPU)) {
            double[][] probabilities = decoder.predict(samples); // (sample, class)
            Sample epoch = decoder.input(samples, 0);
            Target target = Target.output(decoder.output("target"));
            Attribution map = SmoothGrad.builder().build().explain(decoder.network(), epoch, target);
            SanityResult check = SanityCheck.builder().seeds(5).build()
                    .weights(decoder.network(), SmoothGrad.builder().build(), epoch, target);
            System.out.println(accuracy + " " + probabilities.length + " " + map + " " + check);
        }
        // the guide ends here @formatter:on
        // With 80 test epochs, guessing reaches 0.65 once in 200 times.
        assertTrue(accuracy > 0.65, "accuracy " + accuracy);
    }

    @Test
    void theGuideShowsThisCode() throws IOException {
        Path root = RealData.projectRoot();
        String source = Files.readString(root.resolve(SOURCE));
        String own = between(source, "// the guide begins here @formatter:off\n",
                "        // the guide ends here @formatter:on\n        // With");
        assertEquals(own, between(Files.readString(root.resolve(GUIDE)), "```java\n", "```"));
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }
}
