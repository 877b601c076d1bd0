package org.engram.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.engram.core.Progress;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    @Test
    void aQuarterDoneInTenSecondsLeavesThirty() {
        assertEquals("permutations [#######---------------------]  25 % 0:30 left",
                TerminalProgress.line("permutations", 250, 1000, Duration.ofSeconds(10)));
    }

    @Test
    void anUnknownTotalShowsTheCount() {
        assertEquals("reading: 12 done, 1:01:05",
                TerminalProgress.line("reading", 12, 0, Duration.ofSeconds(3665)));
    }

    @Test
    void aShortTaskShowsNothing() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Progress progress = new TerminalProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), true);
        try (Progress.Task task = progress.begin("quick", 2)) {
            task.advance(2);
        }
        assertEquals("", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotedStandsBesideTheBar() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Progress progress = new TerminalProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), true);
        try (Progress.Task task = progress.begin("training", 4)) {
            Thread.sleep(2_050); // nothing is shown before two seconds
            task.note("loss 0.314");
            task.advance(2);
        }
        assertEquals(true, bytes.toString(StandardCharsets.UTF_8).contains("  loss 0.314"));
    }
}
