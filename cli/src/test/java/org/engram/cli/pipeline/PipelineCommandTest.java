package org.engram.cli.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.engram.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineCommandTest {
    @TempDir
    Path folder;

    @Test
    void theDefaultsAreARunFileThatMeansThem() throws IOException {
        CommandRun printed = CommandRun.of("pipeline", "--print-defaults");
        assertEquals(0, printed.status(), printed.err());
        Path file = folder.resolve("run.yaml");
        Files.writeString(file, printed.out().replace("dataset: DIR", "dataset: .")
                .replace("derivatives: DIR", "derivatives: out"));
        PipelineSettings read = PipelineSettings.read(file);
        for (Section section : Section.values()) {
            section.settings().forEach(setting -> assertEquals(setting.defaultValue(),
                    read.of(section).all().get(setting.name()), section + " " + setting.name()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clean: {}                                   | does not name the dataset
            dataset: nowhere                            | there is no folder
            dataset: .                                  | asks for no work
            dataset: .\\nclean:\\n  high-pas: 1           | line 3: "high-pas" is no setting of clean; did you mean "high-pass"
            dataset: .\\nclaen:\\n  high-pass: 1          | "claen" is no setting; did you mean "clean"
            dataset: .\\nclean:\\n  high-pass: fast       | line 3: clean.high-pass is "fast"; expected a number
            dataset: .\\nclean:\\n  high-pass: -1         | line 3: clean.high-pass is "-1"; a filter at -1.0 Hz
            dataset: .\\nclean:\\n  high-pass: 50\\n  low-pass: 40 | expected less than low-pass
            dataset: .\\nclean:\\n\\thigh-pass: 1          | line 3 is indented by a tab
            dataset: .\\nclean: fast                     | line 2: clean is "fast"
            dataset: .\\nclean:\\n  detect-bads: maybe    | expected true or false
            dataset: .\\nclean:\\n  line: loud            | expected a number of Hz, or auto
            dataset: .\\nclean:\\n  phase: zeros          | did you mean "zero"
            dataset: .\\nclean:\\n  ica: magic            | there is: fast-ica, picard
            dataset: .\\nclean:\\n  ica-components: 1     | expected a number of components
            dataset: .\\nread: {montage: standrad_1005}\\nclean: {}  | did you mean "standard_1005"
            dataset: .\\nepochs: {tmin: 1, tmax: 0}      | expected more than tmin
            dataset: .\\nepochs: {baseline: [0, 3]}      | expected a stretch within tmin and tmax
            dataset: .\\nepochs: {reject: eeg=150}       | "eeg=150" is no amplitude: give a type, = and an amplitude with its unit, such as eeg=100uV
            dataset: .\\nepochs: {reject: 150uV}         | "150uV" is no amplitude
            dataset: .\\nepochs: {reject: eeg=150fT}     | eeg is measured in V, mV, uV or nV, not in fT
            dataset: .\\nepochs: {reject: grad=4000fT}   | grad is measured in T/m, pT/cm or fT/cm, not in fT
            dataset: .\\nepochs: {decimate: 1.5}         | expected a whole number
            dataset: .\\nclean: {}\\ndecode: {}           | asks for decode without epochs
            dataset: .\\nepochs: {}\\ndecode: {pipeline: magic}   | there is no pipeline 'magic'
            dataset: .\\nepochs: {}\\ndecode: {protocol: alone}   | there is no protocol 'alone'
            dataset: .\\nderivatives: .\\nclean: {}       | derivatives is the dataset itself
            dataset: .\\nclean: {}                       | there is no EEG, MEG or iEEG recording
            """)
    void aMistakeIsOneSentenceThatSaysWhere(String text, String words) throws IOException {
        Path file = folder.resolve("run.yaml");
        Files.writeString(file, text.replace("\\n", "\n").replace("\\t", "\t"));
        CommandRun run = CommandRun.of("pipeline", file);
        assertEquals(1, run.status());
        assertEquals(1, run.errors().size(), run.err());
        assertTrue(run.err().contains(words), run.err());
        assertFalse(run.err().contains("internal error"), run.err());
        assertFalse(Files.exists(folder.resolve("derivatives")));
    }

    @Test
    void aFailureIsToldAndSetsTheExitStatus() throws IOException {
        Path file = DemoDataset.write(folder, 2, 4);
        Files.delete(folder.resolve("dataset/sub-01/eeg/sub-01_task-imagery_eeg.eeg"));
        Files.writeString(file, "dataset: dataset\nclean: {low-pass: 30}\nreport: {recordings: false}\n");
        CommandRun look = CommandRun.of("pipeline", file, "--dry-run");
        assertEquals(0, look.status(), look.err());
        assertTrue(look.out().contains("sub-02_task-imagery: clean to do"), look.out());
        assertFalse(Files.exists(folder.resolve("dataset/derivatives")));
        CommandRun run = CommandRun.of("pipeline", file, "--threads", 1);
        assertEquals(1, run.status());
        assertEquals(1, run.errors().size(), run.err());
        assertTrue(run.errors().get(0).contains("sub-01_task-imagery, clean: "), run.err());
        assertTrue(run.out().contains("2 recordings of 2 subjects: 1 step done, 1 step failed"), run.out());
        // results lie inside the dataset: they are not taken for raw recordings the next time
        assertTrue(Files.exists(folder.resolve(
                "dataset/derivatives/engram/sub-02/eeg/sub-02_task-imagery_desc-clean_eeg.fif")));
        CommandRun again = CommandRun.of("pipeline", file);
        assertTrue(again.out().contains("2 recordings of 2 subjects: 1 step up to date, 1 step failed"),
                again.out());
    }

    @Test
    void theWrongUseIsRefused() {
        assertEquals(2, CommandRun.of("pipeline").status());
        assertEquals(2, CommandRun.of("pipeline", folder.resolve("run.yaml"), "--demo", folder).status());
        assertEquals(2, CommandRun.of("pipeline", "--demo", folder, "--jobs", 0).status());
        CommandRun missing = CommandRun.of("pipeline", folder.resolve("run.yaml"));
        assertEquals(1, missing.status());
        assertTrue(missing.err().contains("run.yaml: no such file"), missing.err());
    }
}
