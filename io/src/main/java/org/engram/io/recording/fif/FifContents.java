package org.engram.io.recording.fif;

import java.util.ArrayList;
import java.util.List;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.Kinds;

/** What a FIFF file can hold, and the call that reads it. */
enum FifContents {
    RAW("a continuous recording", "Recordings.read", Blocks.RAW_DATA, Blocks.CONTINUOUS_DATA,
            Blocks.SHIELDED_RAW_DATA),
    EPOCHS("epochs", "Recordings.readEpochs", Blocks.EPOCHS, Blocks.OLD_EPOCHS),
    EVOKED("averages", "FifEvoked.read", Blocks.EVOKED),
    ICA("a solution of independent component analysis", "FifIca.read", Blocks.ICA),
    FORWARD("a forward solution", "", Blocks.FORWARD_SOLUTION),
    INVERSE("an inverse operator", "", Blocks.INVERSE_SOLUTION),
    COVARIANCE("a covariance", "FifCovariance.read", Blocks.COVARIANCE),
    SOURCES("source spaces", "FifSourceSpace.read", Blocks.SOURCE_SPACE),
    SURFACES("surfaces", "FifSurfaces.read", Blocks.BEM_SURFACE),
    PROJECTORS("projectors", "FifProjectors.read", Blocks.PROJECTORS),
    EVENTS("events", "FifEvents.read", Blocks.EVENTS),
    POINTS("digitised points", "FifDigitization.read", Blocks.DIGITIZED_POINTS),
    TRANSFORM("a change of coordinates", "FifTransform.read");

    private final String words;
    private final String call;
    private final int[] blocks;

    FifContents(String words, String call, int... blocks) {
        this.words = words;
        this.call = call;
        this.blocks = blocks;
    }

    String words() {
        return words;
    }

    /** What a file holds, the most telling first. */
    static List<FifContents> of(FifFile file) {
        List<FifContents> found = new ArrayList<>();
        for (FifContents content : values()) {
            boolean there = false;
            for (int block : content.blocks) {
                there |= file.root().block(block).isPresent();
            }
            if (content == TRANSFORM) {
                there = hasTransform(file.root());
            }
            if (there) {
                found.add(content);
            }
        }
        return found;
    }

    private static boolean hasTransform(Block block) {
        return block.find(Kinds.COORDINATE_TRANSFORM).isPresent()
                || block.children().stream().anyMatch(FifContents::hasTransform);
    }

    /** The error for a file that lacks what was asked for: names what it holds and how to read that. */
    static UnsupportedFeatureException missing(FifFile file, String wanted) {
        List<String> there = new ArrayList<>();
        for (FifContents content : of(file)) {
            there.add(content.words + (content.call.isEmpty() ? "" : " (read it with " + content.call + ")"));
        }
        return new UnsupportedFeatureException(file.path() + ": holds no " + wanted + "; it holds "
                + (there.isEmpty() ? "nothing that is known here" : String.join(", ", there)));
    }
}
