package org.engram.nn.checkpoints;

import java.util.Objects;
import org.engram.nn.checkpoints.pickle.ForeignObjects;

/**
 * How a weight file is read.
 *
 * @param foreignObjects what happens to objects in a pickle that are not data; by default they are refused
 * @param root which part of a training checkpoint holds the weights, keys joined by dots ("ema", "model.encoder"); the
 *        empty text takes the file as it is; null (the default) finds it: see {@link Checkpoints#open(java.nio.file.Path)}
 */
public record CheckpointOptions(ForeignObjects foreignObjects, String root) {
    /** Foreign objects are refused, the weights are found. */
    public static final CheckpointOptions DEFAULT = new CheckpointOptions(ForeignObjects.REFUSED, null);

    /** Checks that the choice is made. */
    public CheckpointOptions {
        Objects.requireNonNull(foreignObjects, "foreignObjects");
    }

    /** @return foreign objects are kept inert, never executed: for training checkpoints of a known origin */
    public CheckpointOptions withInertObjects() {
        return new CheckpointOptions(ForeignObjects.INERT, root);
    }

    /**
     * @param part keys joined by dots; the empty text takes the file as it is
     * @return the weights are there
     */
    public CheckpointOptions withRoot(String part) {
        return new CheckpointOptions(foreignObjects, Objects.requireNonNull(part));
    }
}
