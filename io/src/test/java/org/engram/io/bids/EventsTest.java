package org.engram.io.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.bids.EventOptions.SimilarLabels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
    @TempDir
    Path folder;

    private Events read(String content, EventOptions options) throws IOException {
        return Events.read(Files.writeString(folder.resolve("a_events.tsv"), content), options);
    }

    private Events read(String content) throws IOException {
        return read(content, EventOptions.defaults());
    }

    private String failure(String content) {
        String message = assertThrows(EngramException.class, () -> read(content)).getMessage();
        assertTrue(message.contains("a_events.tsv"), message);
        return message;
    }

    private static List<String> codes(Events events) {
        return events.notices().stream().map(Notice::code).toList();
    }

    @Test
    void eventsAreOrderedAndDuplicatesMerged() throws IOException {
        Events events = read(
                "onset\tduration\ttrial_type\tmodulation\n" + "10\t2\tface\t0.5\n" + "4\t2\thouse\t1\n"
                        + "10\t2\tface\t2\n" + "10\t3\tface\t1\n");
        assertEquals(
                List.of(new Event(4, 2, "house", 1), new Event(10, 2, "face", 2.5),
                        new Event(10, 3, "face", 1)),
                events.list());
        assertEquals(List.of("face", "house"), events.conditions());
        assertEquals(2, events.of("face").size());
        assertEquals(List.of("events-duplicates-merged"), codes(events));
        assertEquals(events.list(), Events.of(events.toTable(), EventOptions.defaults()).list());
    }

    @Test
    void oddTablesAreReadWithANotice() throws IOException {
        Events events = read("onset\tduration\tresponse_time\n1\t0\t0.4\n3\t2\tn/a\n");
        assertEquals(List.of("dummy"), events.conditions());
        assertEquals(List.of("events-without-trial-type", "events-columns-unused", "events-zero-duration"),
                codes(events));
        Events skipped = read("onset\tduration\ttrial_type\n1\t1\tn/a\n3\t2\t1.0\n");
        assertEquals(List.of(new Event(3, 2, "1.0", 1)), skipped.list(), "numeric labels stay as written");
        assertEquals(List.of("events-row-without-trial-type"), codes(skipped));
        assertTrue(skipped.notices().get(0).text().contains("lines 2"));
    }

    @Test
    void badTablesNameLineAndColumn() {
        assertTrue(failure("onset\tduration\ttrial_type\n1\t1\ta\nsoon\t1\ta\n")
                .contains("column \"onset\" must hold numbers, but line 3 holds \"soon\""));
        assertTrue(failure("onset\ttrial_type\n1\ta\n").contains("no column \"duration\""));
        assertTrue(failure("onset\tduration\n1\tn/a\n").contains("line 2 has no duration"));
        assertTrue(failure("onset\tduration\n1\t-1\n").contains("line 2 has the duration -1.0 s"));
    }

    @Test
    void labelsThatDifferOnlyInCaseOrSpacesAreAnErrorUnlessAllowed() throws IOException {
        String content = "onset\tduration\ttrial_type\n1\t1\tFace\n2\t1\tface \n3\t1\thouse\n";
        assertTrue(failure(content).contains("\"Face\" and \"face\" differ only in letter case or spaces"));
        EventOptions options = EventOptions.defaults();
        assertEquals(List.of("Face", "face", "house"),
                read(content, options.withSimilarLabels(SimilarLabels.KEEP_APART)).conditions());
        Events united = read(content, options.withSimilarLabels(SimilarLabels.UNITE));
        assertEquals(List.of("Face", "house"), united.conditions());
        assertEquals(List.of("events-labels-united"), codes(united));
    }

    @Test
    void anotherColumnMayNameTheCondition() throws IOException {
        String content = "onset\tduration\tcategory\n1\t1\tface\n";
        assertEquals(List.of("face"),
                read(content, EventOptions.defaults().withTrialTypeColumn("category")).conditions());
        String message = assertThrows(EngramException.class,
                () -> read(content, EventOptions.defaults().withTrialTypeColumn("categry"))).getMessage();
        assertTrue(message.contains("did you mean \"category\""), message);
    }
}
