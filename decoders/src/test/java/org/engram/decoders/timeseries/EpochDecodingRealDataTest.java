package org.engram.decoders.timeseries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.engram.compute.validation.Score;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.decoders.timeseries.evaluation.EpochDecoding;
import org.engram.decoders.timeseries.evaluation.EpochDecodingResult;
import org.engram.decoders.timeseries.evaluation.EpochProtocol;
import org.engram.decoders.timeseries.pipelines.EpochPipelines;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.npz.EpochsNpz;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

/** Ten people of the UCI EEG database; the unit of every score is the single trial of a person not trained on. */
class EpochDecodingRealDataTest {
    /** Two eye channels and a reference. */
    private static final Set<String> NO_EEG = Set.of("X", "Y", "nd");

    private static Epochs epochs() throws IOException {
        Path folder = RealData.path("eeg/smni_cmi");
        List<String> names = Arrays
                .asList(Files.readString(folder.resolve("channels.txt")).strip().split("\\s+"));
        Epochs all = new EpochsNpz().readEpochs(folder.resolve("smni_dev.npz"), notice -> {});
        return all.selectChannels(java.util.stream.IntStream.range(0, all.channelCount())
                .filter(c -> !NO_EEG.contains(names.get(c))).toArray()).load();
    }

    private static Table table() throws IOException {
        Table table = TableFile.read(RealData.path("eeg/smni_cmi/smni_dev_trials.csv"));
        return table.with(Column.ofText("stimulus",
                table.text("condition").stream().map(name -> name.startsWith("S1") ? "S1" : "S2").toList()));
    }

    private static EpochDecodingResult run(String pipeline, String target) throws IOException {
        return EpochDecoding.builder(EpochPipelines.named(pipeline), EpochProtocol.CROSS_SUBJECT)
                .headline(Score.BALANCED_ACCURACY).parallelism(Parallelism.available()).build()
                .decode(epochs(), table(), target, "subject");
    }

    @Test
    void tellsAlcoholicsFromControlsBySubjectsLeftOut() throws IOException {
        EpochDecodingResult result = run("ts+lr", "group");
        // Reached 0.844, interval 0.63 to 0.98 over ten people, of whom one is wrong in every trial.
        assertTrue(result.scores().accuracy() > 0.82, result.describe());
        assertTrue(result.interval().orElseThrow().lower() > 0.5, result.describe());
        assertEquals(10, result.foldGroups().size());
    }

    @Test
    void tellsFirstFromSecondStimulusBySubjectsLeftOut() throws IOException {
        EpochDecodingResult result = run("ra+xdawncov+ts+lr", "stimulus");
        // Reached 0.748, interval 0.70 to 0.81; the recentering looks at unlabelled trials of the person tested.
        assertTrue(result.scores().balancedAccuracy() > 0.74, result.describe());
    }

    @Test
    void pooledSplitIsRefused() {
        assertTrue(assertThrows(EngramException.class,
                () -> EpochDecoding.builder(EpochPipelines.named("ts+lr"), EpochProtocol.POOLED).build()
                        .decode(epochs(), table(), "group", "subject"))
                .getMessage().contains("same subjects"));
    }
}
