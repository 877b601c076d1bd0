package org.engram.io.recording.treebank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file is made by h5py ({@code make_fixtures.py}); its samples follow a formula. */
class TreebankFormatTest {
    private static final Path FIXTURES = Path.of("src/test/resources/org/engram/io/recording/treebank");

    @TempDir
    Path folder;

    @Test
    void samplesNamesAndCorruptedElectrodesAreRead() throws IOException {
        List<Notice> notices = new ArrayList<>();
        Recording recording = Recordings.read(FIXTURES.resolve("sub_2_trial006.h5"), ReadOptions.DEFAULT,
                notices::add);
        assertEquals(12, recording.channelCount());
        assertEquals(5000, recording.sampleCount());
        assertEquals(2048, recording.samplingRateHz());
        assertEquals(List.of("LT1aIb1", "LT1aIb2"), recording.channelNames().subList(0, 2));
        assertEquals(List.of("LT1aIb2", "RF1"), recording.badChannels());
        assertEquals(10, recording.channelsThat(c -> c.type() == ChannelType.SEEG).length);
        assertEquals(List.of("unit-assumed"), notices.stream().map(Notice::code).toList());
        double[][] block = recording.read(new int[] {11, 3, 2}, 1000, 2100);
        for (int s = 0; s < 2100; s++) {
            int value = 7 * (1000 + s) % 501;
            assertEquals(11_000 + value, block[0][s]);
            assertEquals((3000 + value) * 1e-6, block[1][s], 1e-15);
            assertEquals((2000 + value) * 1e-6, block[2][s], 1e-15);
        }
    }

    @Test
    void theUnitCanBeStated() throws IOException {
        Recording recording = Recordings.read(FIXTURES.resolve("sub_2_trial006.h5"),
                ReadOptions.DEFAULT.withAssumedUnit("*", 1), notice -> {
                    throw new AssertionError(notice);
                });
        assertEquals(1007, recording.read(new int[] {1}, 1, 1)[0][0]);
    }

    @Test
    void wordTablesBecomeAnnotations() throws IOException {
        Path tables = RealData.path("ieeg/neuroprobe_labels");
        List<Annotation> words = TreebankEvents.annotations(tables.resolve("subject2_trial6_words_df.csv"),
                2048);
        assertEquals("Jules", words.get(0).text());
        assertEquals(1_184_769 / 2048., words.get(0).onsetSeconds(), 1e-9);
        assertEquals((1_185_464 - 1_184_769) / 2048., words.get(0).durationSeconds(), 1e-9);
        assertTrue(words.size() > 5000, words.size() + " words");
        List<Annotation> silence = TreebankEvents
                .annotations(tables.resolve("subject2_trial6_nonverbal_df.csv"), 2048);
        assertEquals(Annotation.of(1_204_304 / 2048., 1, "nonverbal"), silence.get(0));
        assertTrue(TreebankEvents.read(tables.resolve("subject2_trial6_words_df.csv")).has("context"));
    }

    @Test
    void otherTablesAreNamed() throws IOException {
        Path table = Files.writeString(folder.resolve("x.csv"), "a,b\n1,2\n");
        assertThrows(FormatException.class, () -> TreebankEvents.read(table));
    }

    @Test
    void damageEndsInDeclaredErrors() throws IOException {
        Path file = Files.copy(FIXTURES.resolve("sub_2_trial006.h5"), folder.resolve("sub_2_trial006.h5"));
        RecordingFuzz.run(file, (int) Files.size(file), 300, 21,
                RecordingFuzz.recordings(new TreebankFormat()));
        RecordingFuzz.run(file, 3000, 300, 22, RecordingFuzz.recordings(new TreebankFormat()));
    }
}
