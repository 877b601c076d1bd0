package org.engram.io.recording;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingMarksTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadAndApplied() throws IOException {
        RecordingMarks marks = new RecordingMarks(List.of("Cz", "Qz"),
                List.of(new Annotation(0.5, 0.25, "BAD_muscle", List.of("Fz"))));
        marks.write(folder.resolve("marks.json"));
        RecordingMarks read = RecordingMarks.read(folder.resolve("marks.json"));
        assertEquals(marks, read);
        Recording recording = Recording
                .of(List.of(Channel.of("Fz", ChannelType.EEG).withBad(true),
                        Channel.of("Cz", ChannelType.EEG)), 4,
                        new double[2][8])
                .toBuilder()
                .annotations(List.of(Annotation.of(1, 0, "square"), Annotation.of(1.5, 0, "EDGE joint")))
                .build();
        List<Notice> notices = new ArrayList<>();
        Recording marked = read.applyTo(recording, notices::add);
        assertEquals(List.of("Cz"), marked.badChannels());
        assertEquals(List.of("BAD_muscle", "EDGE joint"),
                marked.annotations().stream().map(Annotation::text).toList());
        assertEquals("marks-unknown-channel", notices.get(0).code());
    }

    @Test
    void otherFilesAreRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.json"), "{\"annotations\": [{\"onset\": \"x\"}]}");
        FormatException wrong = assertThrows(FormatException.class, () -> RecordingMarks.read(file));
        assertTrue(wrong.getMessage().contains("onset x"), wrong.getMessage());
        Files.writeString(file, "{\"badChannels\": 3}");
        assertThrows(FormatException.class, () -> RecordingMarks.read(file));
    }
}
