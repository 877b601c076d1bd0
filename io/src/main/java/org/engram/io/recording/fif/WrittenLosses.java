package org.engram.io.recording.fif;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Recording;

/** What a FIFF file cannot keep of a recording. */
final class WrittenLosses {
    private WrittenLosses() {}

    static void tell(Recording recording, Consumer<Notice> notices) {
        if (recording.segments().size() > 1) {
            notices.accept(new Notice("fif-segments-joined", "the recording has "
                    + recording.segments().size()
                    + " segments; they follow each other without the gaps between, which annotations mark"));
        }
        List<String> lost = new ArrayList<>();
        List<String> facts = recording.facts().entrySet().stream().filter(fact -> !FactTags.isWritten(fact))
                .map(Map.Entry::getKey).toList();
        if (!facts.isEmpty()) {
            lost.add("the facts " + facts);
        }
        if (recording.channels().stream().anyMatch(channel -> !channel.reference().isEmpty())) {
            lost.add("references of channels");
        }
        if (recording.channels().stream().anyMatch(channel -> !isOfAll(channel, recording))) {
            lost.add("bands of single channels");
        }
        boolean foreign = recording.annotations().stream().map(Annotation::text)
                .anyMatch(text -> !StandardCharsets.ISO_8859_1.newEncoder().canEncode(text));
        if (foreign) {
            lost.add("characters beyond Latin-1 in annotations");
        }
        if (recording.digitization().stream().map(point -> point.frame()).distinct().count() > 1) {
            lost.add("the different coordinates of digitised points");
        }
        if (!lost.isEmpty()) {
            notices.accept(
                    new Notice("fif-not-kept",
                            "FIFF as written here does not keep " + String.join(", ", lost)));
        }
    }

    private static boolean isOfAll(Channel channel, Recording recording) {
        return Double.isNaN(channel.band().highPassHz()) && Double.isNaN(channel.band().lowPassHz())
                || channel.band().equals(recording.band());
    }
}
